/** One question over HTTP and its answer: the address pinned, redirects followed by hand, everything timed. */
import type { LookupAddress } from 'node:dns'
import { request as askPlain, type IncomingMessage } from 'node:http'
import { request as askTls } from 'node:https'
import type { LookupFunction, Socket } from 'node:net'
import { LedgerError, messageOf } from '../../core/errors.js'
import type { Credentials } from './credentials.js'
import type { Limits } from './declaration.js'
import { codeOf, Fault, goOn, invalid, unreachable } from './refusals.js'
import type { Route } from './route.js'
import { Watch } from './watch.js'

const REDIRECTS = 5
const REDIRECT_STATUS = new Set([301, 302, 303, 307, 308])
const HEADER_BYTES = 1 << 16

export interface Question {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: Credentials
  readonly route: Route
  readonly limits: Limits
  readonly signal: AbortSignal
}

/** An answer whose body is still to be read. `close` must be called. */
export interface Answer {
  /** Where it came from after redirects, without the secret. */
  readonly url: URL
  readonly status: number
  readonly message: IncomingMessage
  readonly watch: Watch
  close(): void
}

/**
 * Asks, and follows redirects: at most five, to the same scheme or up to https, each to an address that is looked at again; secrets go to
 * the declared host alone. Throws LedgerError place_unsafe, place_invalid, place_unreachable (certificates), interrupted; Fault for what may be over when asked again.
 */
export async function ask(question: Question): Promise<Answer> {
  const { route, credentials } = question
  let url = question.url
  let from: URL | null = null
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    route.checkScheme(url, from, credentials.show(url))
    const answer = await askOnce(question, url, await route.addressesOf(url))
    const { location } = answer.message.headers
    if (!REDIRECT_STATUS.has(answer.status) || location === undefined) return answer
    answer.close()
    from = url
    url = targetOf(location, url, credentials)
  }
  throw invalid(
    `${credentials.show(question.url)} redirects more than ${REDIRECTS} times`,
    'Open the address in a browser and declare where it ends; the publisher may have moved the document.',
  )
}

function targetOf(location: string, from: URL, credentials: Credentials): URL {
  if (URL.canParse(location, from.href)) return new URL(location, from.href)
  throw invalid(
    `${credentials.show(from)} redirects to something that is no address: ${credentials.hide(location.slice(0, 200))}`,
    'Ask the publisher where the document is now.',
  )
}

function askOnce(question: Question, shown: URL, addresses: readonly LookupAddress[]): Promise<Answer> {
  const { credentials, limits, signal } = question
  goOn(signal)
  const { url, headers } = credentials.put(shown)
  return new Promise((settle, fail) => {
    const send = url.protocol === 'https:' ? askTls : askPlain
    const request = send(url, {
      headers: { accept: '*/*', 'accept-encoding': 'gzip, deflate, br', ...question.headers, ...headers },
      lookup: pinned(addresses),
      maxHeaderSize: HEADER_BYTES,
      signal,
    })
    const watch = new Watch(limits.document_seconds, (fault) => request.destroy(fault))
    watch.wait('the connection', limits.connect_seconds)
    const close = (): void => {
      watch.end()
      request.destroy()
    }
    request.on('socket', (socket) => {
      connected(socket, url.protocol, () => {
        // A connection that was kept open may have been made to an address that was never looked at here.
        const known = addresses.some(({ address }) => address === socket.remoteAddress)
        if (!known)
          request.destroy(new Fault(`the connection led to ${socket.remoteAddress}, which is not its address`))
        else watch.wait('the answer', limits.first_byte_seconds)
      })
    })
    request.on('response', (message) => {
      watch.wait('the next part of the answer', limits.idle_seconds)
      // Errors while the body is read are the reader's, who sees them on the message.
      message.on('error', () => {})
      settle({ url: new URL(credentials.show(url)), status: message.statusCode ?? 0, message, watch, close })
    })
    request.on('error', (error) => {
      watch.end()
      fail(failureOf(error, credentials.show(url), signal))
    })
    request.end()
  })
}

function connected(socket: Socket, protocol: string, then: () => void): void {
  if (!socket.connecting && socket.remoteAddress !== undefined) then()
  else socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', then)
}

/** A lookup that answers what was looked up before. */
function pinned(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, { all }, answer) => {
    if (all === true) return answer(null, [...addresses])
    const [first] = addresses
    if (first === undefined) return answer(new Error('no address'), '', 0)
    return answer(null, first.address, first.family)
  }
}

/** What an error on the wire means: a stop, a certificate that does not hold, or a fault that may pass. */
export function failureOf(error: unknown, shown: string, signal: AbortSignal): Error {
  if (error instanceof Fault || error instanceof LedgerError) return error
  if (signal.aborted) return stopped(signal)
  const code = codeOf(error)
  if (/CERT|ALTNAME|SELF_SIGNED|UNABLE_TO|ISSUER/.test(code))
    return unreachable(
      `${shown} cannot prove who it is: ${messageOf(error)}`,
      'Its certificate is the publisher’s to renew. A certificate of your own is trusted through NODE_EXTRA_CA_CERTS.',
      error,
    )
  return new Fault(`the connection broke: ${messageOf(error)}`, null, error)
}

function stopped(signal: AbortSignal): Error {
  try {
    goOn(signal)
  } catch (error) {
    if (error instanceof LedgerError) return error
  }
  throw new Error('stopped() is called for an ended signal alone')
}
