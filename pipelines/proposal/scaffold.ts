/** A new connector from a sample: what the sample and the flags say is proposed, and the rest is marked as to be filled in. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { FILL_IN } from '../../connectors/define.js'
import { LedgerError, messageOf } from '../../core/errors.js'
import { ROOT } from '../../core/paths.js'
import type { Kind } from '../../schemas/record.js'
import type { SourceFile } from '../../sources/files.js'
import { almostKey, type ColumnProfile, endsInSum, profileColumns, proposeKey } from './columns.js'
import { type Known, writeConnector } from './connector_text.js'
import { mapColumns, rankKinds } from './mapping.js'
import { proposeFormat, type SampleFormat, type SampleRead } from './sample_formats.js'

/** What a sample says by itself. */
export interface SampleFacts {
  readonly file: SourceFile
  readonly format: SampleFormat
  readonly read: SampleRead
  /** The last row is a sum or a note: it is left out of what the columns are judged by. */
  readonly sum: boolean
  readonly profiles: readonly ColumnProfile[]
  readonly key: readonly string[]
  /** The kinds of record, the likeliest first. */
  readonly kinds: readonly { readonly kind: Kind; readonly says: number }[]
}

/** A sample is read by people: more than this is a delivery. */
const MOST_SAMPLE_BYTES = 1 << 20

/** Reads a sample. Throws LedgerError source_unreadable when it is none, usage when it is too large or cannot be declared. */
export async function readFacts(file: SourceFile): Promise<SampleFacts> {
  if (file.bytes > MOST_SAMPLE_BYTES)
    throw new LedgerError(
      'usage',
      `${file.path} has ${file.bytes.toLocaleString('en-US')} bytes, and a sample at most ${MOST_SAMPLE_BYTES.toLocaleString('en-US')}`,
      `A sample is read by people: take its beginning, as in \`head -n 200 FILE > sample.csv\`.`,
    )
  const { format, read } = await proposeFormat(file)
  if (read.columns.includes('__proto__'))
    throw new LedgerError(
      'usage',
      `${file.path} has a column named __proto__, which no declaration can hold`,
      'Rename it in the sample, and ask the publisher what it is.',
    )
  const sum = endsInSum(read)
  const rows = sum ? read.rows.slice(0, -1) : read.rows
  const profiles = profileColumns({ ...read, rows })
  return { file, format, read, sum, profiles, key: proposeKey(profiles, rows), kinds: rankKinds(profiles) }
}

/** Throws LedgerError usage for what cannot be the id of a new connector: the id is a folder, and part of topics and tables. */
export function checkNewId(id: string, directory = join(ROOT, 'connectors')): void {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(id) || id.length > 60)
    throw new LedgerError(
      'usage',
      `'${id.slice(0, 80)}' cannot be the id of a connector`,
      'Lower-case letters, digits and single underscores, at most 60, as in cn_sh_market_penalties: country, agency, data set.',
    )
  if (existsSync(join(directory, id)))
    throw new LedgerError(
      'usage',
      `connectors/${id} exists already`,
      'Take another id, or remove the folder if it is not wanted.',
    )
}

export interface NewConnector {
  readonly directory: string
  readonly files: readonly string[]
  readonly used: readonly string[]
  readonly ignored: readonly string[]
}

/**
 * Writes the folder of a new connector. Throws LedgerError usage when it exists, not_supported in an installed package, which has no compiler.
 */
export function writeFolder(
  id: string,
  facts: SampleFacts,
  kind: Kind,
  known: Known,
  parent = join(ROOT, 'connectors'),
): NewConnector {
  checkNewId(id, parent)
  if (!existsSync(join(ROOT, 'tsconfig.json')))
    throw new LedgerError(
      'not_supported',
      'A connector is TypeScript, and an installed package cannot compile it',
      'Work in a checkout of the repository: clone it, then `npm ci`.',
    )
  const { files, used } = writeConnector({
    ...facts,
    kind,
    known,
    mapping: mapColumns(kind, facts.profiles),
    almost: almostOf(facts),
  })
  const directory = join(parent, id)
  const sample = `sample${endingOf(facts)}`
  const all = new Map<string, string | Buffer>([
    [sample, readFileSync(facts.file.path)],
    ['sample.md', sampleNotes(sample, facts)],
    ['expected.json', '[]\n'],
    // The declaration last: with it the folder is a connector.
    ...[...files].reverse(),
  ])
  try {
    mkdirSync(directory)
    for (const [name, content] of all) writeFileSync(join(directory, name), content, { flag: 'wx' })
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    throw new LedgerError(
      'home_unusable',
      `connectors/${id} cannot be written: ${messageOf(error)}`,
      'Give the user who runs riskledger the right to write there.',
      error,
    )
  }
  format([...files.keys()].map((name) => join(directory, name)))
  const ignored = facts.profiles.map(({ column }) => column).filter((column) => !used.has(column))
  return { directory, files: [...all.keys()], used: [...used], ignored }
}

function almostOf({ profiles, read }: SampleFacts): { column: string; said: string } | null {
  const almost = almostKey(profiles, read.rows)
  if (almost === undefined) return null
  return { column: almost.column, said: `${almost.column} does for ${almost.distinct} of ${read.rows.length} rows` }
}

/** The ending of the sample's name; one that would make it another file of the folder is not kept. */
function endingOf({ file, format }: SampleFacts): string {
  const ending = /^[^.]*((?:\.[A-Za-z0-9]{1,10}){1,2})$/.exec(basename(file.path))?.[1]?.toLowerCase()
  if (ending !== undefined && !/\.(md|ts|js|mjs|cjs)$/.test(ending)) return ending
  return format.namesColumns ? '.csv' : '.ndjson'
}

function sampleNotes(sample: string, { read, profiles }: SampleFacts): string {
  const personal = profiles
    .filter(({ type }) => type === 'citizen')
    .map(({ column }) => `\`${column.replace(/`/g, '')}\``)
  return `# Sample

\`${sample}\` has ${read.rows.length + read.broken} rows. ${FILL_IN}: say here which of them are rows of the publisher, byte for byte, and which are made up.
${personal.length === 0 ? '' : `\n${FILL_IN}: ${personal.join(', ')} holds numbers of persons. Put made-up ones in their place before anybody else sees the file, and say so.\n`}`
}

/** Formats the files as the project wants them, where its formatter is installed; the text is sound without it. */
function format(paths: readonly string[]): void {
  let biome: string
  try {
    biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')
  } catch {
    return
  }
  spawnSync(process.execPath, [biome, 'check', '--write', '--vcs-enabled=false', ...paths], {
    cwd: ROOT,
    stdio: 'ignore',
  })
}
