/** Full snapshots of a register of facilities: each lacks a few that the one before had, has a few more, and says something else of some. */
import type { Chance } from './chance.js'

export interface Expected {
  /** Distinct records among the accepted rows. */
  records: number
  /** With those that ended: replaced, or withdrawn. */
  versions: number
}

const FIRST = 400
// Of all that are held: more than the connector's `max_drop` at once would look like a broken delivery.
const MOST_GONE = 0.02

interface Facility {
  readonly number: string
  readonly name: string
  readonly industry: string
}

const INDUSTRIES = ['電力供應業', '職業學校', '木竹製品製造業', '化學材料製造業', '廢棄物清除業']

export class Register {
  readonly expected: Expected = { records: 0, versions: 0 }
  #held: Facility[] = []

  /** The lines of the next snapshot. What is gone never comes back: whether it was withdrawn meanwhile would hang on how far the loader was. */
  next(chance: Chance): string[] {
    const gone = Math.floor(this.#held.length * MOST_GONE * chance.unit('gone'))
    const left = chance.shuffled('left', this.#held).slice(gone)
    let changes = 0
    const changed = left.map((facility, index) => {
      if (chance.unit(`changes/${index}`) > 0.1) return facility
      const industry = chance.pick(`industry/${index}`, INDUSTRIES)
      if (industry !== facility.industry) changes++
      return { ...facility, industry }
    })
    const added = Array.from({ length: this.#held.length === 0 ? FIRST : chance.whole('more', 0, 40) }, (_, index) => ({
      number: `A${3_000_000 + this.expected.records + index}`,
      name: `${chance.pick(`name/${index}`, ['大安', '中山', '松山', '信義', '文山'])}第${chance.whole(`which/${index}`, 1, 200)}廠`,
      industry: chance.pick(`first/${index}`, INDUSTRIES),
    }))
    this.#held = [...changed, ...added]
    this.expected.records += added.length
    this.expected.versions += added.length + changes + gone
    return this.#held.map(line)
  }
}

function line({ number, name, industry }: Facility): string {
  return JSON.stringify({
    地址: '臺北市文山區光輝路44號',
    所屬工業區: '非屬工業區類',
    管制編號: number,
    行業別: industry,
    列管類別: '廢棄物;',
    最新資料匯入日期: '2017/12/01',
    更新頻率: '每日',
    longitude: '121.555191323557',
    latitude: '24.9853864418936',
    name,
  })
}
