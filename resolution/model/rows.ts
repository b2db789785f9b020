/** The values of mentions, by their numbers. */
import type { Column } from '../mention.js'

/** The numbers of all values of a mention side by side, mention by mention, for other threads too: what a comparison looks up lies together. */
export function rowsOf(columns: readonly Column[], mentions: number): Int32Array {
  const rows = new Int32Array(new SharedArrayBuffer(4 * mentions * columns.length))
  columns.forEach(({ of }, column) => {
    for (let at = 0; at < mentions; at++) rows[at * columns.length + column] = of[at] ?? -1
  })
  return rows
}
