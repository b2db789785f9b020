/** What the commands that work on anyone's own files have in common: their paths, and what they tell of rows. */
import { resolve } from 'node:path'
import { LedgerError } from '../core/errors.js'
import type { NotesShown } from '../pipelines/row_notes.js'
import { textOption } from './options.js'

/** An option that must be given. Throws LedgerError usage. */
export function required(options: Readonly<Record<string, unknown>>, name: string, example: string): string {
  const value = textOption(options, name)
  if (value !== undefined && value !== '') return value
  throw new LedgerError('usage', `--${name} is missing`, `As in \`riskledger ${example}\`.`)
}

/** Throws LedgerError usage when a file that is read would be written over, or two outputs are one. */
export function checkPaths(read: readonly string[], written: readonly string[]): void {
  const taken = new Set(read.map((path) => resolve(path)))
  for (const path of written) {
    if (taken.has(resolve(path)))
      throw new LedgerError('usage', `${path} is named twice`, 'Give each file that is written a path of its own.')
    taken.add(resolve(path))
  }
}

/** What a person is told of rows that were left out, and of texts that were not used. */
export function notesText(notes: { readonly left_out: NotesShown; readonly not_used: NotesShown }): string[] {
  return [...linesOf(notes.left_out, 'rows left out'), ...linesOf(notes.not_used, 'texts not used')]
}

function linesOf({ count, examples }: NotesShown, what: string): string[] {
  if (count === 0) return []
  const more = count - examples.length
  return [
    `${count.toLocaleString('en-US')} ${what}:`,
    ...examples.map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...(more > 0 ? [`  and ${more.toLocaleString('en-US')} more`] : []),
  ]
}
