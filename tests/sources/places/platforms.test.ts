/** Publishing platforms, each played by a server that follows its documentation: all rows come, and later only what changed. */
import { describe, expect, it } from 'vitest'
import { openArcgis } from '../../../sources/places/arcgis.js'
import { openCkan } from '../../../sources/places/ckan.js'
import { openOpenfda } from '../../../sources/places/openfda.js'
import { openSocrata } from '../../../sources/places/socrata.js'
import { type Asked, json, type Reply, servers } from '../../support/http_server.js'
import { landAll, NOW } from '../../support/landing.js'

const start = servers()

const here = { insecure: true, inside: true, limits: { attempts: 1 } } as const
const secret = () => 'abcdefgh'
const numbers = (from: number, count: number): number[] =>
  Array.from({ length: Math.max(0, count) }, (_, at) => from + at)

/** The numbers n in all files, each once. */
function found(texts: readonly string[]): number[] {
  const all = texts.flatMap((text) => [...text.matchAll(/"n":(\d+)/g)].map(([, n]) => Number(n)))
  return [...new Set(all)].sort((a, b) => a - b)
}

describe('socrata', () => {
  const dataset = (): ((asked: Asked) => Reply) => {
    return ({ url: { pathname, searchParams: query } }) => {
      if (pathname !== '/resource/abcd-1234.json' || query.get('$order') !== ':id') return { status: 400 }
      const from = Number(query.get('$offset'))
      const rows = numbers(from, Math.min(Number(query.get('$limit')), 5 - from))
      return json(rows.map((n) => ({ ':id': `row-${n}`, ':updated_at': `2026-03-0${n + 1}T00:00:00.000Z`, n })))
    }
  }

  it('lands all rows, and then asks for what was updated', async () => {
    const server = await start(dataset())
    const place = openSocrata({
      site: server.url,
      dataset: 'abcd-1234',
      where: "state = 'TX'",
      app_token: 'soda',
      page_rows: 2,
      ...here,
    })
    const { landed, texts, error } = await landAll(place, { secret })
    expect(error).toBeNull()
    expect(found(texts)).toEqual([0, 1, 2, 3, 4])
    const cursor = landed.at(-1)?.cursor ?? null
    expect(cursor).toEqual({ changed_until: '2026-03-05T00:00:00.000Z' })
    expect(landed.at(-1)?.whole).toBe(true)
    expect(server.asked[0]?.headers['x-app-token']).toBe('abcdefgh')
    expect(server.asked[0]?.url.searchParams.get('$where')).toBe("state = 'TX'")
    server.asked.length = 0
    await landAll(place, { secret, cursor })
    expect(server.asked[0]?.url.searchParams.get('$where')).toBe(
      "(state = 'TX') and :updated_at >= '2026-03-04T00:00:00.000Z'",
    )
    server.asked.length = 0
    await landAll(place, { secret, since: '2026-01-01', until: '2026-02-01' })
    expect(server.asked[0]?.url.searchParams.get('$where')).toBe(
      "(state = 'TX') and :updated_at >= '2026-01-01T00:00:00.000Z' and :updated_at < '2026-02-01T00:00:00.000Z'",
    )
  })
})

describe('ckan', () => {
  it('lands all rows of a resource, though the portal gives fewer than it is asked for', async () => {
    const server = await start(({ url: { pathname, searchParams: query } }) => {
      if (pathname !== '/portal/api/3/action/datastore_search' || query.get('resource_id') !== 'r-1')
        return { status: 404 }
      const from = Number(query.get('offset'))
      const records = numbers(from, Math.min(3, Number(query.get('limit')), 7 - from)).map((n) => ({ _id: n + 1, n }))
      return json({ success: true, result: { records, total: 7, limit: 3 } })
    })
    const place = openCkan({
      read: 'rows',
      site: `${server.url}/portal`,
      resource: 'r-1',
      filters: { state: 'TX' },
      token: 'ckan',
      ...here,
    })
    const { landed, texts, error } = await landAll(place, { secret })
    expect(error).toBeNull()
    expect(found(texts)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(landed.at(-1)?.whole).toBe(true)
    expect(server.asked[0]?.headers.authorization).toBe('abcdefgh')
    expect(server.asked[0]?.url.searchParams.get('filters')).toBe('{"state":"TX"}')
  })

  it('lands the file of a resource, also where the portal redirects to it, without the token', async () => {
    const elsewhere = await start(() => ({ body: 'a\n1\n' }))
    const server = await start(({ url }) =>
      url.pathname === '/dataset/recalls/resource/r-1/download'
        ? { status: 302, headers: { location: '/files/recalls.csv' } }
        : { status: 302, headers: { location: `${elsewhere.url}/recalls.csv` } },
    )
    const place = openCkan({
      read: 'file',
      site: server.url,
      package: 'recalls',
      resource: 'r-1',
      token: 'ckan',
      ...here,
    })
    expect((await landAll(place, { secret })).texts).toEqual(['a\n1\n'])
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['abcdefgh', 'abcdefgh'])
    expect(elsewhere.asked[0]?.headers.authorization).toBeUndefined()
  })
})

describe('arcgis', () => {
  const layer =
    (says: boolean) =>
    ({ url: { searchParams: query } }: Asked): Reply => {
      const from = Number(query.get('resultOffset'))
      const features = numbers(from, Math.min(2, Number(query.get('resultRecordCount')), 5 - from)).map((n) => ({
        attributes: { OBJECTID: n + 1, n, edited: Date.parse('2026-03-01') + n },
      }))
      const more = from + features.length < 5
      return json({ features, ...(says && more ? { exceededTransferLimit: true } : {}) })
    }

  it.each([
    ['says that there is more', true],
    ['is too old to say it', false],
  ])('lands all rows of a layer that gives few at a time and %s', async (_what, says) => {
    const server = await start(layer(says))
    const { texts, error } = await landAll(
      openArcgis({ layer: `${server.url}/rest/services/x/FeatureServer/0`, ...here }),
    )
    expect(error).toBeNull()
    expect(found(texts)).toEqual([0, 1, 2, 3, 4])
  })

  it('asks for what was edited, from the latest edit that landed', async () => {
    const server = await start(layer(true))
    const place = openArcgis({ layer: `${server.url}/a/FeatureServer/0`, changed: 'edited', where: 'n > 0', ...here })
    const cursor = (await landAll(place)).landed.at(-1)?.cursor ?? null
    expect(cursor).toEqual({ changed_until: '2026-03-01T00:00:00.004Z' })
    server.asked.length = 0
    await landAll(place, { cursor })
    expect(server.asked[0]?.url.searchParams.get('where')).toBe("(n > 0) AND edited >= TIMESTAMP '2026-02-28 00:00:00'")
  })

  it('tells an error that comes with status 200, without the token', async () => {
    const server = await start(({ url }) =>
      json({ error: { code: 498, message: `Invalid token ${url.searchParams.get('token')}` } }),
    )
    const place = openArcgis({ layer: `${server.url}/a/FeatureServer/0`, token: 'esri', ...here })
    const { error } = await landAll(place, { secret })
    expect(error).toMatchObject({ code: 'place_invalid' })
    expect(error?.message).toContain('Invalid token ***')
  })
})

describe('openfda', () => {
  const endpoint = ({ url }: Asked): Reply => {
    const query = url.searchParams
    const [, since = '', until = ''] = /\[(\d+) TO (\d+)\]/.exec(query.get('search') ?? '') ?? []
    const days = ['20260301', '20260302', '20260303', '20260304', '20260305'].filter(
      (day) => since === '' || (day >= since && day <= until),
    )
    if (days.length === 0) return { status: 404, body: '{"error":{"code":"NOT_FOUND","message":"No matches found!"}}' }
    const from = Number(query.get('search_after') ?? 0)
    const results = days
      .slice(from, from + Number(query.get('limit')))
      .map((report_date, at) => ({ report_date, n: from + at }))
    const next = new URL(url)
    next.searchParams.set('search_after', String(from + results.length))
    const link = from + results.length < days.length ? { link: `<${next.href}>; rel="Next"` } : {}
    return json({ meta: { results: { skip: 0, total: days.length } }, results }, link)
  }

  it('lands all rows by search_after, and then those of the days since', async () => {
    const server = await start(endpoint)
    const place = openOpenfda({
      site: server.url,
      endpoint: 'food/enforcement',
      api_key: 'fda',
      lag_seconds: 86_400,
      page_rows: 2,
      rate: {},
      ...here,
    })
    const { landed, texts, error } = await landAll(place, { secret })
    expect(error).toBeNull()
    expect(found(texts)).toEqual([0, 1, 2, 3, 4])
    expect(server.asked.map(({ url }) => [url.searchParams.get('api_key'), url.searchParams.has('skip')])).toEqual([
      ['abcdefgh', false],
      ['abcdefgh', false],
      ['abcdefgh', false],
    ])
    const cursor = landed.at(-1)?.cursor ?? null
    expect(cursor).toEqual({ changed_until: '2026-03-05T00:00:00.000Z' })
    server.asked.length = 0
    const later = await landAll(place, { secret, cursor })
    expect(server.asked[0]?.url.searchParams.get('search')).toBe('report_date:[20260304 TO 20260310]')
    expect(later.landed.map(({ whole }) => whole)).toEqual([undefined])
  })

  it('takes no match for no rows', async () => {
    const server = await start(endpoint)
    const place = openOpenfda({ site: server.url, endpoint: 'food/enforcement', rate: {}, ...here })
    const { landed, error } = await landAll(place, { since: '2025-01-01', until: '2025-02-01' })
    expect([landed, error]).toEqual([[], null])
    expect(server.asked[0]?.url.searchParams.get('search')).toBe('report_date:[20250101 TO 20250131]')
  })

  it('knows that rows are missing when a page is not reached', async () => {
    const server = await start((asked) => ({ ...endpoint(asked), headers: {} }))
    const place = openOpenfda({ site: server.url, endpoint: 'food/enforcement', page_rows: 2, rate: {}, ...here })
    const { landed, error } = await landAll(place, { now: NOW })
    expect(error).toMatchObject({ code: 'place_invalid' })
    expect(landed.map(({ cursor, whole }) => [cursor, whole])).toEqual([[null, undefined]])
  })
})
