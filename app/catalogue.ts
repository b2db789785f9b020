/** One connector's declaration as a page of a catalogue. */
import { z } from 'zod'
import type { LoadedConnector } from '../pipelines/registry.js'
import { table } from './output.js'

/** All that a connector declares, as plain data. */
export function catalogueOf({ id, connector }: LoadedConnector) {
  const declared = connector.row instanceof z.ZodObject ? Object.keys(connector.row.shape) : []
  const { agency, cadence, mode, volume } = connector
  return {
    id,
    title: connector.title,
    agency,
    source_class: agency.source_class,
    publisher: connector.publisher,
    licence: connector.licence,
    purpose: connector.purpose,
    legal_basis: connector.legal_basis,
    classification: connector.classification,
    kinds: connector.kinds,
    bundled_files: connector.source.files,
    synthetic: connector.source.synthetic === true,
    cadence,
    mode,
    key: connector.key,
    version_by: connector.version_by,
    volume,
    columns: declared
      .filter((column) => !Object.hasOwn(connector.ignored, column))
      .map((column) => ({ column, personal: connector.personal.includes(column) })),
    ignored: Object.entries(connector.ignored).map(([column, reason]) => ({
      column,
      reason,
      personal: connector.personal.includes(column),
    })),
  }
}

type Page = ReturnType<typeof catalogueOf>

const ORDERS = { publisher: 'the publisher’s own update time', arrival: 'the first arrival of the file' }

/** The page as text. */
export function catalogueText(page: Page): string {
  const { agency, cadence, mode, volume } = page
  const english = agency.name === agency.name_en ? '' : ` (${agency.name_en})`
  const facts: [string, string][] = [
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
    ['bundled data', `${page.bundled_files}${page.synthetic ? ' (synthetic)' : ''}`],
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
  ]
  const personal = (is: boolean) => (is ? 'yes: masked where rows are shown' : '')
  return [
    `${page.id}: ${page.title}`,
    facts.map(([name, value]) => `  ${name.padEnd(15)} ${value}`).join('\n'),
    `Columns that are read:\n${table(
      ['column', 'personal'],
      page.columns.map(({ column, personal: is }) => [column, personal(is)]),
    )}`,
    `Columns that are known and not used:\n${table(
      ['column', 'why', 'personal'],
      page.ignored.map(({ column, reason, personal: is }) => [column, reason, personal(is)]),
      90,
    )}`,
    `Next: \`riskledger run ${page.id}\`, or \`riskledger ingest ${page.id} --file … --dry-run\` to try a file.`,
  ].join('\n\n')
}
