/**
 * A data set on Socrata (now Tyler Data & Insights), by SODA 2.1. By its developer documentation, dev.socrata.com: "Paging through Data"
 * ($limit, $offset, and an order by :id, without which pages are in no order), "System Fields" (:updated_at, selected by `:*, *`),
 * "Application Tokens" (the header X-App-Token) and "Fixed Timestamp Datatype".
 */
import { z } from 'zod'
import { address, type HttpDeclaration, reach, readDeclaration, secretName } from '../network/declaration.js'
import type { Place } from '../place.js'
import { openHttp } from './http.js'

export const socrataDeclaration = z.strictObject({
  type: z.literal('socrata').default('socrata'),
  /** The site, such as https://data.example.gov. */
  site: address,
  dataset: z.string().regex(/^[a-z0-9]{4}-[a-z0-9]{4}$/, 'expected the identifier of a data set, such as abcd-1234'),
  /** SoQL: only these rows. */
  where: z.string().min(1).optional(),
  app_token: secretName.optional(),
  /** Rows then hold :id, :created_at, :updated_at and :version too, and the cursor is the latest :updated_at that landed. */
  system_fields: z.boolean().default(true),
  /** Whether later runs ask only for what was changed. A data set that is replaced as a whole changes wholly each time. */
  incremental: z.boolean().default(true),
  lag_seconds: z.number().min(0).default(86_400),
  page_rows: z.int().min(2).max(50_000).default(10_000),
  ...reach,
})
export type SocrataDeclaration = z.input<typeof socrataDeclaration>

/**
 * Opens a data set. Pages overlap by a row: a row that is updated or removed meanwhile would push another one over the edge of a page.
 * Throws LedgerError connector_invalid; `land` as `openHttp`.
 */
export function openSocrata(declaration: SocrataDeclaration): Place {
  const {
    site,
    dataset,
    where,
    app_token,
    system_fields,
    incremental,
    lag_seconds,
    page_rows,
    insecure,
    inside,
    rate,
    limits,
  } = readDeclaration(socrataDeclaration, declaration)
  const kept = where === undefined ? '' : `(${where}) and `
  const http: HttpDeclaration = {
    url: new URL(`/resource/${dataset}.json`, site).href,
    content: 'json',
    query: {
      $order: ':id',
      ...(system_fields ? { $select: ':*, *' } : {}),
      ...(where === undefined ? {} : { $where: where }),
    },
    ...(app_token === undefined ? {} : { auth: { type: 'header', name: 'X-App-Token', secret: app_token } }),
    pages: {
      by: 'offset',
      parameter: '$offset',
      size: { parameter: '$limit', rows: page_rows },
      overlap: true,
      rows: [],
    },
    ...(incremental
      ? {
          changes: {
            parameter: '$where',
            format: 'instant',
            // No upper bound where none is asked for: a row updated meanwhile would leave the window and move the pages.
            from: `${kept}:updated_at >= '{since}'`,
            between: `${kept}:updated_at >= '{since}' and :updated_at < '{until}'`,
            lag_seconds,
            ...(system_fields ? { at: [':updated_at'] } : {}),
          },
        }
      : {}),
    insecure,
    inside,
    rate,
    limits,
  }
  return openHttp(http)
}
