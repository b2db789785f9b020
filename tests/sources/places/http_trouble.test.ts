/** A publisher's server that fails: what may be over in a while is asked for again, and nothing half lands. */
import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { HttpDeclaration } from '../../../sources/network/declaration.js'
import { openHttp } from '../../../sources/places/http.js'
import { type Reply, servers, type TestServer } from '../../support/http_server.js'
import { landAll } from '../../support/landing.js'

const start = servers()
const quick = { wait_seconds: 0.001, attempts: 3 }

function open(server: TestServer, changes: Partial<HttpDeclaration> = {}) {
  return openHttp({ url: `${server.url}/recalls.csv`, insecure: true, inside: true, limits: quick, ...changes })
}

describe('a server in trouble', () => {
  it.each<[string, Reply]>([
    ['is busy', { status: 429, headers: { 'retry-after': '0' } }],
    ['is down', { status: 503 }],
    ['is down until a time', { status: 503, headers: { 'retry-after': 'Tue, 10 Mar 2026 12:00:00 GMT' } }],
    ['cuts the connection', { body: 'a\n1\n2\n', headers: { 'content-length': '6' }, cutAt: 3 }],
    ['claims more than it sends', { body: 'a\n1\n', headers: { 'content-length': '100' }, cutAt: 4 }],
    ['cuts packed data', { body: gzipSync('a\n1\n2\n').subarray(0, 12), headers: { 'content-encoding': 'gzip' } }],
    ['sends nothing', { stallAt: -1 }],
    ['stops in the middle', { body: 'a\n1\n', stallAt: 2 }],
    ['sends a byte now and then', { body: 'a'.repeat(1000), everyMs: 40 }],
  ])('that %s is asked again, and the document lands once and whole', async (_what, trouble) => {
    const server = await start(({ number }) => (number < 3 ? trouble : { body: 'a\n1\n2\n' }))
    const limits = { ...quick, attempts: 20, first_byte_seconds: 0.2, idle_seconds: 0.2, document_seconds: 0.5 }
    const { texts, error, landed } = await landAll(open(server, { limits }))
    expect(error).toBeNull()
    expect(texts).toEqual(['a\n1\n2\n'])
    expect(server.asked.length).toBeGreaterThan(2)
    expect(readdirSync(landed[0]?.file.path.replace(/[^/]*$/, '') ?? ''), 'no part is left').toHaveLength(1)
  })

  it('is given up after the declared attempts', async () => {
    const server = await start({ status: 500, body: 'out of cheese' })
    const { error } = await landAll(open(server))
    expect(error).toMatchObject({ code: 'place_unreachable' })
    expect(error?.message).toContain('3 times: HTTP 500: out of cheese')
    expect(server.asked).toHaveLength(3)
  })

  it('that wants more patience than is declared is not waited for', async () => {
    const server = await start({ status: 503, headers: { 'retry-after': '86400' } })
    const { error } = await landAll(open(server))
    expect(error).toMatchObject({ code: 'place_unreachable' })
    expect(error?.message).toContain('86400 s')
    expect(server.asked).toHaveLength(1)
  })

  it('that does not exist is told as such', async () => {
    const server = await start({})
    await server.close()
    expect((await landAll(open(server))).error).toMatchObject({ code: 'place_unreachable' })
  })

  it('that refuses is not asked again', async () => {
    const server = await start({ status: 404, body: 'gone' })
    expect((await landAll(open(server))).error).toMatchObject({ code: 'place_refused' })
    expect(server.asked).toHaveLength(1)
  })

  it('says why in one line of plain text, whatever markup it sends', async () => {
    const page = '<html><head><style>p{}</style><script>x()</script></head>\n<body><h1>403</h1><p>Ask\nus <img src=x'
    const server = await start({ status: 403, body: page })
    const { error } = await landAll(open(server))
    expect(error?.message).toMatch(/recalls\.csv refuses: HTTP 403: 403 Ask us$/)
  })

  it('is left at once when the run is to stop', async () => {
    const server = await start({ body: 'a\n1\n', stallAt: 2 })
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    const { error } = await landAll(open(server, { limits: {} }), { signal: stop.signal })
    expect(error).toMatchObject({ code: 'interrupted' })
  })
})
