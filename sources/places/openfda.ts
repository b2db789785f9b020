/**
 * An endpoint of openFDA. By its documentation, open.fda.gov: "Query parameters" (limit 1000 at most, skip 25,000 at most), "Paging" (beyond
 * that the Link header with search_after, from a first question without skip, in a declared order), "Query syntax" (ranges
 * `field:[20240101 TO 20240131]`, both ends included) and "Authentication" (api_key; 240 requests a minute). No match is status 404.
 *
 * The date of a report does not move when the FDA edits the report, such as when a recall ends: by changes alone such an edit is seen only
 * within the lag, and all of them by a full run.
 */
import { z } from 'zod'
import { address, type HttpDeclaration, reach, readDeclaration, secretName } from '../network/declaration.js'
import type { Place } from '../place.js'
import { openHttp } from './http.js'

const { rate, ...way } = reach

export const openfdaDeclaration = z.strictObject({
  type: z.literal('openfda').default('openfda'),
  site: address.default('https://api.fda.gov'),
  endpoint: z.string().regex(/^[a-z0-9_]+\/[a-z0-9_]+$/, 'expected an endpoint, such as food/enforcement'),
  /** The field by which rows are ordered and asked for. */
  date: z
    .string()
    .regex(/^[a-z][a-z0-9_.]*$/)
    .default('report_date'),
  /** Further terms of the search. */
  search: z.string().min(1).optional(),
  api_key: secretName.optional(),
  lag_seconds: z
    .number()
    .min(0)
    .default(31 * 86_400),
  page_rows: z.int().min(1).max(1000).default(1000),
  rate: rate.default({ per_minute: 120 }),
  ...way,
})
export type OpenfdaDeclaration = z.input<typeof openfdaDeclaration>

/** Opens an endpoint. Throws LedgerError connector_invalid; `land` as `openHttp`. */
export function openOpenfda(declaration: OpenfdaDeclaration): Place {
  const {
    site,
    endpoint,
    date,
    search,
    api_key,
    lag_seconds,
    page_rows,
    rate: pace,
    insecure,
    inside,
    limits,
  } = readDeclaration(openfdaDeclaration, declaration)
  const kept = search === undefined ? '' : `(${search}) AND `
  const http: HttpDeclaration = {
    url: new URL(`/${endpoint}.json`, site).href,
    content: 'json',
    query: { sort: `${date}:asc`, ...(search === undefined ? {} : { search }) },
    ...(api_key === undefined ? {} : { auth: { type: 'query', name: 'api_key', secret: api_key } }),
    pages: {
      by: 'link',
      size: { parameter: 'limit', rows: page_rows },
      rows: ['results'],
      total: ['meta', 'results', 'total'],
    },
    changes: {
      parameter: 'search',
      format: 'compact_date',
      between: `${kept}${date}:[{since} TO {until_included}]`,
      lag_seconds,
      at: date.split('.'),
    },
    empty: { status: 404, path: ['error', 'message'], is: 'No matches found!' },
    insecure,
    inside,
    rate: pace,
    limits,
  }
  return openHttp(http)
}
