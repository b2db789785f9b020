/** Given pairs from anyone's own file: each row is two parties side by side, and gets an answer. */
import { LedgerError } from '../core/errors.js'
import { GivenPairs } from '../resolution/given_pairs.js'
import type { Mapping } from '../resolution/mapping.js'
import { MentionReader } from '../resolution/mention.js'
import { ANSWERS, type Answer } from '../resolution/thresholds.js'
import { CsvOut } from './csv_out.js'
import { readMapping } from './mapping_file.js'
import { textsOf } from './mention_texts.js'
import { needColumn, type OwnFile, openOwnFile } from './own_file.js'
import { type NotesShown, RowNotes } from './row_notes.js'
import type { Progress } from './stage.js'

export interface CompareFileOptions {
  readonly pairs: string
  readonly mapping: string
  readonly out: string
  readonly progress: Progress
}

/** What `riskledger compare --json` prints. */
export interface CompareFileSummary {
  readonly pairs: number
  readonly answers: Readonly<Record<Answer, number>>
  /** Rows that are no pair; they are not in what is written. */
  readonly left_out: NotesShown
  readonly not_used: NotesShown
  readonly seconds: number
  readonly memory_mb: number
}

const ADDED = ['probability', 'answer', 'why']

/**
 * Compares the pairs of a file, and writes its columns with the answers behind them. The file is read twice, so that it need not be held.
 * Throws LedgerError mapping_invalid, usage, source_missing, source_unreadable, output_unwritable.
 */
export async function compareFile(options: CompareFileOptions): Promise<CompareFileSummary> {
  const begin = performance.now()
  const mapping = readMapping(options.mapping)
  const wanted = Object.values(mapping.columns).flatMap((columns) => (columns ?? []).flatMap(bothSides))
  const file = await openOwnFile(options.pairs, wanted)
  checkColumns(file, options.mapping, mapping)
  const out = await CsvOut.begin(options.out, [...file.columns, ...ADDED])
  try {
    const notes = new RowNotes()
    const given = await readPairs(file, mapping, notes, options.progress)
    const answers = Object.fromEntries(ANSWERS.map((answer) => [answer, 0])) as Record<Answer, number>
    let pairs = 0
    for await (const { rows, share } of file.rows()) {
      options.progress({ stage: 'compare', what: 'pairs', done: Math.round(1000 * share), total: 1000 })
      for (const { cells } of rows) {
        const { probability, answer, why } = given.answer(pairs++)
        answers[answer]++
        await out.row([...file.keys.map((key) => cells[key] ?? ''), probability.toFixed(6), answer, why])
      }
    }
    await out.finish()
    return {
      pairs,
      answers,
      left_out: notes.left,
      not_used: notes.unused,
      seconds: Math.round(performance.now() - begin) / 1000,
      memory_mb: Math.round(process.resourceUsage().maxRSS / 1000),
    }
  } finally {
    await out.abandon()
  }
}

async function readPairs(file: OwnFile, mapping: Mapping, notes: RowNotes, progress: Progress): Promise<GivenPairs> {
  const reader = new MentionReader(mapping)
  const sides = [textsOf(mapping, '1'), textsOf(mapping, '2')]
  for await (const { rows, share } of file.rows(notes)) {
    progress({ stage: 'read', what: file.path, done: Math.round(1000 * share), total: 1000 })
    for (const row of rows) for (const texts of sides) reader.add('', '', texts(row, notes))
  }
  return new GivenPairs(reader.mentions)
}

const bothSides = (column: string) => [`${column}1`, `${column}2`]

/** Every column of the mapping stands twice in the file, with 1 and 2 behind its name; what is added must not be there yet. */
function checkColumns(file: OwnFile, mappingPath: string, mapping: Mapping): void {
  for (const [role, columns] of Object.entries(mapping.columns))
    for (const column of columns ?? [])
      for (const side of bothSides(column)) needColumn(file, mappingPath, `columns.${role}`, side)
  const there = ADDED.find((column) => file.keys.includes(column))
  if (there === undefined) return
  throw new LedgerError(
    'usage',
    `${file.path} has a column '${there}' already`,
    `Take ${ADDED.join(', ')} out of it first.`,
  )
}
