/** The likeliest word that somebody meant, for the hint of a wrong one. */

/** How many letters have to be changed, put in or taken out to make `b` of `a`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [at, letter] of [...a].entries()) {
    const next = [at + 1]
    for (let index = 1; index <= b.length; index++)
      next.push(
        Math.min(
          (next[index - 1] ?? 0) + 1,
          (row[index] ?? 0) + 1,
          (row[index - 1] ?? 0) + (letter === b[index - 1] ? 0 : 1),
        ),
      )
    row = next
  }
  return row[b.length] ?? 0
}

/** `Did you mean 'x'? ` for the nearest of `known`; empty when none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({
      candidate,
      far: candidate.startsWith(word) && word.length > 2 ? 0 : distance(word, candidate),
    }))
    .sort((a, b) => a.far - b.far)[0]
  return near !== undefined && near.far <= Math.max(2, word.length / 3) ? `Did you mean '${near.candidate}'? ` : ''
}
