/** One document from the web: it lands whole or not at all, secrets stay where they belong, and nobody leads us inside. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { HttpDeclaration } from '../../../sources/network/declaration.js'
import { openHttp } from '../../../sources/places/http.js'
import { type Asked, json, servers, type TestServer } from '../../support/http_server.js'
import { landAll, NOW } from '../../support/landing.js'

const start = servers()

const quick = { wait_seconds: 0.001, attempts: 3 }

function open(server: TestServer, changes: Partial<HttpDeclaration> = {}) {
  return openHttp({ url: `${server.url}/recalls.csv`, insecure: true, inside: true, limits: quick, ...changes })
}

describe('a document', () => {
  it('lands as a file whose name says where it came from', async () => {
    const server = await start({ body: 'a,b\n1,2\n' })
    const { landed, texts, error } = await landAll(open(server, { query: { year: '2026' } }))
    expect(error).toBeNull()
    expect(texts).toEqual(['a,b\n1,2\n'])
    expect(landed[0]).toMatchObject({
      file: { name: `127.0.0.1_${server.host.split(':')[1]}_recalls.csv`, bytes: 8 },
      whole: true,
    })
    expect(server.asked[0]?.url.search).toBe('?year=2026')
  })

  it('is asked for only if it changed, and lands nothing if it did not', async () => {
    const server = await start(({ headers }) =>
      headers['if-none-match'] === '"v1"' ? { status: 304 } : { body: 'a\n1\n', headers: { etag: '"v1"' } },
    )
    const first = await landAll(open(server))
    const cursor = first.landed[0]?.cursor ?? null
    expect(cursor).toMatchObject({ etag: '"v1"' })
    expect((await landAll(open(server), { cursor })).landed).toEqual([])
    const other = openHttp({ url: `${server.url}/other.csv`, insecure: true, inside: true })
    expect((await landAll(other, { cursor })).landed, 'the version of another document says nothing').toHaveLength(1)
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('sent as %s is unpacked', async (encoding, pack) => {
    const server = await start({ body: pack(Buffer.from('a\n1\n')), headers: { 'content-encoding': encoding } })
    expect((await landAll(open(server))).texts).toEqual(['a\n1\n'])
  })

  it('that expands without end is refused before it fills the disk', async () => {
    const server = await start({ body: gzipSync(Buffer.alloc(2 ** 25)), headers: { 'content-encoding': 'gzip' } })
    const { error } = await landAll(open(server))
    expect(error).toMatchObject({ code: 'place_invalid' })
    expect(error?.message).toContain('200 times')
  })

  it('larger than allowed is refused, and nothing of it is left', async () => {
    const server = await start({ body: 'a\n'.repeat(1000) })
    const { error, landed } = await landAll(open(server, { limits: { ...quick, document_bytes: 100 } }))
    expect(error).toMatchObject({ code: 'place_invalid' })
    expect(landed).toEqual([])
  })

  it('that is a packed file lands as it is, for the format to unpack', async () => {
    const body = gzipSync('a\n1\n')
    const server = await start({ body, headers: { 'content-type': 'application/gzip' } })
    for (const content of ['csv', 'json', 'any'] as const)
      expect((await landAll(open(server, { content }))).landed[0]?.file.bytes).toBe(body.length)
  })

  it('at a long path in Chinese has a name that the disk takes', async () => {
    const server = await start({ body: 'a\n' })
    const url = `${server.url}/${'行政处罚'.repeat(60)}/../名单/处罚.csv`
    const long = `${server.url}/${'行政处罚'.repeat(60)}.csv`
    const names: (string | undefined)[] = []
    for (const one of [url, long]) {
      const place = openHttp({ url: one, insecure: true, inside: true, content: 'csv' })
      names.push((await landAll(place)).landed[0]?.file.name)
    }
    expect(names[0]).toMatch(/_名单_处罚\.csv$/)
    expect(names[1]).toMatch(/行政处罚.*\.csv$/)
  })

  it.each<[string, HttpDeclaration['content'], string, string]>([
    ['a page of HTML', 'json', '<!DOCTYPE html><html>Down for maintenance</html>', 'maintenance'],
    ['a page of HTML', 'any', '<html><body>Please log in</body></html>', 'log in'],
    ['text', 'json', 'Service unavailable', 'unavailable'],
  ])('that is %s where %s is declared is told with its beginning', async (_what, content = 'any', body, shown) => {
    const server = await start({ body })
    const { error, landed } = await landAll(open(server, { content }))
    expect(error).toMatchObject({ code: 'place_invalid' })
    expect(error?.message).toContain(shown)
    expect(landed).toEqual([])
  })
})

describe('a secret', () => {
  const secret = () => 'hunter2+/='

  it.each<[string, HttpDeclaration['auth'], (asked: Asked) => unknown, string]>([
    ['bearer', { type: 'bearer', secret: 'key' }, ({ headers }) => headers.authorization, 'Bearer hunter2+/='],
    ['header', { type: 'header', name: 'X-Key', secret: 'key' }, ({ headers }) => headers['x-key'], 'hunter2+/='],
    [
      'query',
      { type: 'query', name: 'api_key', secret: 'key' },
      ({ url }) => url.searchParams.get('api_key'),
      'hunter2+/=',
    ],
    [
      'basic',
      { type: 'basic', user: 'me', secret: 'key' },
      ({ headers }) => headers.authorization,
      `Basic ${btoa('me:hunter2+/=')}`,
    ],
  ])('as %s is sent, and stands in no name, cursor or error', async (_how, auth, sent, expected) => {
    const server = await start(({ url, headers, number }) =>
      number === 1
        ? { body: 'a\n', headers: { etag: '"1"' } }
        : { status: 403, body: `not you, ${url.href} ${JSON.stringify(headers)}` },
    )
    const place = open(server, auth === undefined ? {} : { auth })
    const { landed } = await landAll(place, { secret })
    expect(server.asked.map(sent)).toEqual([expected])
    const { error } = await landAll(place, { secret })
    expect(error).toMatchObject({ code: 'place_refused', hint: expect.stringContaining('RISKLEDGER_SECRET_KEY') })
    const told = JSON.stringify([place.where, landed.map(({ file, cursor }) => [file.name, cursor]), error?.message])
    expect(told).not.toMatch(/hunter2|aHVudGVy|bWU6/)
  })

  it('is not sent to where a redirect leads, and is sent again on its own host', async () => {
    const other = await start({ body: 'a\n' })
    const server = await start(({ url }) => ({
      status: 302,
      headers: {
        location:
          url.pathname === '/recalls.csv' ? '/moved?api_key=hunter2%2B/=' : `${other.url}/x?api_key=hunter2%2B/=`,
      },
    }))
    const auth = { type: 'query', name: 'api_key', secret: 'key' } as const
    expect((await landAll(open(server, { auth }), { secret })).texts).toEqual(['a\n'])
    expect(server.asked.map(({ url }) => url.searchParams.get('api_key'))).toEqual(['hunter2+/=', 'hunter2+/='])
    expect(other.asked.map(({ url }) => url.href)).toEqual([`${other.url}/x`])
  })

  it('with a line end is told before anything is asked', async () => {
    const server = await start({ body: 'a\n' })
    const place = open(server, { auth: { type: 'bearer', secret: 'key' } })
    expect((await landAll(place, { secret: () => 'hunter2\n' })).error).toMatchObject({ code: 'place_refused' })
    expect(server.asked).toEqual([])
  })

  it('that is not set stops before anything is asked', async () => {
    const server = await start({ body: 'a\n' })
    const { error } = await landAll(open(server, { auth: { type: 'bearer', secret: 'key' } }))
    expect(error).toMatchObject({ code: 'secret_missing' })
    expect(server.asked).toEqual([])
  })
})

describe('the way', () => {
  it('does not lead inside unless that is declared', async () => {
    const server = await start({ body: 'a\n' })
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])
      expect(
        (
          await landAll(
            openHttp({ url: `http://${host}:${server.host.split(':')[1]}/`, insecure: true, limits: quick }),
          )
        ).error,
        host,
      ).toMatchObject({ code: 'place_unsafe' })
    expect(server.asked).toEqual([])
  })

  it.each([
    ['inside', 'http://169.254.169.254/latest/meta-data/'],
    ['inside by name', 'http://localhost:1/'],
    ['to a file', 'file:///etc/passwd'],
    ['to another scheme', 'gopher://127.0.0.1/'],
  ])('is not gone when a redirect leads %s', async (_where, location) => {
    const server = await start({ status: 302, headers: { location } })
    expect((await landAll(open(server))).error).toMatchObject({ code: 'place_unsafe' })
  })

  it('ends after five redirects', async () => {
    const server = await start(({ number }) => ({ status: 302, headers: { location: `/${number}` } }))
    expect((await landAll(open(server))).error).toMatchObject({ code: 'place_invalid' })
    expect(server.asked).toHaveLength(6)
  })

  it('is https unless http is declared, and holds no password', () => {
    for (const url of ['http://example.org/', 'ftp://example.org/', 'https://me:secret@example.org/'])
      expect(() => openHttp({ url })).toThrow(expect.objectContaining({ code: 'connector_invalid' }))
  })
})

describe('changes', () => {
  const changes = {
    parameter: 'since',
    format: 'date',
    from: '{since}',
    between: '{since}/{until_included}',
    lag_seconds: 2 * 86_400,
  } as const

  it('are asked for from before the cursor, and all without one', async () => {
    const server = await start(json([]))
    const place = open(server, { changes, content: 'json' })
    const first = await landAll(place)
    expect(first.landed[0]).toMatchObject({ cursor: { changed_until: NOW }, whole: true })
    const cursor = first.landed[0]?.cursor ?? null
    const second = await landAll(place, { cursor, now: '2026-03-11T12:00:00.000Z' })
    expect(second.landed[0]?.cursor).toEqual({ changed_until: '2026-03-11T12:00:00.000Z' })
    expect(second.landed[0]?.whole, 'what is absent from changes is not gone').toBeUndefined()
    expect(server.asked.map(({ url }) => url.searchParams.get('since'))).toEqual([null, '2026-03-08'])
  })

  it('of a backfill leave the cursor where it is when they leave something out', async () => {
    const server = await start(json([]))
    const place = open(server, { changes, content: 'json' })
    const cursor = { changed_until: '2026-01-01T00:00:00.000Z' }
    const past = await landAll(place, { cursor, since: '2025-01-01', until: '2025-02-01' })
    expect(past.landed[0]?.cursor).toBeNull()
    expect(server.asked[0]?.url.searchParams.get('since')).toBe('2025-01-01/2025-01-31')
    expect(
      (await landAll(place, { cursor, since: '2026-02-01' })).landed[0]?.cursor,
      'January would be lost',
    ).toBeNull()
    expect((await landAll(place, { cursor, since: '2025-01-01' })).landed[0]?.cursor).toEqual({ changed_until: NOW })
  })

  it('are not asked for with a cursor from the future or from elsewhere', async () => {
    const server = await start(json([]))
    for (const cursor of [{ changed_until: '2026-03-12T00:00:00.000Z' }, { changed_until: 'soon' }, { offset: 3 }])
      expect((await landAll(open(server, { changes }), { cursor })).error).toMatchObject({ code: 'cursor_invalid' })
    expect(server.asked).toEqual([])
  })

  it('that cannot be asked for are not silently left out', async () => {
    const server = await start(json([]))
    expect((await landAll(open(server), { since: '2026-01-01' })).error).toMatchObject({ code: 'not_supported' })
  })
})
