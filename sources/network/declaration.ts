/** What a declaration of a place on the web may say. Plain data, so that riskledger.yaml can say it too. */
import { z } from 'zod'
import { LedgerError } from '../../core/errors.js'

/** The keys that lead from the root of an answer to a value in it. */
const path = z.array(z.string().min(1)).max(20).readonly()
/** The name of a secret, as the environment has it behind RISKLEDGER_SECRET_, in small letters. */
export const secretName = z
  .string()
  .regex(/^[a-z0-9_]{1,100}$/, 'expected the name of a secret: small letters, digits and _')
const parameter = z.string().min(1).max(200)
const seconds = z.number().positive().max(86_400)

export const authDeclaration = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('bearer'), secret: secretName }),
  z.strictObject({ type: z.literal('header'), name: z.string().regex(/^[A-Za-z0-9-]+$/), secret: secretName }),
  z.strictObject({ type: z.literal('query'), name: parameter, secret: secretName }),
  z.strictObject({ type: z.literal('basic'), user: z.string().min(1), secret: secretName }),
])

const size = z.strictObject({ parameter, rows: z.int().min(1).max(1_000_000) })
const counted = {
  /** Where the array of rows stands in an answer; [] if the answer is the array. */
  rows: path,
  /** Where the number of all rows stands, if the answer says it. */
  total: path.optional(),
}

export const pagesDeclaration = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('page'),
    parameter,
    first: z.int().min(0).default(1),
    size: size.optional(),
    ...counted,
  }),
  z.strictObject({
    by: z.literal('offset'),
    parameter,
    size,
    /** Each page begins with the last row of the one before it, so that rows that moved meanwhile are noticed. */
    overlap: z.boolean().default(false),
    /** Where an answer says whether there is more: false ends it, true with no rows is refused. */
    more: path.optional(),
    ...counted,
  }),
  /** The answer holds a mark, which is asked for with the parameter. */
  z.strictObject({ by: z.literal('cursor'), parameter, next: path, size: size.optional(), ...counted }),
  /** The answer holds the address of the next page: at `next`, or else in the Link header (RFC 8288, rel=next). */
  z.strictObject({
    by: z.literal('link'),
    next: path.optional(),
    size: size.optional(),
    rows: path.optional(),
    total: path.optional(),
  }),
])

export const changesDeclaration = z
  .strictObject({
    parameter,
    format: z.enum(['date', 'compact_date', 'instant', 'local_instant', 'sql_timestamp', 'seconds', 'milliseconds']),
    /** The value when only a lower bound is asked for, with {since} in it. */
    from: z.string().includes('{since}').optional(),
    /** The value when both bounds are, with {since} and {until} (excluded) or {until_included}. */
    between: z
      .string()
      .includes('{since}')
      .regex(/\{until(_included)?\}/, 'expected {until} or {until_included}')
      .optional(),
    /** How long before the cursor is asked again: publishers enter rows late. */
    lag_seconds: z
      .number()
      .min(0)
      .max(366 * 86_400)
      .default(86_400),
    /** Where a row says when it was changed. Without it the cursor is the upper bound of what was asked for. */
    at: path.optional(),
    /** Since when there can be changes: the lower bound where only an upper one is asked for. */
    first: z.iso.date().default('1900-01-01'),
  })
  .refine(({ from, between }) => from !== undefined || between !== undefined, 'expected `from`, `between` or both')

export const limitsDeclaration = z.strictObject({
  document_bytes: z
    .int()
    .positive()
    .default(8 * 2 ** 30),
  /** A page is held in memory to look for the next one. */
  page_bytes: z
    .int()
    .positive()
    .max(2 ** 28)
    .default(2 ** 25),
  total_bytes: z
    .int()
    .positive()
    .default(64 * 2 ** 30),
  pages: z.int().positive().default(100_000),
  /** How many times its transferred size a document may become when it is unpacked. */
  expansion_ratio: z.number().min(1).default(200),
  connect_seconds: seconds.default(15),
  first_byte_seconds: seconds.default(120),
  idle_seconds: seconds.default(60),
  document_seconds: seconds.default(3600),
  attempts: z.int().min(1).max(20).default(6),
  /** Before the second attempt; doubled with each further one, up to `longest_wait_seconds`. */
  wait_seconds: z.number().min(0).max(3600).default(1),
  longest_wait_seconds: z.number().min(0).max(86_400).default(300),
})

/** The address of a document or a site, without anything secret. */
export const address = z.url({ protocol: /^https?$/ }).refine((text) => {
  const { username, password, hash } = new URL(text)
  return username === '' && password === '' && hash === ''
}, 'expected an address without user, password and #: secrets are named under `auth`')

/** What every place on the web may say about how it is reached. */
export const reach = {
  /** Allows http without TLS. */
  insecure: z.boolean().default(false),
  /** Allows addresses of one's own network, for the declared hosts. */
  inside: z.boolean().default(false),
  rate: z
    .strictObject({ per_second: z.number().positive().optional(), per_minute: z.number().positive().optional() })
    .default({}),
  limits: limitsDeclaration.prefault({}),
}

/** Headers that are not the declaration's to say: they hold secrets, or how the exchange itself is done. */
const OWN_HEADERS =
  /^(authorization|proxy-.*|cookie|host|connection|content-length|transfer-encoding|accept-encoding|range|if-.*)$/i

/** The declaration of an `http` place. */
export const httpDeclaration = z
  .strictObject({
    type: z.literal('http').default('http'),
    url: address,
    query: z.record(z.string(), z.string()).default({}),
    headers: z
      .record(
        z
          .string()
          .regex(/^[A-Za-z0-9-]+$/)
          .refine((name) => !OWN_HEADERS.test(name)),
        z.string().regex(/^[\x20-\x7e]*$/),
      )
      .default({}),
    /** What the documents are. A page of HTML is refused unless it is declared. */
    content: z.enum(['json', 'csv', 'xml', 'html', 'any']).default('any'),
    auth: authDeclaration.optional(),
    pages: pagesDeclaration.optional(),
    changes: changesDeclaration.optional(),
    /** An answer that means that there are no rows: its status, and the text at a path in it. */
    empty: z.strictObject({ status: z.int().min(400).max(499), path, is: z.string() }).optional(),
    /** Where an answer of status 200 says that the request failed, by holding something there that is not null. */
    error: path.optional(),
    /** Further hosts that next links may lead to. */
    hosts: z.array(z.string().min(1)).readonly().default([]),
    ...reach,
  })
  .refine(({ pages, content }) => pages === undefined || pages.by === 'link' || content === 'json', {
    message: 'pages that are counted want `content: json`',
    path: ['content'],
  })
  .refine(({ pages, changes }) => changes?.at === undefined || pages?.rows !== undefined, {
    message: 'it is looked for in the rows of pages: declare `pages` with `rows`',
    path: ['changes', 'at'],
  })
  .refine(({ url, insecure }) => insecure || url.startsWith('https:'), {
    message: 'expected https, or `insecure: true` if the publisher offers no TLS',
    path: ['url'],
  })

/** As it is written, with defaults left out. */
export type HttpDeclaration = z.input<typeof httpDeclaration>
/** As it is read, with defaults put in. */
export type Http = z.output<typeof httpDeclaration>

/** Reads a declaration. Throws LedgerError connector_invalid that names each wrong key. */
export function readDeclaration<S extends z.ZodType>(schema: S, declaration: z.input<S>): z.output<S> {
  const parsed = schema.safeParse(declaration)
  if (parsed.success) return parsed.data
  const said = parsed.error.issues
    .map(({ path: keys, message }) => `${keys.map(String).join('.')}: ${message}`)
    .join('; ')
  throw new LedgerError('connector_invalid', `The declaration of a place is wrong: ${said}`, 'Correct the named keys.')
}

export type Pages = z.output<typeof pagesDeclaration>
export type Changes = z.output<typeof changesDeclaration>
export type Auth = z.output<typeof authDeclaration>
export type Limits = z.output<typeof limitsDeclaration>
