/** How alike two texts are, by letters. Pure, and fast enough for millions of pairs. */

/** Jaro-Winkler similarity, 0 to 1; by M. A. Jaro (1989) and W. E. Winkler (1990), prefix weight 0.1 on up to four letters. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const [n, m] = [a.length, b.length]
  if (n === 0 || m === 0) return 0
  const reach = Math.max(0, (Math.max(n, m) >> 1) - 1)
  if (n > 32 || m > 32) return jaroWinkler(a.slice(0, 32), b.slice(0, 32))
  let [usedA, usedB, common] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const from = Math.max(0, i - reach)
    const to = Math.min(m - 1, i + reach)
    for (let j = from; j <= to; j++) {
      if ((usedB >>> j) & 1 || a.charCodeAt(i) !== b.charCodeAt(j)) continue
      usedA |= 1 << i
      usedB |= 1 << j
      common++
      break
    }
  }
  if (common === 0) return 0
  let [moved, j] = [0, 0]
  for (let i = 0; i < n; i++) {
    if (!((usedA >>> i) & 1)) continue
    while (!((usedB >>> j) & 1)) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j)) moved++
    j++
  }
  const jaro = (common / n + common / m + (common - moved / 2) / common) / 3
  let prefix = 0
  while (prefix < 4 && prefix < n && prefix < m && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

const MOST_LETTERS = 255
/** Rows of the table that `edits` fills, used again and again. */
const ROWS: [Uint16Array, Uint16Array, Uint16Array] = [new Uint16Array(256), new Uint16Array(256), new Uint16Array(256)]

/**
 * Edits between two texts: a letter put in, left out, changed, or two neighbours swapped (optimal string alignment). Counts up to
 * `most`, and gives `most + 1` beyond it.
 */
export function edits(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  if (a === b) return 0
  // What both begin or end with needs no edit; most texts that are near have little else.
  let from = 0
  let [n, m] = [Math.min(a.length, MOST_LETTERS), Math.min(b.length, MOST_LETTERS)]
  while (from < n && from < m && a.charCodeAt(from) === b.charCodeAt(from)) from++
  while (n > from && m > from && a.charCodeAt(n - 1) === b.charCodeAt(m - 1)) {
    n--
    m--
  }
  ;[n, m] = [n - from, m - from]
  // Texts that differ only behind what is looked at differ all the same.
  if (n === 0 || m === 0) return Math.max(1, Math.min(n + m, most + 1))
  if (n === 1 && m === 1) return 1
  if (most === 1) return isSwap(a, b, from, n, m) ? 1 : 2
  let [before, above, row] = ROWS
  for (let j = 0; j <= m; j++) above[j] = j
  for (let i = 1; i <= n; i++) {
    row[0] = i
    let least = i
    for (let j = 1; j <= m; j++) {
      const same = a.charCodeAt(from + i - 1) === b.charCodeAt(from + j - 1)
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1))
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(from + i - 1) === b.charCodeAt(from + j - 2) &&
        a.charCodeAt(from + i - 2) === b.charCodeAt(from + j - 1)
      )
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row[j] = cost
      if (cost < least) least = cost
    }
    if (least > most) return most + 1
    ;[before, above, row] = [above, row, before]
  }
  return Math.min(above[m] ?? most + 1, most + 1)
}

/** What is left of both, from a place on, is two letters that changed places. */
const isSwap = (a: string, b: string, from: number, n: number, m: number) =>
  n === 2 && m === 2 && a.charCodeAt(from) === b.charCodeAt(from + 1) && a.charCodeAt(from + 1) === b.charCodeAt(from)

/** The pairs of neighbouring letters of a text, each once, as numbers in order; a text of one letter is its own. */
export function pairsOf(text: string): Uint32Array {
  if (text.length < 2) return text === '' ? new Uint32Array() : Uint32Array.of(text.charCodeAt(0))
  const all = new Uint32Array(text.length - 1)
  for (let at = 0; at + 1 < text.length; at++) all[at] = text.charCodeAt(at) * 65536 + text.charCodeAt(at + 1)
  all.sort()
  let kept = 0
  for (let at = 0; at < all.length; at++) if (at === 0 || all[at] !== all[at - 1]) all[kept++] = all[at] ?? 0
  return all.slice(0, kept)
}

/** Dice coefficient of two sets of letter pairs (`pairsOf`), 0 to 1. */
export function dice(a: Uint32Array, b: Uint32Array): number {
  if (a.length === 0 || b.length === 0) return 0
  let [i, j, shared] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0]
    if (x === y) shared++
    if (x <= y) i++
    if (y <= x) j++
  }
  return (2 * shared) / (a.length + b.length)
}

/** Texts up to this length are compared letter by letter, which makes no sets. */
export const SHORT = 24

/** `dice` of two texts. */
export function diceOf(a: string, b: string): number {
  const [n, m] = [a.length - 1, b.length - 1]
  if (a === b && n >= 0) return 1
  if (n < 1 || m < 1 || n >= SHORT || m >= SHORT) return dice(pairsOf(a), pairsOf(b))
  let [shared, ofA] = [0, 0]
  for (let i = 0; i < n; i++) {
    const [x, y] = [a.charCodeAt(i), a.charCodeAt(i + 1)]
    if (hasPair(a, i, x, y)) continue
    ofA++
    if (hasPair(b, m, x, y)) shared++
  }
  let ofB = 0
  for (let j = 0; j < m; j++) if (!hasPair(b, j, b.charCodeAt(j), b.charCodeAt(j + 1))) ofB++
  return (2 * shared) / (ofA + ofB)
}

/** Two letters stand side by side in a text, beginning before a place. */
function hasPair(text: string, before: number, x: number, y: number): boolean {
  for (let at = 0; at < before; at++) if (text.charCodeAt(at) === x && text.charCodeAt(at + 1) === y) return true
  return false
}
