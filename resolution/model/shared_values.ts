/** Numbers and addresses of mail that stand on mentions of many names: placeholders, or those of somebody who acts for many. */
import type { Mentions } from '../mention.js'

/** So many names under one value are no longer one party with several spellings. */
const MANY_NAMES = 50

export interface SharedValue {
  readonly role: string
  readonly value: string
  readonly mentions: number
  readonly names: number
}

/** Values that stand under more than `MANY_NAMES` names, most shared first. They count little, because so many share them. */
export function sharedValues({ columns, ids }: Mentions): SharedValue[] {
  const names = columns.filter(({ field }) => field.name === 'person_name' || field.name === 'organisation_name')
  const shared: SharedValue[] = []
  for (const { field, values } of columns) {
    if (!/^(?:identifier\.|phone$|email$)/.test(field.name)) continue
    const counts = new Map<unknown, number>()
    for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
    const holders = new Map<unknown, Set<unknown>>()
    for (const [value, count] of counts) if (count > MANY_NAMES) holders.set(value, new Set())
    for (let at = 0; at < ids.length; at++)
      for (const name of names) {
        const known = name.values[at] ?? null
        if (known !== null) holders.get(values[at])?.add(known)
      }
    for (const [value, known] of holders)
      if (known.size > MANY_NAMES)
        shared.push({
          role: field.name,
          value: field.terms(value)[0] ?? '',
          mentions: counts.get(value) ?? 0,
          names: known.size,
        })
  }
  return shared.sort((x, y) => y.mentions - x.mentions || (x.value < y.value ? -1 : 1))
}
