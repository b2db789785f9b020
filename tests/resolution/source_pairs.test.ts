/** What one pair of sources disagrees on tells little there, and as much as ever elsewhere. */
import { describe, expect, it } from 'vitest'
import { Random } from '../../bench/fuzz/random.js'
import { resolveMentions } from '../../resolution/engine.js'
import { mapping } from '../../resolution/mapping.js'
import { MentionReader } from '../../resolution/mention.js'
import { SourcePairs } from '../../resolution/model/source_pairs.js'
import { letters } from '../support/letters.js'

const MEANING = mapping.parse({
  kind: 'organisation',
  source: 's',
  columns: { name: 'name', address: 'address', phone: 'phone' },
})
const PARTIES = 1_500

/** Each party in three sources: `a` and `b` give its telephone, `c` that of its accountant. */
async function threeSources(source: (name: string) => string) {
  const next = new Random(3)
  const number = () => String(13_000_000_000 + next.below(999_999_999))
  const reader = new MentionReader(MEANING)
  for (let party = 0; party < PARTIES; party++) {
    const own = { name: [`${letters(next, 3)}贸易有限公司`], address: [`${letters(next, 3)}路${next.below(999)}号`] }
    const phone = number()
    reader.add(`${party}-a`, source('a'), { ...own, phone: [phone] })
    reader.add(`${party}-b`, source('b'), { ...own, phone: [phone] })
    reader.add(`${party}-c`, source('c'), { ...own, phone: [number()] })
  }
  const { scorer, mentions } = await resolveMentions(reader.mentions, MEANING)
  const at = new Map(mentions.ids.map((id, place) => [id, place]))
  return (one: string, other: string) => {
    scorer.compare(at.get(one) ?? -1, at.get(other) ?? -1)
    return scorer.parts().find(({ slot }) => slot === 'phone')
  }
}

describe('pairs of sources', () => {
  it('have weights of their own, where they have been seen often', async () => {
    const phone = await threeSources((name) => name)
    // Of two parties, so that the numbers differ in either pair.
    const [usual, unusual] = [phone('1-a', '2-b'), phone('1-a', '1-c')]
    expect([usual?.label, unusual?.label]).toEqual(['phone different', 'phone different'])
    expect((unusual?.bits ?? 0) - (usual?.bits ?? 0)).toBeGreaterThan(1)
  })

  it('have those of all where nobody says which source a row is from', async () => {
    const phone = await threeSources(() => '')
    expect(phone('1-a', '2-b')?.bits).toBe(phone('1-a', '1-c')?.bits)
  })

  it('are numbered without regard to which comes first; the rarest of very many sources are one', () => {
    const sources = ['a', 'b', 'a', 'c', 'c', 'c']
    const pairs = new SourcePairs(sources)
    expect(pairs.count).toBe(6)
    const numbers = sources.map((_, one) => sources.map((__, other) => pairs.pairOf(one, other)))
    expect(new Set(numbers.flat()).size).toBe(6)
    for (const [one, row] of numbers.entries())
      for (const [other, number] of row.entries()) expect(number).toBe(pairs.pairOf(other, one))
    const many = new SourcePairs(Array.from({ length: 5_000 }, (_, at) => `s${at}`))
    expect(many.count).toBe((32 * 33) / 2)
    expect(many.pairOf(4_998, 4_999)).toBe(many.pairOf(4_000, 4_001))
  })
})
