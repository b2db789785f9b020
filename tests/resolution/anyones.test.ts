/** Names that anyone may have: in different towns they are those of different parties. */
import { describe, expect, test } from 'vitest'
import { Random } from '../../bench/fuzz/random.js'
import { isAnyones } from '../../resolution/chinese/anyones.js'
import { parseChinese } from '../../resolution/chinese/name.js'
import { type Cells, clustersOf } from '../support/clusters.js'

const next = new Random(5)
const pick = (texts: readonly string[]) => texts[next.below(texts.length)] ?? ''
const trade = () => String.fromCodePoint(0x4e00 + next.below(20_000), 0x4e00 + next.below(20_000))
const address = (city: string) => `${city}${pick(['人民', '解放', '和平'])}路${next.below(999)}号`

const CITIES = ['北京市', '上海市', '广州市', '成都市', '武汉市', '西安市', '南京市', '青岛市']
const FIRMS = Array.from({ length: 300 }, (_, at) => {
  const city = pick(CITIES)
  return {
    id: `f${at}`,
    name: `${city}${trade()}${pick(['商贸', '科技', '建材'])}有限公司`,
    city,
    address: address(city),
  }
})

/** A row for each town, with ids that begin alike. */
const named = (prefix: string, name: string, towns: readonly string[]): Cells[] =>
  towns.map((city, at) => ({ id: `${prefix}${at}`, name, city, address: address(city) }))

const joined = async (columns: string, rows: readonly Cells[], more = '') =>
  (await clustersOf(`kind: organisation\n${more}columns: { name: name, ${columns} }\n`, rows)).filter((ids) =>
    ids.includes(','),
  )

describe.each([
  ['cities', 'city: city'],
  ['regions', 'region: city'],
])('told by their %s', (_, columns) => {
  test.each([
    '便民超市',
    '老王小吃店',
    '沙县小吃',
    '沙县小吃店',
    '福建沙县小吃',
    '兰州牛肉面馆',
    '实验小学',
    '鼓楼区便民超市',
    '大發企業社',
    '工商银行幸福路支行',
  ])('%s in many towns is as many; said again in a town it is the one there', async (name) => {
    const clusters = await joined(columns, [
      ...named('a', name, CITIES),
      ...named('b', name, CITIES.slice(0, 3)),
      ...FIRMS,
    ])
    expect(clusters).toEqual(['a0,b0', 'a1,b1', 'a2,b2'])
  })

  test.each(['卓汇联能源有限公司', '卓汇联', '青岛市市南区老周小吃店', '青岛市公安局', '招商银行杭州分行'])(
    '%s is one in whichever towns it is named',
    async (name) => {
      expect(await joined(columns, [...named('a', name, ['青岛市', '北京市']), ...FIRMS])).toEqual(['a0,a1'])
    },
  )

  test('a number or a representative that agrees still joins', async () => {
    const rows = named('a', '便民超市', ['青岛市', '北京市']).map((row) => ({
      ...row,
      rep: '欧阳震华',
      phone: '053285771234',
    }))
    expect(await joined(`${columns}, legal_representative: rep, phone: phone`, [...rows, ...FIRMS])).toEqual(['a0,a1'])
  })
})

describe('where a register has the name', () => {
  const HAULIER = '光明汽車貨運行'
  const REGISTERED = Array.from({ length: 300 }, (_, at) => {
    const city = at % 2 === 0 ? '雲林縣' : '臺南市'
    return {
      id: `f${at}`,
      source: 'register',
      name: `${trade()}汽車貨運行`,
      city,
      address: `${city}土庫鎮新建路${at}號`,
    }
  })
  const penalties = named('p', HAULIER, ['雲林縣', '嘉義縣', '桃園市']).map((row) => ({
    ...row,
    source: 'penalties',
    address: '',
  }))
  const register = (towns: readonly string[]) =>
    named('r', HAULIER, towns).map((row) => ({ ...row, source: 'register' }))
  const found = (towns: readonly string[]) =>
    joined('region: city, address: address', [...penalties, ...REGISTERED, ...register(towns)], 'unique: [register]\n')

  test('once, it is the one of that row, wherever it is named', async () => {
    expect(await found(['雲林縣'])).toEqual(['p0,p1,p2,r0'])
  })

  test('in several towns, it is the one of the town', async () => {
    expect(await found(['嘉義縣', '桃園市'])).toEqual(['p1,r0', 'p2,r1'])
  })

  test('not at all, they are several', async () => {
    expect(await found([])).toEqual([])
  })
})

test.each([
  '华为',
  '比亚迪',
  '京东物流',
  '中铁四局',
  '清华大学',
  '招商银行',
  '小米集团',
  '卓汇联能源有限公司',
  '北京市公安局',
])('%s is no name that each town has', (name) => {
  expect(isAnyones(parseChinese(name))).toBe(false)
})
