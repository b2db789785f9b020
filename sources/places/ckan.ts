/**
 * A resource on a CKAN portal: its rows in the DataStore, or its file. By the documentation of CKAN 2.11, docs.ckan.org: "DataStore
 * extension" (datastore_search with resource_id, limit, offset, sort and filters; result.records, result.total; every row has _id) and
 * "API guide" (the token in the header Authorization). The DataStore cannot be asked for changes, so that each run reads all.
 */
import { z } from 'zod'
import { address, type HttpDeclaration, reach, readDeclaration, secretName } from '../network/declaration.js'
import type { Place } from '../place.js'
import { openHttp } from './http.js'

const shared = {
  type: z.literal('ckan').default('ckan'),
  /** The portal, such as https://data.example.org, with the path it lies under. */
  site: address,
  resource: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'expected the id of a resource'),
  token: secretName.optional(),
  ...reach,
}

export const ckanDeclaration = z.discriminatedUnion('read', [
  z.strictObject({
    read: z.literal('rows'),
    /** Only rows that hold these values. */
    filters: z
      .record(z.string(), z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]))
      .optional(),
    /** Portals give 32,000 at most, unless they are set up otherwise. */
    page_rows: z.int().min(2).max(32_000).default(10_000),
    ...shared,
  }),
  z.strictObject({
    read: z.literal('file'),
    /** The data set that the resource belongs to, by id or name. */
    package: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'expected the id or name of a data set'),
    content: z.enum(['json', 'csv', 'xml', 'html', 'any']).default('any'),
    ...shared,
  }),
])
export type CkanDeclaration = z.input<typeof ckanDeclaration>

/** Opens a resource. Throws LedgerError connector_invalid; `land` as `openHttp`. */
export function openCkan(declaration: CkanDeclaration): Place {
  const declared = readDeclaration(ckanDeclaration, declaration)
  const { site, resource, token, insecure, inside, rate, limits } = declared
  const base = site.endsWith('/') ? site : `${site}/`
  const how: Pick<HttpDeclaration, 'auth' | 'insecure' | 'inside' | 'rate' | 'limits'> = {
    ...(token === undefined ? {} : { auth: { type: 'header', name: 'Authorization', secret: token } }),
    insecure,
    inside,
    rate,
    limits,
  }
  if (declared.read === 'file')
    // The portal sends an uploaded file itself and redirects to one that lies elsewhere.
    return openHttp({
      url: new URL(`dataset/${declared.package}/resource/${resource}/download`, base).href,
      content: declared.content,
      ...how,
    })
  return openHttp({
    url: new URL('api/3/action/datastore_search', base).href,
    content: 'json',
    query: {
      resource_id: resource,
      sort: '_id',
      ...(declared.filters === undefined ? {} : { filters: JSON.stringify(declared.filters) }),
    },
    error: ['error'],
    pages: {
      by: 'offset',
      parameter: 'offset',
      size: { parameter: 'limit', rows: declared.page_rows },
      overlap: true,
      rows: ['result', 'records'],
      total: ['result', 'total'],
    },
    ...how,
  })
}
