/**
 * A layer or table of an ArcGIS feature service. By Esri's ArcGIS REST API reference, developers.arcgis.com, "Query (Feature Service/Layer)":
 * resultOffset and resultRecordCount with an order, exceededTransferLimit true while there is more (a service gives its maxRecordCount at
 * most, whatever is asked for), TIMESTAMP literals in `where`, dates in rows as milliseconds. Errors come with status 200 and an `error`.
 */
import { z } from 'zod'
import { address, type HttpDeclaration, reach, readDeclaration, secretName } from '../network/declaration.js'
import type { Place } from '../place.js'
import { openHttp } from './http.js'

const field = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.]{0,127}$/, 'expected the name of a field')

export const arcgisDeclaration = z.strictObject({
  type: z.literal('arcgis').default('arcgis'),
  /** The layer, such as https://…/FeatureServer/0. */
  layer: address.refine(
    (url) => /\/(FeatureServer|MapServer)\/\d+\/?$/.test(new URL(url).pathname),
    'expected …/FeatureServer/<number>',
  ),
  /** SQL: only these rows. */
  where: z.string().min(1).default('1=1'),
  /** The field that numbers the rows. */
  object_id: field.default('OBJECTID'),
  geometry: z.boolean().default(false),
  /** The field that says when a row was last edited; without it each run reads all. */
  changed: field.optional(),
  lag_seconds: z.number().min(0).default(86_400),
  token: secretName.optional(),
  page_rows: z.int().min(2).max(10_000).default(1000),
  ...reach,
})
export type ArcgisDeclaration = z.input<typeof arcgisDeclaration>

/** Opens a layer. Throws LedgerError connector_invalid; `land` as `openHttp`. */
export function openArcgis(declaration: ArcgisDeclaration): Place {
  const { layer, where, object_id, geometry, changed, lag_seconds, token, page_rows, insecure, inside, rate, limits } =
    readDeclaration(arcgisDeclaration, declaration)
  const kept = where === '1=1' ? '' : `(${where}) AND `
  const http: HttpDeclaration = {
    url: `${layer.replace(/\/$/, '')}/query`,
    content: 'json',
    query: { where, outFields: '*', returnGeometry: String(geometry), orderByFields: object_id, f: 'json' },
    ...(token === undefined ? {} : { auth: { type: 'query', name: 'token', secret: token } }),
    error: ['error'],
    pages: {
      by: 'offset',
      parameter: 'resultOffset',
      size: { parameter: 'resultRecordCount', rows: page_rows },
      overlap: true,
      more: ['exceededTransferLimit'],
      rows: ['features'],
    },
    ...(changed === undefined
      ? {}
      : {
          changes: {
            parameter: 'where',
            format: 'sql_timestamp',
            from: `${kept}${changed} >= TIMESTAMP '{since}'`,
            between: `${kept}${changed} >= TIMESTAMP '{since}' AND ${changed} < TIMESTAMP '{until}'`,
            lag_seconds,
            at: ['attributes', changed],
          },
        }),
    insecure,
    inside,
    rate,
    limits,
  }
  return openHttp(http)
}
