/** What is learned from a file without labels: from all parties alike, however often one is named and wherever its mentions stand. */
import { describe, expect, it } from 'vitest'
import { Random } from '../../bench/fuzz/random.js'
import { resolveMentions } from '../../resolution/engine.js'
import { mapping } from '../../resolution/mapping.js'
import { MentionReader } from '../../resolution/mention.js'
import { letters } from '../support/letters.js'

const MEANING = mapping.parse({
  kind: 'organisation',
  columns: { name: 'name', address: 'address', phone: 'phone', region: 'region' },
})
const CITIES = '上海 北京 广州 深圳 杭州 南京 苏州 成都 武汉 西安'.split(' ')
const TRADES = '贸易 食品 科技 建筑工程 物流'.split(' ')

/** Mentions of parties that are made up by chance; their ids begin with the party's. */
class Parties {
  readonly #next = new Random(11)
  readonly #reader = new MentionReader(MEANING)

  add(id: string, name: string, address: string, phone: string, region: string): void {
    this.#reader.add(id, '', { name: [name], address: [address], phone: [phone], region: [region] })
  }

  below = (count: number) => this.#next.below(count)
  letters = (count: number) => letters(this.#next, count)
  phone = () => String(13_000_000_000 + this.below(999_999_999))

  party() {
    const [city, trade, own] = [this.#next.pick(CITIES), this.#next.pick(TRADES), this.letters(3)]
    const address = () => `${city}市${this.letters(2)}路${this.below(999)}号`
    return { short: `${city}${own}`, name: `${city}${own}${trade}有限公司`, region: `${city}市`, address }
  }

  async resolved() {
    const { scorer, mentions, group } = await resolveMentions(this.#reader.mentions, MEANING)
    const at = new Map(mentions.ids.map((id, place) => [id, place]))
    const parties = new Map<number, Set<string>>()
    for (const [place, id] of mentions.ids.entries()) {
      const one = group[place] ?? place
      parties.set(one, (parties.get(one) ?? new Set()).add(id.slice(0, id.indexOf('-'))))
    }
    return {
      mixed: [...parties.values()].filter((ids) => ids.size > 1),
      isOne: (a: string, b: string) => group[at.get(a) ?? -1] === group[at.get(b) ?? -2],
      bits: (a: string, b: string, slot: string) => {
        scorer.compare(at.get(a) ?? -1, at.get(b) ?? -1)
        return scorer.parts().find((part) => part.slot === slot)?.bits ?? Number.NaN
      },
    }
  }
}

const SMALL = 500

/** Parties of two mentions, of which the second often gives another address or telephone; and some that are named thousands of times, always with the same. */
function besideOftenNamed(often: number) {
  const parties = new Parties()
  for (let at = 0; at < SMALL; at++) {
    const { short, name, region, address } = parties.party()
    const [own, phone] = [address(), parties.phone()]
    parties.add(`s${at}-1`, name, own, phone, region)
    const other = parties.below(3)
    parties.add(
      `s${at}-2`,
      short,
      other === 0 ? '' : parties.below(2) === 0 ? own : address(),
      other === 1 ? '' : parties.below(2) === 0 ? phone : parties.phone(),
      parties.below(2) === 0 ? region : '',
    )
  }
  for (let at = 0; at < 1000; at++) {
    const { name, region, address } = parties.party()
    parties.add(`x${at}-`, name, address(), parties.phone(), region)
  }
  for (let at = 0; at < often; at++) {
    const { name, region, address } = parties.party()
    const [own, phone] = [address(), parties.phone()]
    for (let time = 0; time < 1500; time++)
      parties.add(`o${at}-${time}`, name, own, parties.below(3) === 0 ? '' : phone, region)
  }
  return parties.resolved()
}

describe('learned weights', () => {
  it('are those of most parties, whatever the few say that are named thousands of times', async () => {
    const [without, beside] = [await besideOftenNamed(0), await besideOftenNamed(3)]
    for (const { isOne, mixed } of [without, beside]) {
      for (let at = 0; at < SMALL; at++) expect(isOne(`s${at}-1`, `s${at}-2`), `s${at}`).toBe(true)
      expect(mixed).toEqual([])
    }
    const otherAddress = (of: typeof beside) => of.bits('x1-', 'x2-', 'address')
    expect(otherAddress(beside)).toBeGreaterThan(otherAddress(without) - 0.5)
  })

  it('are not those of strangers who share the address and the telephone of somebody who acts for them', async () => {
    const parties = new Parties()
    for (let at = 0; at < 50; at++) {
      const { name, address, region } = parties.party()
      const [own, phone] = [address(), parties.phone()]
      for (let time = 0; time < 30; time++) parties.add(`f${at}-${time}`, name, own, phone, region)
    }
    for (let at = 0; at < 100; at++) {
      const { address, region } = parties.party()
      const [shared, phone] = [address(), parties.phone()]
      for (let client = 0; client < 4; client++)
        parties.add(`c${at}/${client}-`, parties.party().name, shared, phone, region)
    }
    expect((await parties.resolved()).mixed).toEqual([])
  })

  it('are learned from what stands at the end of a large file as well', async () => {
    const parties = new Parties()
    for (let at = 0; at < 3500; at++) {
      const [name, own, phone] = [
        `${parties.letters(3)}贸易有限公司`,
        `${parties.letters(2)}路${parties.below(999)}号`,
        parties.phone(),
      ]
      for (let time = 0; time < 8; time++)
        parties.add(
          `${10_000 + at}-${time}`,
          `上海${name}（沪A${10_000 + parties.below(80_000)}）`,
          own,
          at < 2600 ? phone : parties.phone(),
          '',
        )
    }
    expect((await parties.resolved()).bits('10001-0', '10002-0', 'phone')).toBeGreaterThan(-3)
  })
})
