/** Numbers and addresses of mail that stand on mentions of many names: placeholders, or those of somebody who acts for many. */
import { type Mentions, nameColumns } from '../mention.js'

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
  const names = nameColumns(columns)
  const shared: SharedValue[] = []
  for (const { field, of, distinct } of columns) {
    if (!/^(?:identifier\.|phone$|email$)/.test(field.name)) continue
    const counts = new Uint32Array(distinct.length)
    for (const value of of) if (value >= 0) counts[value] = (counts[value] ?? 0) + 1
    const holders = new Map<number, Set<unknown>>()
    for (const [value, count] of counts.entries()) if (count > MANY_NAMES) holders.set(value, new Set())
    for (let at = 0; at < ids.length; at++)
      for (const name of names) {
        const known = name.distinct[name.of[at] ?? -1]
        if (known !== undefined) holders.get(of[at] ?? -1)?.add(known)
      }
    for (const [value, known] of holders)
      if (known.size > MANY_NAMES)
        shared.push({
          role: field.name,
          value: field.terms(distinct[value])[0] ?? '',
          mentions: counts[value] ?? 0,
          names: known.size,
        })
  }
  return shared.sort((x, y) => y.mentions - x.mentions || (x.value < y.value ? -1 : 1))
}
