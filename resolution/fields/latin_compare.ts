/** Two names of organisations in Latin letters compared: the level of their likeness, and how much it says. */
import { LEVEL } from '../chinese/compare.js'
import { dice } from '../text/similarity.js'
import type { Rarity } from './field.js'
import { formsAgree } from './legal_forms.js'
import { type LatinName, nearWords, sharedWords } from './organisation_name.js'
import { MOST_SHORT_BITS } from './short_bits.js'

/** What a name says at most. */
export const MOST_BITS = 26

/** Words that are common each may be rare together, up to a point: there is a Main Street Deli in many towns. */
const MOST_TOGETHER = 6

export function compareLatin(a: LatinName, b: LatinName, rarity: Rarity): [number, number] {
  const worth = (word: string) => Math.min(12, rarity(`w${word}`))
  const sum = (words: readonly string[]) => words.reduce((bits, word) => bits + worth(word), 0)
  if (a.joined === b.joined) {
    const words = sum(a.words) * 0.9
    // A ledger does not count whole names.
    const whole = rarity.few === undefined ? words : rarity(wholeOf(a))
    const most = words + (formsAgree(a.form, b.form) ? MOST_TOGETHER : 0)
    return [a.whole === b.whole ? LEVEL.same : LEVEL.form, Math.min(MOST_BITS, whole, most)]
  }
  const { shared, left, right } = sharedWords(a, b)
  const [bits, more, less] = [sum(shared), sum(left), sum(right)]
  if (left.some(isNumeral) || right.some(isNumeral)) {
    const numbered = left.some(isNumeral) && right.some(isNumeral)
    if (numbered && bits > more + less - 12) return [LEVEL.sibling, Number.NaN]
    return bits > 6 ? [LEVEL.alike, Math.min(10, bits * 0.4)] : [LEVEL.faint, Number.NaN]
  }
  const letters = dice(a.pairs, b.pairs)
  const least = Math.min(more, less)
  // Mary and Mark, Joe and Moe: a word in the place of another is no slip, however long the rest is.
  const replaced = left.length > 0 && right.length > 0 && !nearWords(left.join(''), right.join(''))
  if ((letters >= 0.85 && !replaced) || (more + less < 0.15 * bits && least < 4))
    return [LEVEL.near, Math.min(MOST_BITS, Math.max(bits, 0.7 * Math.min(bits + more, bits + less)) * 0.85)]
  if (least < 0.1 * bits + 0.5 && bits > 5)
    return [LEVEL.contained, Math.min(20, Math.max(bits * 0.65, beginningBits(a, b, rarity, bits)))]
  if (bits > 0 && bits >= 1.2 * least) return [LEVEL.alike, Math.min(12, Math.max(0, bits - least) * 0.5)]
  if (letters >= 0.6) return [LEVEL.alike, 6]
  if (bits > 0 || letters >= 0.45) return [LEVEL.faint, Math.min(4, bits * 0.25)]
  return [LEVEL.different, Number.NaN]
}

/**
 * What it says that one name is the first words of another: as rare as those are that begin so, Ceragon and Ceragon Networks Ltd. A name that says its legal form is whole, and what
 * goes on with a part of the world, a property or a number is a member of the other: Sample Foods Canada.
 */
function beginningBits(a: LatinName, b: LatinName, rarity: Rarity, words: number): number {
  const [short, full] = a.words.length < b.words.length ? [a, b] : [b, a]
  const many = short.words.length
  if (short.form !== '' || many > MOST_BEGINNING || short.words.some((word, at) => word !== full.words[at])) return 0
  if (full.words.slice(many).some((word) => word.length < 2 || OF_MEMBERS.test(word))) return 0
  return Math.min(MOST_SHORT_BITS, rarity(beginningOf(short)), words * 0.65 + MOST_TOGETHER)
}
const OF_MEMBERS =
  /^(?:\d+|i{1,3}|i?v|north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|canada|usa?|america|americas|american|mexico|brazil|europe|uk|france|germany|deutschland|schweiz|switzerland|austria|italia|italy|spain|espana|asia|china|japan|india|korea|singapore|hongkong|kong|australia|africa|pacific|middle|gulf|realty|properties|property|estates?|leasing|funding|funds?|trust|reit|trustee|foundation|branch|store|operations|acquisition)$/
const MOST_BEGINNING = 3
const beginningOf = ({ words }: LatinName, many = words.length) => `^${words.slice(0, many).join(' ')}`

/** A name without legal form, as it is counted. */
export const wholeOf = ({ joined }: LatinName) => `=${joined}`

/** What is counted by a name: those that begin with it. */
export const latinPatterns = (name: LatinName): string[] =>
  name.words.length <= MOST_BEGINNING ? [beginningOf(name)] : []

/** Of the first words of others those with which a name goes on. */
export function latinFits(name: LatinName, has: (pattern: string) => boolean): string[] {
  const fits: string[] = []
  for (let many = 1; many <= MOST_BEGINNING && many < name.words.length; many++)
    if (has(beginningOf(name, many))) fits.push(beginningOf(name, many))
  return fits
}

/** What tells sites of one name apart: Little Tykes I and II. */
const isNumeral = (word: string) => /^(?:\d+|i{1,3}|iv|v|vi{1,3}|one|two|three|north|south|east|west)$/.test(word)
