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

/**
 * Throws LedgerError usage when the mapping would be written over, or two outputs are one. The rows that are read may be: an output is put in its
 * place when it is whole.
 */
export function checkPaths(mapping: string, written: readonly string[]): void {
  const taken = new Set([resolve(mapping)])
  for (const path of written) {
    if (taken.has(resolve(path)))
      throw new LedgerError('usage', `${path} is named twice`, 'Give each file that is written a path of its own.')
    taken.add(resolve(path))
  }
}

interface Noticed {
  readonly left_out: NotesShown
  readonly not_used: NotesShown
}

/** Whether rows or texts hold something to look at. */
export const hasFindings = ({ left_out, not_used }: Noticed): boolean => left_out.count + not_used.count > 0

/** What a person is told of rows that were left out, and of texts that were not used. */
export function notesText(notes: Noticed): string[] {
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
