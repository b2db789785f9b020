/** A publisher's server on this machine, which answers as a test says: also late, cut, lying, or with nonsense. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach } from 'vitest'

export interface Asked {
  /** Path and query. */
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  /** How many requests came, this one included. */
  readonly number: number
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** The connection breaks when this many bytes of the body are sent. */
  readonly cutAt?: number
  /** Nothing more comes when this many bytes of the body are sent; before the headers where it is -1. */
  readonly stallAt?: number
  /** One byte of the body at a time, this far apart. */
  readonly everyMs?: number
}

export interface TestServer {
  readonly url: string
  readonly host: string
  readonly asked: Asked[]
  close(): Promise<void>
}

/** Gives a function that starts servers for a test, which are closed after it. */
export function servers(): (answer: Reply | ((asked: Asked) => Reply)) => Promise<TestServer> {
  const running: TestServer[] = []
  afterEach(async () => {
    for (const server of running.splice(0)) await server.close()
  })
  return async (answer) => {
    const server = await serve(typeof answer === 'function' ? answer : () => answer)
    running.push(server)
    return server
  }
}

/** Starts a server on 127.0.0.1. `answer` is called for each request. */
async function serve(answer: (asked: Asked) => Reply): Promise<TestServer> {
  const asked: Asked[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const one = {
      url: new URL(request.url ?? '/', `http://${request.headers.host}`),
      headers: request.headers,
      number: asked.length + 1,
    }
    asked.push(one)
    send(answer(one), response)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const host = `127.0.0.1:${address.port}`
  return {
    url: `http://${host}`,
    host,
    asked,
    close: () =>
      new Promise((settle) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => settle())
      }),
  }
}

/** A reply of JSON. */
export function json(value: unknown, headers: Record<string, string> = {}): Reply {
  return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

function send(
  { status = 200, headers = {}, body = '', cutAt, stallAt, everyMs }: Reply,
  response: ServerResponse,
): void {
  if (stallAt === -1) return
  response.writeHead(status, headers)
  response.flushHeaders()
  const bytes = Buffer.from(body)
  const end = cutAt ?? stallAt
  if (everyMs !== undefined) drip(bytes, everyMs, response)
  else if (end === undefined) response.end(bytes)
  else response.write(bytes.subarray(0, end), () => (cutAt === undefined ? undefined : response.socket?.destroy()))
}

function drip(bytes: Buffer, everyMs: number, response: ServerResponse): void {
  let at = 0
  const timer = setInterval(() => {
    if (at < bytes.length) response.write(bytes.subarray(at, ++at))
    else response.end()
  }, everyMs)
  response.on('close', () => clearInterval(timer))
}
