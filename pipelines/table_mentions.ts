/** The rows of a table of anyone's own as mentions. */
import type { Mapping } from '../resolution/mapping.js'
import type { MentionReader } from '../resolution/mention.js'
import { textsOf } from './mention_texts.js'
import { needColumn, type OwnFile, openOwnFile } from './own_file.js'
import type { RowNotes } from './row_notes.js'

/**
 * Opens a table, which has each column of a mapping once; `path` is where the mapping stands.
 * Throws LedgerError mapping_invalid, source_missing, source_unreadable.
 */
export async function openTable(records: string, path: string, mapping: Mapping): Promise<OwnFile> {
  const { id, source, columns } = mapping
  const named = [
    { key: 'id', column: id },
    ...(source === undefined ? [] : [{ key: 'source', column: source }]),
    ...Object.entries(columns).flatMap(([role, all]) => all.map((column) => ({ key: `columns.${role}`, column }))),
  ]
  const wanted = named.map(({ column }) => column)
  const file = await openOwnFile(records, wanted)
  for (const { key, column } of named) needColumn(file, path, key, column)
  return file
}

/** Adds the rows of a table as mentions, some at a time; yields how much of the table has been read, from 0 to 1. */
export async function* addRows(
  file: OwnFile,
  mapping: Mapping,
  notes: RowNotes,
  to: Pick<MentionReader, 'add'>,
): AsyncGenerator<number> {
  const texts = textsOf(mapping)
  const seen = new Map<string, number>()
  for await (const { rows, share } of file.rows(notes)) {
    for (const row of rows) {
      const id = (row.cells[mapping.id] ?? '').trim()
      const before = seen.get(id)
      if (id === '') notes.leftOut(row.line, 'the id is empty')
      else if (before !== undefined) notes.leftOut(row.line, `the id '${id}' stands on line ${before} already`)
      else {
        seen.set(id, row.line)
        to.add(id, mapping.source === undefined ? '' : (row.cells[mapping.source] ?? '').trim(), texts(row, notes))
      }
    }
    yield share
  }
}
