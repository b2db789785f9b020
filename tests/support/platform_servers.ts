/** Publishing platforms played by a server on this machine, each by its documentation, over rows that a test may change meanwhile. */
import { type Asked, json, type Reply } from './http_server.js'

export type PlatformRow = Readonly<Record<string, unknown>>
type Answer = (asked: Asked) => Reply

/** SODA 2.1 of one data set: `$order`, `$limit` and `$offset`, system fields only where `$select` asks for them, and a lower bound of :updated_at. */
export function socrataAnswers(dataset: string, rows: () => readonly PlatformRow[]): Answer {
  return ({ url: { pathname, searchParams: query } }) => {
    if (pathname !== `/resource/${dataset}.json` || query.get('$order') !== ':id') return { status: 400 }
    const since = /^:updated_at >= '([^']*)'$/.exec(query.get('$where') ?? '')?.[1]
    if (query.get('$where') !== null && since === undefined) return { status: 400 }
    const wanted = rows().filter((row) => since === undefined || String(row[':updated_at']) >= since)
    const from = Number(query.get('$offset'))
    const page = wanted.slice(from, from + Number(query.get('$limit')))
    if (query.get('$select') === ':*, *') return json(page)
    return json(page.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith(':')))))
  }
}

/** openFDA of one endpoint: sorted by `date`, both ends of a range included, the next page by search_after in the Link header, 404 where nothing matches. */
export function openfdaAnswers(endpoint: string, date: string, rows: () => readonly PlatformRow[]): Answer {
  return ({ url }) => {
    const query = url.searchParams
    if (url.pathname !== `/${endpoint}.json` || query.get('sort') !== `${date}:asc`) return { status: 400 }
    const [, first, last] = new RegExp(`^${date}:\\[(\\d{8}) TO (\\d{8})\\]$`).exec(query.get('search') ?? '') ?? []
    if (query.get('search') !== null && first === undefined) return { status: 400 }
    const day = (row: PlatformRow) => String(row[date] ?? '')
    const wanted = rows()
      .filter((row) => first === undefined || last === undefined || (day(row) >= first && day(row) <= last))
      .sort((a, b) => (day(a) < day(b) ? -1 : Number(day(a) > day(b))))
    if (wanted.length === 0)
      return { ...json({ error: { code: 'NOT_FOUND', message: 'No matches found!' } }), status: 404 }
    const from = Number(query.get('search_after') ?? 0)
    const limit = Number(query.get('limit'))
    const next = new URL(url)
    next.searchParams.set('search_after', String(from + limit))
    const more: Record<string, string> = from + limit < wanted.length ? { link: `<${next.href}>; rel="next"` } : {}
    const meta = { disclaimer: 'Do not rely on openFDA.', results: { skip: 0, limit, total: wanted.length } }
    return json({ meta, results: wanted.slice(from, from + limit) }, more)
  }
}
