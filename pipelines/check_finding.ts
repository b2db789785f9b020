/** What a check finds: the place, what is wrong there and the next step. */

export interface CheckFinding {
  /** The file, relative to the connector's folder. */
  readonly file: string
  readonly line: number | null
  /** The column, or the path within an outcome or a declaration. */
  readonly field: string | null
  readonly problem: string
  readonly next: string
}

/** The finding as one sentence, without its next step. */
export function sentenceOf({ file, line, field, problem }: CheckFinding): string {
  return `${file}${line === null ? '' : `:${line}`}${field === null ? '' : ` ${field}`}: ${problem}`
}

/** A source file of a connector's folder. */
export interface FolderText {
  readonly file: string
  readonly text: string
}

/** The first line of the folder's code on which `word` stands, beginning with connector.ts; else its first file alone. */
export function placeInCode(texts: readonly FolderText[], word: string): { file: string; line: number | null } {
  for (const { file, text } of texts) {
    const at = text.split('\n').findIndex((line) => line.includes(word))
    if (at >= 0) return { file, line: at + 1 }
  }
  return { file: 'connector.ts', line: null }
}

/** The first line of the folder's code that says something of a column. */
export function placeOfColumn(texts: readonly FolderText[], column: string): { file: string; line: number | null } {
  const quoted = column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_$])['"]?${quoted}['"]?\\s*:`, 'u')
  for (const { file, text } of texts) {
    const at = text.split('\n').findIndex((line) => pattern.test(line))
    if (at >= 0) return { file, line: at + 1 }
  }
  return placeInCode(texts, column)
}
