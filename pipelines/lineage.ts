/**
 * From columns to fields of records, found out and not declared: where a cell of a sample row is replaced by another value of its column, the
 * fields that change are those that it says.
 */
import type { Connector } from '../connectors/define.js'
import type { Outcome } from '../schemas/outcome.js'
import { factsOf } from '../schemas/values.js'
import type { Row } from '../sources/source.js'
import { fieldsOfRow } from './mutants.js'
import { outcomeOf } from './normalize.js'
import { SAMPLE_CONTEXT, type SampleRow } from './sample.js'

/** A column that is read. */
export interface ColumnLineage {
  readonly column: string
  /** Its value type, such as `date`; `?` for one that is not made in schemas/values.ts. */
  readonly type: string
  readonly required: boolean
  /** The codes of a list. */
  readonly codes: readonly string[]
  /** The fields of records that it says, such as `parties.name`; empty where no sample row shows any. */
  readonly fields: readonly string[]
  readonly personal: boolean
}

const ROWS_TRIED = 12
const VALUES_TRIED = 12

/** What each column that is read says, in the order of the declaration. */
export function lineageOf(id: string, connector: Connector, sample: readonly SampleRow[]): ColumnLineage[] {
  const rows = sample.flatMap(({ found }) => ('row' in found ? [found.row] : []))
  return Object.entries(fieldsOfRow(connector) ?? {})
    .filter(([column]) => !Object.hasOwn(connector.ignored, column))
    .map(([column, type]) => {
      const facts = factsOf(type)
      return {
        column,
        type: facts?.name ?? '?',
        required: facts?.required ?? false,
        codes: facts?.codes ?? [],
        fields: fieldsSaid(id, connector, rows, column),
        personal: connector.personal.includes(column),
      }
    })
}

function fieldsSaid(id: string, connector: Connector, rows: readonly Row[], column: string): string[] {
  const values = [...new Map(rows.map((row) => [JSON.stringify(row[column]), row[column]])).values()].slice(
    0,
    VALUES_TRIED,
  )
  const judge = (row: Row) => tried(id, connector, row)
  const good = rows.filter((row) => judge(row)?.fate === 'accepted').slice(0, ROWS_TRIED)
  const changed = new Set<string>()
  for (const row of good) {
    const before = leavesOf(judge(row))
    for (const value of [...values, null]) {
      if (value === row[column]) continue
      const after = judge({ ...row, [column]: value })
      if (after?.fate !== 'accepted') continue
      const leaves = leavesOf(after)
      for (const field of new Set([...before.keys(), ...leaves.keys()]))
        if (before.get(field) !== leaves.get(field)) changed.add(field)
    }
  }
  return [...changed].sort()
}

function tried(id: string, connector: Connector, row: Row): Outcome | undefined {
  try {
    return outcomeOf(id, connector, { line: 1, row }, SAMPLE_CONTEXT)
  } catch {
    // Said by the check; here it only means that nothing is learned from the row.
    return undefined
  }
}

/** What the records of an outcome hold, by field; a party's fields one by one. */
function leavesOf(outcome: Outcome | undefined): Map<string, string> {
  const leaves = new Map<string, string>()
  if (outcome?.fate !== 'accepted') return leaves
  const add = (field: string, value: unknown) =>
    void leaves.set(field, `${leaves.get(field) ?? ''}${JSON.stringify(value)}`)
  for (const record of outcome.records)
    for (const [field, value] of Object.entries(record)) {
      if (field === 'parties')
        for (const party of record.parties)
          for (const [name, part] of Object.entries(party)) add(`parties.${name}`, part)
      else add(field, value)
    }
  if (outcome.versionAt !== null) add('version_at', outcome.versionAt)
  return leaves
}
