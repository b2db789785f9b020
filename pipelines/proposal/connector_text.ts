/** A proposed connector as TypeScript: the declaration, with FILL_IN wherever neither the sample nor the flags say anything. */
import { FILL_IN } from '../../connectors/define.js'
import type { Kind } from '../../schemas/record.js'
import type { ColumnProfile } from './columns.js'
import { key as keyOf, literal } from './literals.js'
import type { Mapping } from './mapping.js'
import { writeNormalize } from './normalize_text.js'
import type { SampleFormat } from './sample_formats.js'

/** What is known of a data set besides its sample; null: not said. */
export interface Known {
  readonly title: string | null
  readonly agency: string | null
  readonly level: string | null
  readonly region: string | null
  readonly source_class: string | null
  readonly licence: string | null
  readonly time_zone: string | null
}

export interface ConnectorRequest {
  readonly known: Known
  readonly kind: Kind
  readonly format: SampleFormat
  readonly profiles: readonly ColumnProfile[]
  readonly mapping: Mapping
  readonly key: readonly string[]
  /** A column that tells most rows apart, where none tells all. */
  readonly almost: { readonly column: string; readonly said: string } | null
}

// A declaration beyond this would be longer than a connector may be: its layout then has a file of its own.
const MOST_COLUMNS = 30

const CURRENCIES: Readonly<Record<string, string>> = { CN: 'CNY', TW: 'TWD', HK: 'HKD', JP: 'JPY', US: 'USD' }

/** The currency of a region: codes of China are digits, others begin with the country. */
function currencyOf(region: string | null): string | null {
  const country = region === null ? '' : /^\d{6}$/.test(region) ? 'CN' : region.slice(0, 2)
  return Object.hasOwn(CURRENCIES, country) ? (CURRENCIES[country] ?? null) : null
}

/** The TypeScript files of a proposed connector, by name, and the columns that it uses. */
export function writeConnector(request: ConnectorRequest): { files: Map<string, string>; used: ReadonlySet<string> } {
  const { known, kind, mapping, profiles, key } = request
  const normalize = writeNormalize({
    kind,
    mapping,
    profiles,
    key,
    almost: request.almost,
    agency: known.agency,
    currency: currencyOf(known.region),
  })
  const { used } = normalize
  const layout = layoutText(request, used)
  const split = profiles.length > MOST_COLUMNS
  const body = `${split ? '' : `${layout.replaceAll('export const', 'const')}\n`}
${normalize.functions}

${declarationText(request, used, normalize.method)}`
  const connector = `/** ${commented(known.title ?? `${FILL_IN}: what the data set is, in one line`)}. */
${importsText(request, body, split)}
${body}`
  const files = new Map([['connector.ts', connector]])
  if (split)
    files.set(
      'layout.ts',
      `/** The columns of the data set: their value types, their spellings in headers, and those that are not used. */
${importsText(request, layout, false)}
${layout}`,
    )
  return { files, used }
}

const commented = (text: string) => text.replace(/\*\//g, '* /').replace(/\s+/g, ' ')

/** The imports that the code needs, by the names that stand in it. */
function importsText({ format }: ConnectorRequest, code: string, layoutApart: boolean): string {
  const names = (all: readonly string[]) => all.filter((name) => new RegExp(`\\b${name}\\b`).test(code))
  const line = (all: readonly string[], from: string) => {
    const needed = names(all)
    return needed.length === 0 ? '' : `import { ${needed.join(', ')} } from '${from}'\n`
  }
  const type = (name: string, from: string) =>
    names([name]).length > 0 ? `import type { ${name} } from '${from}'\n` : ''
  return [
    code.includes('z.') ? "import { z } from 'zod'\n" : '',
    line(['validCitizenId', 'validUscc'], '../../schemas/identifiers.js'),
    type('Identifier', '../../schemas/party.js'),
    line(VALUE_TYPES, '../../schemas/values.js'),
    line([format.importName], `../../sources/${format.module}.js`),
    line(['defineConnector', 'FILL_IN', 'fillIn', 'NormalizeContext'], '../define.js').replace(
      /\bNormalizeContext\b/,
      'type NormalizeContext',
    ),
    layoutApart ? `import { ${format.namesColumns ? 'COLUMNS, ' : ''}IGNORED, row } from './layout.js'\n` : '',
  ].join('')
}

const VALUE_TYPES = [
  'codeOf',
  'optionalCodeOf',
  'optionalCommaMoney',
  'optionalDate',
  'optionalDayFirst',
  'optionalMoney',
  'optionalNumberText',
  'optionalText',
  'optionalUsDate',
  'requiredDate',
  'requiredText',
]

function valueTypeText({ type, required, places, codes }: ColumnProfile): string {
  if (type === 'date') return required ? 'requiredDate' : 'optionalDate'
  if (type === 'us_date') return 'optionalUsDate'
  if (type === 'day_first') return 'optionalDayFirst'
  if (type === 'money') return `optionalMoney(${places ?? 0})`
  if (type === 'comma_money') return `optionalCommaMoney(${places ?? 0})`
  if (type === 'number') return 'optionalNumberText'
  if (type === 'code') {
    const list = codes.map((code) => `${keyOf(code)}: ${literal(code)}`).join(', ')
    return `${required ? 'codeOf' : 'optionalCodeOf'}({ ${list} })`
  }
  return required ? 'requiredText' : 'optionalText'
}

/** Row, columns and ignored columns. */
function layoutText({ format, profiles }: ConnectorRequest, used: ReadonlySet<string>): string {
  const row = profiles
    .filter(({ column }) => used.has(column))
    .map((profile) => `${keyOf(profile.column)}: ${valueTypeText(profile)},`)
  const columns = profiles.map(({ column }) => `${keyOf(column)}: [],`)
  const ignored = profiles
    .filter(({ column }) => !used.has(column))
    .map((profile) => `${keyOf(profile.column)}: ${reason(profile)},`)
  return [
    `export const row = z.strictObject({\n${row.join('\n')}\n})`,
    ...(format.namesColumns
      ? [
          `/** Each column, and the other spellings that headers have for it. */\nexport const COLUMNS = {\n${columns.join('\n')}\n}`,
        ]
      : []),
    `/** Columns that are known and not used, each with the reason. */\nexport const IGNORED = {\n${ignored.join('\n')}\n}`,
  ].join('\n\n')
}

function reason({ type }: ColumnProfile): string {
  if (type === 'empty') return literal(`${FILL_IN}: empty in every row of the sample`)
  return type === 'nested' ? literal(`${FILL_IN}: it holds lists or objects, or values that are no text`) : 'FILL_IN'
}

function declarationText(
  { known, kind, format, profiles, key }: ConnectorRequest,
  used: ReadonlySet<string>,
  normalize: string,
): string {
  const said = (text: string | null) => (text === null ? 'FILL_IN' : literal(text))
  const required = profiles.filter(
    (profile) => used.has(profile.column) && /^(required|codeOf)/.test(valueTypeText(profile)),
  )
  const personal = profiles.filter(({ type }) => type === 'citizen').map(({ column }) => literal(column))
  const named = required.map(({ column }) => column)
  // Below titles a header is known by its required columns alone.
  const needed = named.length > 0 || !format.opened ? named : profiles.slice(0, 2).map(({ column }) => column)
  const call = format.call('COLUMNS', `[${needed.map(literal).join(', ')}]`)
  const isAscii = /^[ -~]+$/.test(known.agency ?? '')
  return `export const connector = defineConnector({
  title: ${said(known.title)},
  agency: {
    name: ${said(known.agency)},
    name_en: ${isAscii ? said(known.agency) : 'FILL_IN'},
    uscc: null,
    level: ${said(known.level)},
    region: ${said(known.region)},
    source_class: ${said(known.source_class)},
  },
  publisher: FILL_IN,
  licence: ${said(known.licence)},
  purpose: FILL_IN,
  legal_basis: FILL_IN,
  classification: FILL_IN,
  // No files are bundled: rows come from --file. With rows that may be passed on, name their folder here.
  source: { files: '', format: ${call} },
  cadence: { cron: FILL_IN, time_zone: ${said(known.time_zone)}, stale_after_days: 0 },
  // What a file lacks means nothing. If the publisher always sends the whole: { type: 'snapshot', max_drop: 0.05 }.
  mode: { type: 'append' },
  key: ${key.length === 0 ? 'FILL_IN' : literal(key.join(' / '))},
  // If a column says when the publisher last changed a row: 'publisher', and version_at below.
  version_by: 'arrival',
  kinds: [${literal(kind)}],
  volume: { min: 0, max: 0 },
  row,
  ignored: IGNORED,
  personal: [${personal.join(', ')}],
  ${normalize}
})
`
}
