/**
 * The HTTP endpoint to which agencies post their rows: POST /v1/connectors/<id>/rows with a bearer token, the body in the connector's own format. The
 * answer says what became of each row once they are durable. Whatever comes is hostile: nothing is read before the token is right, and everything has a limit.
 */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { LedgerError, messageOf } from '../core/errors.js'
import type { Log } from '../core/log.js'
import { type Received, receive, type TheFault } from '../pipelines/receive.js'
import { loadConnector } from '../pipelines/registry.js'
import type { Stage } from '../pipelines/stage.js'
import { isPassing } from './following.js'

export interface ReceiverOptions {
  readonly host: string
  readonly port: number
  /** Where bodies lie while they are read. */
  readonly directory: string
  readonly maxBytes: number
  /** The token of a connector; undefined where none may be posted to. */
  token(connector: string): string | undefined
  stage(): Promise<Stage>
  /** Told that the warehouse or the log failed in a way that passes: the next delivery asks for a stage anew. */
  failed(): void
  readonly log: Log
}

const PATH = /^\/v1\/connectors\/([a-z0-9_]{1,100})\/rows$/
const MOST_AT_ONCE = 8
/** Deliveries to one connector wait for each other, and for whoever else reads it: they must not take the room of all others. */
const MOST_OF_ONE = 2
/** Reading holds one of the few connections to Postgres (`warehouse/database.ts`) for as long as it lasts, and needs others: all taken, nobody would go on. */
const MOST_READ = 3
const RETRY_SECONDS = 5
const HEADERS_MS = 10_000
const REQUEST_MS = 120_000
const LASTING =
  'the ledger cannot take it until whoever runs it has mended this, whose log says more: tell them the code, and send it again then'
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff' }

/** Lets so many at work at once; the others wait. */
class Gate {
  #free: number
  readonly #waiting: (() => void)[] = []
  constructor(most: number) {
    this.#free = most
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free++
      else next()
    }
  }
}

/** Who is at work: deliveries by connector, and the gate of those that are read. */
interface AtWork {
  readonly ofOne: Map<string, number>
  readonly gate: Gate
}

/** What is answered instead of outcomes. */
class Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Starts the endpoint; resolves when it listens. Throws the system's error when the address cannot be had. */
export async function startReceiver(options: ReceiverOptions): Promise<Server> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 })
  let atWork = 0
  const work: AtWork = { ofOne: new Map(), gate: new Gate(MOST_READ) }
  const server = createServer({ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS }, (request, response) => {
    // A connection that breaks while it is answered is the sender's loss: the same body again gets the same answer.
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    if (atWork >= MOST_AT_ONCE) {
      refuse(response, new Refusal(503, 'busy', `${MOST_AT_ONCE} deliveries are being read; send it again`))
      return
    }
    atWork++
    answer(request, response, options, work)
      .catch((error: unknown) => {
        // Others are being read on the same stage: only what may be of its connections ends it.
        if (isPassing(error)) options.failed()
        const refusal = refusalOf(error)
        if (refusal.status >= 500 && !(error instanceof Refusal)) {
          const hint = error instanceof LedgerError ? { hint: error.hint } : {}
          options.log.error({ code: refusal.code, ...hint }, stackOf(error))
        }
        refuse(response, refusal)
      })
      .finally(() => {
        atWork--
      })
  })
  server.maxHeadersCount = 100
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return server
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ReceiverOptions,
  { ofOne, gate }: AtWork,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? ''
  if (path === '/v1/health' && request.method === 'GET') return send(response, 200, { status: 'ok' })
  const id = PATH.exec(path)?.[1]
  if (id === undefined) throw new Refusal(404, 'not_found', 'POST to /v1/connectors/<id>/rows')
  const token = options.token(id)
  // The same answer whether there is no such connector, it takes no posts, or the token is wrong.
  if (token === undefined || !sameToken(request.headers.authorization, token))
    throw new Refusal(401, 'unauthorized', 'send Authorization: Bearer with the token of this connector')
  if (request.method !== 'POST') throw new Refusal(405, 'method', 'POST the rows')
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > options.maxBytes) throw tooLarge(options.maxBytes)
  const before = ofOne.get(id) ?? 0
  if (before >= MOST_OF_ONE)
    throw new Refusal(503, 'busy', `${MOST_OF_ONE} deliveries to this connector are being read; send it again`)
  ofOne.set(id, before + 1)
  try {
    await take(id, request, response, options, gate)
  } finally {
    ofOne.set(id, (ofOne.get(id) ?? 1) - 1)
  }
}

/** Reads a delivery, and answers what became of it. */
async function take(
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
  options: ReceiverOptions,
  gate: Gate,
): Promise<void> {
  const loaded = await loadConnector(id)
  const directory = join(options.directory, randomUUID())
  await mkdir(directory, { mode: 0o700 })
  try {
    const file = await landed(request, directory, options.maxBytes)
    const read = async () => receive(await options.stage(), loaded, file, options.maxBytes)
    await sendOutcomes(response, await gate.run(read))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Compared by digests, so that neither length nor content shows in the time it takes. */
function sameToken(header: string | undefined, token: string): boolean {
  const given = /^Bearer (.+)$/.exec(header ?? '')?.[1] ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}

const tooLarge = (maxBytes: number) =>
  new Refusal(413, 'too_large', `a delivery may have ${maxBytes} bytes; send it in parts`)

/** Writes the body to a file named after its content. */
async function landed(request: IncomingMessage, directory: string, maxBytes: number) {
  const path = join(directory, 'body')
  const hash = createHash('sha256')
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      done(bytes > maxBytes ? tooLarge(maxBytes) : null, chunk)
    },
  })
  await pipeline(request, counted, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  if (bytes === 0) throw new Refusal(400, 'empty', 'the body is empty')
  return { name: `post-${hash.digest('hex').slice(0, 16)}`, path, bytes }
}

/** Answers batch by batch, as fast as the sender takes it: a small body can hold millions of rows. */
async function sendOutcomes(response: ServerResponse, received: Received): Promise<void> {
  response.writeHead(received.run.file_faults > 0 ? 422 : 200, HEADERS)
  response.setTimeout(REQUEST_MS, () => response.destroy())
  await pipeline(Readable.from(answerOf(received)), response)
}

async function* answerOf({ run, outcomes }: Received): AsyncGenerator<string> {
  const { run_id, read, accepted, rejected, ignored, records } = run
  const counts = JSON.stringify({ run_id, read, accepted, rejected, ignored, records })
  yield `${counts.slice(0, -1)},"rows":[`
  const faults: TheFault[] = []
  let between = ''
  for await (const told of outcomes()) {
    if ('fault' in told) faults.push(told.fault)
    else if (told.rows.length > 0) {
      yield between + told.rows.map((fate) => JSON.stringify(fate)).join(',')
      between = ','
    }
  }
  yield `],"faults":${JSON.stringify(faults)}}\n`
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  // The message of an operating error may name hosts and paths, which are no business of the sender's.
  if (isPassing(error)) return new Refusal(503, error.code, 'the ledger cannot take it now; send it again')
  if (error instanceof LedgerError) return new Refusal(500, error.code, LASTING)
  if (Object(error).code === 'ERR_STREAM_PREMATURE_CLOSE' || Object(error).code === 'ECONNRESET')
    return new Refusal(400, 'cut_off', 'the body ended early')
  return new Refusal(500, 'fault', 'a fault of riskledger itself')
}

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : messageOf(error))

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  if (response.headersSent || response.destroyed) return
  if (status === 503) response.setHeader('retry-after', RETRY_SECONDS)
  if (status === 401) response.setHeader('www-authenticate', 'Bearer')
  // What is still coming is not read.
  response.setHeader('connection', 'close')
  send(response, status, { error: { code, message } })
}

function send(response: ServerResponse, status: number, document: unknown): void {
  response.writeHead(status, HEADERS)
  response.end(`${JSON.stringify(document)}\n`)
}

/** Stops listening, lets what is being read come to its end, and closes every connection. */
export async function stopReceiver(server: Server, patienceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const late = setTimeout(() => server.closeAllConnections(), patienceMs)
  await closed
  clearTimeout(late)
}

/** Says why an address cannot be listened at. */
export function cannotListen(host: string, port: number, error: unknown): LedgerError {
  return new LedgerError(
    'usage',
    `${host}:${port} cannot be listened at: ${messageOf(error)}`,
    'Give another --port or --host; another process may have it.',
  )
}
