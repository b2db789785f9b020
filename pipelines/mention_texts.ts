/** The texts of a row by role, without those that nothing can be told by. */
import type { Mapping } from '../resolution/mapping.js'
import type { Texts } from '../resolution/mention.js'
import type { OwnRow } from './own_file.js'
import type { RowNotes } from './row_notes.js'

/** No name or address is longer; a longer text is something else, and would only cost time. */
const MOST_CHARS = 1000

/** Reads rows as a mapping says; `suffix` stands behind the name of every column. */
export function textsOf(mapping: Mapping, suffix = ''): (row: OwnRow, notes?: RowNotes) => Texts {
  const roles = Object.entries(mapping.columns).map(([role, columns]) => ({
    role,
    columns: (columns ?? []).map((column) => `${column}${suffix}`),
    isName: role === 'name' || role === 'other_name',
  }))
  return ({ line, cells }, notes) => {
    const texts: Record<string, string[]> = {}
    for (const { role, columns, isName } of roles)
      texts[role] = columns.map((column) => {
        const text = cells[column] ?? ''
        if (text.length > MOST_CHARS) {
          notes?.notUsed(line, `${column} has ${text.length} characters, more than ${MOST_CHARS}: it is not used`)
          return ''
        }
        if (isName && isOneLetter(text)) {
          notes?.notUsed(line, `${column} '${text.trim()}' is a name of one character: it is not used`)
          return ''
        }
        return text
      })
    return texts
  }
}

/** One letter or digit names nobody: it may stand for any number of parties. */
function isOneLetter(text: string): boolean {
  if (text.length > 8 || text === '') return false
  return text.normalize('NFKC').match(/[\p{L}\p{N}]/gu)?.length === 1
}
