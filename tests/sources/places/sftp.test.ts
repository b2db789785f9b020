/** Files on an SFTP server: each is taken once and whole, from the server that was declared and from nowhere else. */
import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSftp, type SftpDeclaration } from '../../../sources/places/sftp.js'
import { landAll } from '../../support/landing.js'
import { type SftpServer, serveSftp } from '../../support/sftp_server.js'

let server: SftpServer
beforeEach(async () => {
  server = await serveSftp()
})
afterEach(() => server.close())

const MARCH = Date.parse('2026-03-01') / 1000

function put(name: string, content: string, mtime = MARCH, link?: string): void {
  server.files.set(name, { content, mtime, ...(link === undefined ? {} : { link }) })
}

function open(changes: Partial<SftpDeclaration> = {}) {
  return openSftp({
    host: '127.0.0.1',
    port: server.port,
    user: 'agency',
    host_keys: [server.hostKey],
    password: 'gate',
    directory: '/in',
    settle_seconds: 0.01,
    limits: { wait_seconds: 0.001, attempts: 3, connect_seconds: 30 },
    ...changes,
  })
}

const secret = (name: string): string => (name === 'key' ? server.clientKey : 'open sesame')

async function land(changes: Partial<SftpDeclaration> = {}, request: Parameters<typeof landAll>[1] = {}) {
  return landAll(open(changes), { secret, ...request })
}

describe('files', () => {
  it('land whole, the oldest first, and only once', async () => {
    put('b.csv', 'b', MARCH + 2)
    put('a.csv', 'a'.repeat(200_000), MARCH + 3)
    put('c.csv', 'c', MARCH + 1)
    for (const name of ['notes.txt', '.hidden.csv', 'a.csv.done', 'a.csv.manifest.json']) put(name, 'x')
    const { landed, texts, error } = await land({ pattern: '*.csv' })
    expect(error).toBeNull()
    expect(landed.map(({ file }) => file.name)).toEqual(['127.0.0.1_c.csv', '127.0.0.1_b.csv', '127.0.0.1_a.csv'])
    expect(texts).toEqual(['c', 'b', 'a'.repeat(200_000)])
    const cursor = landed.at(-1)?.cursor ?? null
    expect((await land({ pattern: '*.csv' }, { cursor })).landed).toEqual([])
    put('b.csv', 'B', MARCH + 9)
    const again = await land({ pattern: '*.csv' }, { cursor })
    expect(again.texts, 'another time is another file').toEqual(['B'])
    expect(again.landed.at(-1)?.cursor).toEqual({
      taken: { 'a.csv': `200000:${MARCH + 3}`, 'b.csv': `1:${MARCH + 9}`, 'c.csv': `1:${MARCH + 1}` },
    })
  })

  it('are left alone while they grow', async () => {
    put('a.csv', 'half')
    put('b.csv', 'b')
    const growing = setInterval(() => put('a.csv', `${server.files.get('a.csv')?.content}+`), 20)
    const { texts, landed } = await land({ settle_seconds: 0.2 })
    clearInterval(growing)
    expect(texts).toEqual(['b'])
    expect(landed[0]?.cursor).toEqual({ taken: { 'b.csv': `1:${MARCH}` } })
  })

  it('that change while they are read are for the next run', async () => {
    put('a.csv', 'first')
    server.onRead = () => {
      put('a.csv', 'other', MARCH + 1)
      return true
    }
    expect(await land()).toMatchObject({ landed: [], error: null })
  })

  it('wait for the mark beside them where it is declared', async () => {
    put('a.csv', 'a')
    put('b.csv', 'b')
    put('b.csv.done', '')
    expect((await land({ ready: 'done' })).texts).toEqual(['b'])
  })

  it('of a backfill are taken by their time, though they were taken before', async () => {
    put('a.csv', 'a', MARCH)
    put('b.csv', 'b', MARCH + 86_400)
    put('c.csv', 'c', MARCH + 2 * 86_400)
    const cursor = (await land()).landed.at(-1)?.cursor ?? null
    expect((await land({}, { cursor, since: '2026-03-02', until: '2026-03-03' })).texts).toEqual(['b'])
  })

  it('with names that become the same each have a file of their own', async () => {
    put('a b.csv', '1')
    put('a_b.csv', '2')
    expect((await land()).texts.toSorted()).toEqual(['1', '2'])
  })

  it('are read again from the beginning when the connection breaks', async () => {
    put('a.csv', 'a'.repeat(200_000))
    let breaks = 2
    server.onRead = (_name, offset) => offset === 0 || breaks-- <= 0
    const { texts, error, landed } = await land()
    expect(error).toBeNull()
    expect(texts).toEqual(['a'.repeat(200_000)])
    expect(readdirSync(dirname(landed[0]?.file.path ?? '')), 'no part is left').toHaveLength(1)
  })

  it('that landed before a failure stand', async () => {
    put('a.csv', 'a')
    put('b.csv', 'b', MARCH + 1)
    server.onRead = (name) => name === 'a.csv'
    const { texts, error, landed } = await land()
    expect(texts).toEqual(['a'])
    expect(error).toMatchObject({ code: 'place_unreachable' })
    expect(landed[0]?.cursor).toEqual({ taken: { 'a.csv': `1:${MARCH}` } })
  })

  it('larger than allowed are told', async () => {
    put('a.csv', 'a'.repeat(100))
    expect((await land({ limits: { document_bytes: 10 } })).error).toMatchObject({ code: 'place_invalid' })
  })

  it('are not more than declared', async () => {
    for (const at of Array(9).keys()) put(`${at}.csv`, 'a')
    expect((await land({ files: 5 })).error).toMatchObject({ code: 'place_invalid' })
  })
})

describe('links', () => {
  it('are followed within the directory and not out of it', async () => {
    put('a.csv', 'a')
    put('b.csv', '', MARCH, '/in/a.csv')
    put('passwd.csv', '', MARCH, '/etc/passwd')
    const { texts, error } = await land()
    expect(texts).toEqual(['a', 'a'])
    expect(error).toMatchObject({ code: 'place_unsafe' })
    expect(error?.message).toContain('passwd.csv')
  })

  it.each(['a/../../b', 'a\\b'])('in the disguise of the name %s are refused', async (name) => {
    put(name, 'x')
    const { landed, error } = await land()
    expect([landed, error?.code]).toEqual([[], 'place_unsafe'])
  })
})

describe('the server', () => {
  it('lets us in by a key', async () => {
    put('a.csv', 'a')
    const place = openSftp({
      host: '127.0.0.1',
      port: server.port,
      user: 'agency',
      host_keys: [server.hostKey],
      directory: 'in',
      settle_seconds: 0,
      private_key: 'key',
    })
    expect((await landAll(place, { secret })).texts).toEqual(['a'])
  })

  it('with another host key gets no password', async () => {
    put('a.csv', 'a')
    const { error, landed } = await land({ host_keys: [`SHA256:${'A'.repeat(43)}`] })
    expect(landed).toEqual([])
    expect(error).toMatchObject({ code: 'place_unsafe' })
    expect(error?.message).toContain(server.hostKey)
  })

  it('that refuses the login is asked once, and the password is not told', async () => {
    const { error } = await land({}, { secret: () => 'wrong-password' })
    expect(error).toMatchObject({ code: 'place_refused', hint: expect.stringContaining('RISKLEDGER_SECRET_GATE') })
    expect(JSON.stringify([error?.message, error?.hint])).not.toContain('wrong-password')
  })

  it('without the directory, or that is not there, is told', async () => {
    expect((await land({ directory: '/out' })).error).toMatchObject({ code: 'place_refused' })
    const { port } = server
    await server.close()
    expect((await land({ port })).error).toMatchObject({ code: 'place_unreachable' })
    server = await serveSftp()
  })

  it('is left at once when the run is to stop', async () => {
    put('a.csv', 'a')
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    expect((await land({ settle_seconds: 60 }, { signal: stop.signal })).error).toMatchObject({ code: 'interrupted' })
  })

  it('must be declared with a host key and a way to log in', () => {
    for (const changes of [{ host_keys: [] }, { host_keys: ['ssh-ed25519 AAAA'] }])
      expect(() => open(changes)).toThrow(expect.objectContaining({ code: 'connector_invalid' }))
  })

  it('is not gone on with by a cursor from elsewhere', async () => {
    expect((await land({}, { cursor: { offset: 1 } })).error).toMatchObject({ code: 'cursor_invalid' })
  })
})
