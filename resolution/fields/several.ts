/** Fields whose cells may hold several values, as of a firm with two telephones: all of them count, and two parties are as near as their nearest values. */
import type { Field, Outcome } from './field.js'

/** Between the values of a mention; none of them holds it. */
const BETWEEN = '\n'
/** A cell with more values is a list of something else. */
const MOST_VALUES = 8

/** A field of one value as one of several; `valuesIn` finds them in a text. A single value stays as it is. */
export function severalOf(
  one: Omit<Field<string>, 'read'>,
  valuesIn: (text: string) => readonly string[],
): Field<string> {
  const scratch: Outcome = { level: new Int8Array(1), bits: new Float64Array(1) }
  return {
    ...one,
    read(texts) {
      const values = [...new Set(texts.flatMap(valuesIn))].slice(0, MOST_VALUES).sort()
      return values.length === 0 ? null : values.join(BETWEEN)
    },
    compare(a, b, rarity, found, at) {
      if (!a.includes(BETWEEN) && !b.includes(BETWEEN)) return one.compare(a, b, rarity, found, at)
      let [best, bits] = [-1, Number.NaN]
      for (const x of a.split(BETWEEN))
        for (const y of b.split(BETWEEN)) {
          scratch.level[0] = -1
          scratch.bits[0] = Number.NaN
          one.compare(x, y, rarity, scratch, 0)
          const [level, own] = [scratch.level[0] ?? -1, scratch.bits[0] ?? Number.NaN]
          if (best < 0 || level < best || (level === best && own > bits)) [best, bits] = [level, own]
        }
      found.level[at] = best
      if (!Number.isNaN(bits)) found.bits[at] = bits
    },
    keys: (value) => value.split(BETWEEN).flatMap(one.keys),
    terms: (value) => value.split(BETWEEN).flatMap(one.terms),
  }
}
