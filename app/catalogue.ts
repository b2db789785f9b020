/** One connector as a page of a catalogue: what it declares, and what its sample shows. */

import type { Config } from '../core/config.js'
import { lineageOf } from '../pipelines/lineage.js'
import { maskedRow } from '../pipelines/personal.js'
import type { LoadedConnector } from '../pipelines/registry.js'
import { readSample } from '../pipelines/sample.js'
import type { Run } from '../warehouse/runs.js'
import { cell, table } from './output.js'
import { shownPlace } from './place_options.js'

const EXCERPT_ROWS = 3

/** When a connector last ran and what it last brought; null where no ledger is at hand, or it never ran there. */
export interface Freshness {
  readonly last_run: Pick<Run, 'run_id' | 'status' | 'started_at' | 'read' | 'accepted' | 'rejected' | 'ignored'> | null
  readonly last_arrival: Date | null
  readonly days_since_arrival: number | null
  readonly stale: boolean
}

/** All that a connector declares, as plain data, with what its sample shows; `config`: where riskledger.yaml may say of another place. */
export async function catalogueOf(loaded: LoadedConnector, config?: Config) {
  const { id, connector } = loaded
  const { agency, cadence, mode, volume } = connector
  const { rows } = await readSample(loaded)
  return {
    id,
    title: connector.title,
    agency,
    source_class: agency.source_class,
    region: agency.region,
    publisher: connector.publisher,
    licence: connector.licence,
    purpose: connector.purpose,
    legal_basis: connector.legal_basis,
    classification: connector.classification,
    kinds: connector.kinds,
    place: await shownPlace(loaded, config),
    bundled_files: connector.source.files,
    synthetic: connector.source.synthetic === true,
    cadence,
    mode,
    key: connector.key,
    version_by: connector.version_by,
    volume,
    drift: connector.drift ?? 'evolve',
    notes: connector.notes ?? [],
    columns: lineageOf(id, connector, rows),
    ignored: Object.entries(connector.ignored).map(([column, reason]) => ({
      column,
      reason,
      personal: connector.personal.includes(column),
    })),
    personal: connector.personal,
    unshown: connector.unshown ?? {},
    sample: rows.slice(0, EXCERPT_ROWS).map(({ file, found }) => ({
      locator: `${file}:${found.line}`,
      row: maskedRow(connector, found),
    })),
  }
}

export type Page = Awaited<ReturnType<typeof catalogueOf>>

const ORDERS = { publisher: 'the publisher’s own update time', arrival: 'the first arrival of the file' }
const CONTRACTS = {
  evolve: 'a column that nobody declared is a signal, and its row is accepted without it',
  freeze: 'a column that nobody declared refuses the file',
  quarantine: 'a column that nobody declared puts its rows into quarantine',
}

/** What the page says besides its columns, as pairs of name and value. */
export function factsOfPage(page: Page): [string, string][] {
  const { agency, cadence, mode, volume } = page
  const english = agency.name === agency.name_en ? '' : ` (${agency.name_en})`
  const bundled = page.bundled_files === '' ? 'none' : `${page.bundled_files}${page.synthetic ? ' (synthetic)' : ''}`
  return [
    [
      'agency',
      `${agency.name}${english}, ${agency.level}, ${agency.region}${agency.uscc === null ? '' : `, ${agency.uscc}`}`,
    ],
    ['source class', agency.source_class],
    ['publisher', page.publisher],
    ['licence', page.licence],
    ['purpose', page.purpose],
    ['legal basis', page.legal_basis],
    ['classification', page.classification],
    ['record kinds', page.kinds.join(', ')],
    ['place', page.place === null ? 'none declared' : `${page.place.type}, ${page.place.where}`],
    [
      'bundled data',
      page.place === null ? bundled : `${bundled}; read with --bundled, and where all connectors are run`,
    ],
    [
      'worth asking',
      `${cadence.cron} (${cadence.time_zone}); stale after ${cadence.stale_after_days} days without anything new`,
    ],
    [
      'mode',
      mode.type === 'append'
        ? 'append: absent rows mean nothing'
        : `snapshot: a full file withdraws what it lacks, at most ${mode.max_drop * 100} % at once`,
    ],
    ['key', page.key],
    ['versions by', ORDERS[page.version_by]],
    ['rows expected', `${volume.min.toLocaleString('en-US')} to ${volume.max.toLocaleString('en-US')}`],
    ['contract', `${page.drift}: ${CONTRACTS[page.drift]}`],
  ]
}

/** The page as text. `freshness`: undefined where no ledger is at hand. */
export function catalogueText(page: Page, freshness: Freshness | undefined): string {
  const personal = (is: boolean) => (is ? 'yes: masked where rows are shown' : '')
  return [
    `${page.id}: ${page.title}`,
    factsOfPage(page)
      .map(([name, value]) => `  ${name.padEnd(15)} ${value}`)
      .join('\n'),
    ...(page.notes.length === 0 ? [] : [`Worth knowing:\n${page.notes.map((note) => `  - ${note}`).join('\n')}`]),
    `Columns that are read:\n${table(
      ['column', 'type', 'needed', 'ledger field', 'personal'],
      page.columns.map(({ column, type, required, fields, personal: is }) => [
        column,
        type,
        required ? 'yes' : '',
        fields.join(', '),
        personal(is),
      ]),
      70,
    )}`,
    `Columns that are known and not used:\n${table(
      ['column', 'why', 'personal'],
      page.ignored.map(({ column, reason, personal: is }) => [column, reason, personal(is)]),
      90,
    )}`,
    `Rows of its sample:\n${table(
      ['at', 'row'],
      page.sample.map(({ locator, row }) => [locator, row]),
      100,
    )}`,
    freshnessText(freshness),
    `Next: \`riskledger run ${page.id}${page.bundled_files === '' ? ' --file …' : ''}\`, or \`riskledger ingest ${page.id} --file … --dry-run\` to try a file.`,
  ].join('\n\n')
}

function freshnessText(freshness: Freshness | undefined): string {
  if (freshness === undefined) return 'No ledger is at hand to say when it last ran.'
  const { last_run: run, last_arrival: arrival, stale } = freshness
  if (run === null) return 'It never ran in the ledger at hand.'
  const came = arrival === null ? 'nothing arrived yet' : `the last new file arrived ${cell(arrival)}`
  return `Its last run was ${run.run_id} (${run.status}), begun ${cell(run.started_at)}: ${run.read.toLocaleString('en-US')} rows read, ${run.rejected.toLocaleString('en-US')} rejected; ${came}${stale ? ', which is STALE' : ''}.`
}
