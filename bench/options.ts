/** What a measurement is told on its command line. */

/** The text behind a flag; undefined when it was not given. */
export function textAfter(flag: string): string | undefined {
  const index = process.argv.indexOf(flag)
  if (index === -1) return undefined
  const text = process.argv[index + 1]
  if (text === undefined || text.startsWith('--')) throw new Error(`${flag} takes a value`)
  return text
}

/** The whole number behind a flag, from 1 on. */
export function numberAfter(flag: string, otherwise: number): number {
  const value = Number(textAfter(flag) ?? otherwise)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${flag} takes a whole number`)
  return value
}

/** The words behind a flag, parted by commas; all of them when it was not given. */
export function someAfter<T extends string>(flag: string, words: readonly T[]): ReadonlySet<T> {
  const text = textAfter(flag)
  if (text === undefined) return new Set(words)
  const chosen = words.filter((word) => text.split(',').includes(word))
  if (chosen.length !== text.split(',').length) throw new Error(`${flag} takes some of ${words.join(',')}`)
  return new Set(chosen)
}
