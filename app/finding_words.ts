/** What comparing two parties found, in words. */
import { type Finding, NEVER_ONE_BITS } from '../schemas/links.js'
import type { NotJoined } from '../warehouse/possible.js'

export const NOT_JOINED: Readonly<Record<NotJoined, string>> = {
  ambiguous: 'several that cannot be one fit equally: it was joined with none',
  conflict: 'a neighbour of the one and the other are certainly two, or too little holds the groups together',
  too_many: 'it hangs together with too many others: a person has to look',
}

const told = (bits: number) => (bits <= NEVER_ONE_BITS ? 'never one' : `${bits > 0 ? '+' : ''}${bits}`)

/** What spoke for one party and what against it, the strongest first, and why two that are alike enough were not joined. */
export function findingLines(why: readonly Finding[], notJoined: NotJoined | null): string[] {
  const strongest = [...why].sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits))
  const list = (some: readonly Finding[]) => some.map(({ what, bits }) => `${what} ${told(bits)}`).join(', ')
  return [
    `for it: ${list(strongest.filter(({ bits }) => bits > 0)) || 'nothing'}`,
    `against it: ${list(strongest.filter(({ bits }) => bits <= 0)) || 'nothing'}`,
    ...(notJoined === null ? [] : [`not joined: ${NOT_JOINED[notJoined]}`]),
  ]
}
