/** One run's visit to a place on the web: every document it asks for is asked politely, again where it helps, and judged. */
import { join } from 'node:path'
import type { LandRequest } from '../place.js'
import { checkContent, said } from './answer_text.js'
import { attempt, Pace, retryAfterSeconds } from './attempts.js'
import { landBody } from './body.js'
import { type Credentials, credentialsOf } from './credentials.js'
import type { Http, Limits } from './declaration.js'
import { type Answer, ask } from './exchange.js'
import { Fault, invalid, refused } from './refusals.js'
import { Route } from './route.js'
import { valueAt } from './values.js'

/** Busy, too early or broken: the same question may be answered another time. */
const LATER = new Set([408, 425, 429])
const REFUSAL_BYTES = 1 << 16

/** A document that has landed. */
export interface Document {
  readonly path: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  /** Where it came from, without secrets. */
  readonly url: URL
  readonly shown: string
  readonly etag: string | null
  readonly lastModified: string | null
  readonly link: string | null
}

export type Found = Document | 'unchanged' | 'empty'

export class Visit {
  readonly credentials: Credentials
  readonly route: Route
  readonly #declared: Http
  readonly #request: LandRequest
  readonly #pace: Pace
  #landed = 0

  /** Throws LedgerError secret_missing. */
  constructor(declared: Http, request: LandRequest) {
    this.#declared = declared
    this.#request = request
    this.#pace = new Pace(declared.rate)
    this.route = new Route(declared)
    this.credentials = credentialsOf(declared.auth, new URL(declared.url), (name) => request.secret(name))
  }

  /**
   * Lands the document at a URL under a name. `conditions` are headers that ask for it only if it changed. Throws LedgerError: all that a
   * place may (see place.ts).
   */
  async fetch(
    url: URL,
    name: string,
    mostBytes: number,
    conditions: Readonly<Record<string, string>> = {},
  ): Promise<Found> {
    const { limits } = this.#declared
    const { signal } = this.#request
    return await attempt(this.credentials.show(url), limits, signal, async () => {
      await this.#pace.turn(signal)
      const { credentials, route } = this
      const headers = { ...this.#declared.headers, ...conditions }
      const answer = await ask({ url, headers, credentials, route, limits, signal })
      try {
        if (answer.status === 304 && Object.keys(conditions).length > 0) return 'unchanged'
        if (answer.status === 204) return 'empty'
        if (answer.status === 200) return await this.#land(answer, name, mostBytes)
        return await this.#judge(answer)
      } finally {
        answer.close()
      }
    })
  }

  async #land(answer: Answer, name: string, mostBytes: number): Promise<Document> {
    const { limits, content } = this.#declared
    const { directory, signal } = this.#request
    const shown = answer.url.href
    const path = join(directory, name)
    const bytes = Math.min(mostBytes, limits.total_bytes - this.#landed)
    const body = await landBody(answer, { path, bytes, limits, shown, signal })
    const { etag, 'last-modified': lastModified, 'content-type': type, link } = answer.message.headers
    checkContent(body.head, content, type ?? '', shown)
    this.#landed += body.bytes
    return {
      path,
      name,
      bytes: body.bytes,
      sha256: body.sha256,
      url: answer.url,
      shown,
      etag: etag ?? null,
      lastModified: lastModified ?? null,
      link: typeof link === 'string' ? link : null,
    }
  }

  /** What an answer other than 200 means. */
  async #judge(answer: Answer): Promise<'empty'> {
    const { status, message } = answer
    const shown = answer.url.href
    const text = await this.#textOf(answer)
    if (isEmpty(this.#declared.empty, status, text)) return 'empty'
    const words = said(text)
    const told = `HTTP ${status}${words === '' ? '' : `: ${this.credentials.hide(words)}`}`
    if (LATER.has(status) || status >= 500) {
      const { 'retry-after': after, date } = message.headers
      throw new Fault(told, retryAfterSeconds(after, date, this.#request.now))
    }
    if (status >= 400) throw refused(`${shown} refuses: ${told}`, hintFor(status, this.#declared.auth))
    throw invalid(
      `${shown} answers ${told}`,
      'A document is answered with status 200: compare the declaration with the publisher’s documentation.',
    )
  }

  async #textOf({ message, watch }: Answer): Promise<string> {
    if (message.headers['content-encoding'] !== undefined) return ''
    const parts: Buffer[] = []
    let bytes = 0
    try {
      for await (const part of message as AsyncIterable<Buffer>) {
        watch.wait('the next part of the answer', this.#declared.limits.idle_seconds)
        parts.push(part)
        bytes += part.length
        if (bytes >= REFUSAL_BYTES) break
      }
    } catch {
      // The status says enough.
    }
    return Buffer.concat(parts).subarray(0, REFUSAL_BYTES).toString('utf8')
  }
}

function isEmpty(empty: Http['empty'], status: number, text: string): boolean {
  if (empty?.status !== status) return false
  try {
    return valueAt(JSON.parse(text), empty.path) === empty.is
  } catch {
    return false
  }
}

function hintFor(status: number, auth: Http['auth']): string {
  if (status === 404 || status === 410)
    return 'Open the address in a browser; the publisher may have moved or removed the document.'
  if (status !== 401 && status !== 403) return 'Compare the declaration with the publisher’s documentation.'
  if (auth === undefined) return 'Ask the publisher for access, and declare it under `auth`.'
  return `Check RISKLEDGER_SECRET_${auth.secret.toUpperCase()}, or ask the publisher for the right.`
}

/** The limit of a document's bytes: smaller where it is held in memory to look for the next page. */
export function bytesOf(limits: Limits, paged: boolean): number {
  return paged ? Math.min(limits.page_bytes, limits.document_bytes) : limits.document_bytes
}
