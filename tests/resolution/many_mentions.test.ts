import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Random } from '../../bench/fuzz/random.js'
import { ORGANISATION_COLUMNS, ORGANISATION_MAPPING, organisations } from '../../bench/mentions/organisations.js'
import { PERSON_COLUMNS, PERSON_MAPPING, persons } from '../../bench/mentions/persons.js'
import { uscc } from '../../bench/penalties.js'
import { diceOf, edits } from '../../resolution/text/similarity.js'
import { type Cells, clustersOf } from '../support/clusters.js'
import { letters } from '../support/letters.js'

const rowsOf = (columns: readonly string[], mentions: Iterable<{ cells: readonly string[] }>): Cells[] =>
  [...mentions].map(({ cells }) => Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])))

test.each([
  ['organisations', ORGANISATION_MAPPING, rowsOf(ORGANISATION_COLUMNS, organisations(200, 5))],
  ['persons', PERSON_MAPPING, rowsOf(PERSON_COLUMNS, persons(200, 5))],
])('whatever order %s come in, the clusters are the same', async (_, meaning, rows) => {
  const clusters = await clustersOf(meaning, rows)
  const shuffled = fc.shuffledSubarray(rows, { minLength: rows.length })
  await fc.assert(
    fc.asyncProperty(shuffled, async (other) => {
      expect(await clustersOf(meaning, other)).toEqual(clusters)
    }),
    { numRuns: 6 },
  )
})

const SHOPS = 'kind: organisation\ncolumns: { name: name, address: address, phone: phone }\n'
const stranger = (next: Random, id: string) => ({
  id,
  name: `${letters(next, 3)}贸易有限公司`,
  address: `${letters(next, 3)}路${next.below(999)}号`,
  phone: String(13_000_000_000 + next.below(999_999_999)),
})

test('a party that is named so often that all it shares is common is one cluster', async () => {
  const next = new Random(1)
  const strangers = Array.from({ length: 3000 }, (_, at) => stranger(next, `s${at}`))
  const often = Array.from({ length: 2000 }, (_, at) => ({
    id: `p${at}`,
    name: at % 3 === 0 ? '上海市瑞泰恒食品有限公司' : '上海瑞泰恒食品有限公司',
    address: at % 5 === 0 ? '' : '上海市长江路18号',
    phone: at % 7 === 0 ? '' : '13912345678',
  }))
  const sizes = (await clustersOf(SHOPS, [...strangers, ...often])).map((ids) => ids.split(',').length)
  expect(Math.max(...sizes)).toBe(2000)
  expect(sizes).toHaveLength(3001)
})

test('a party whose name comes with another remark each time is one cluster, though no two mentions share a whole value', async () => {
  const often = Array.from({ length: 300 }, (_, at) => ({
    id: `p${at}`,
    name: `上海瑞泰恒运输有限公司（沪A${10_000 + at}）`,
    address: '',
    phone: at % 2 === 0 ? '' : '13912345678',
  }))
  expect(await clustersOf(SHOPS, often)).toHaveLength(1)
})

test('a party that is named thousands of times in three spellings, half of them without an address, is one cluster', async () => {
  const next = new Random(3)
  const cities = [...'上海北京广州深圳杭州南京苏州成都武汉西安'.matchAll(/../g)].map(([city]) => city)
  const strangers = Array.from({ length: 8000 }, (_, at) => ({
    ...stranger(next, `s${at}`),
    name: `${next.pick(cities)}${letters(next, 3)}${next.pick(['贸易', '食品', '科技', '建筑工程'])}有限公司`,
    region: `${next.pick(cities)}市`,
  }))
  const spellings = ['上海瑞泰恒食品有限公司', '上海市瑞泰恒食品有限公司', '瑞泰恒食品有限公司']
  const often = Array.from({ length: 1500 }, (_, at) => ({
    id: `p${at}`,
    name: spellings[at % 3] ?? '',
    region: '上海市',
    address: next.below(2) === 0 ? '' : '上海市长江路18号',
  }))
  const meaning = 'kind: organisation\ncolumns: { name: name, address: address, region: region }\n'
  const sizes = (await clustersOf(meaning, [...strangers, ...often])).map((ids) => ids.split(',').length)
  expect(Math.max(...sizes)).toBe(1500)
})

test('thousands that share a name or a telephone number and nothing else are no cluster', async () => {
  const next = new Random(2)
  const ofOneName = Array.from({ length: 3000 }, (_, at) => ({ ...stranger(next, `n${at}`), name: '兰州拉面' }))
  const ofOnePhone = Array.from({ length: 3000 }, (_, at) => ({ ...stranger(next, `t${at}`), phone: '13912345678' }))
  const sizes = (await clustersOf(SHOPS, [...ofOneName, ...ofOnePhone])).map((ids) => ids.split(',').length)
  expect(Math.max(...sizes)).toBeLessThan(4)
})

test('a cell that holds a control character is not taken for two cells', async () => {
  const meaning = 'kind: organisation\ncolumns: { name: name, other_name: other }\n'
  const rows = [
    { id: 'a', name: '上海瑞泰恒食品有限公司\u0001北京华鑫科技有限公司', other: '' },
    { id: 'b', name: '上海瑞泰恒食品有限公司', other: '北京华鑫科技有限公司' },
    { id: 'c', name: '北京华鑫科技有限公司', other: '' },
  ]
  expect(await clustersOf(meaning, rows)).toEqual(await clustersOf(meaning, rows.toReversed()))
  expect(await clustersOf(meaning, rows)).toContain('a')
})

test('among thousands of one name a shop that is named often is found by its address, wherever its mentions stand', async () => {
  const next = new Random(3)
  const ofOneName = Array.from({ length: 3000 }, (_, at) => ({ ...stranger(next, `n${at}`), name: '兰州拉面' }))
  const often = ofOneName.filter((_, at) => at % 5 === 0)
  for (const [at, mention] of often.entries())
    Object.assign(mention, { address: '上海市长江路18号', phone: at % 2 === 0 ? '13912345678' : '' })
  const sizes = (await clustersOf(SHOPS, ofOneName)).map((ids) => ids.split(',').length)
  expect(sizes.filter((size) => size > 3)).toEqual([often.length])
})

test('a valid code of one party under many names is joined by them, and one on the rows of many parties joins none', async () => {
  const next = new Random(4)
  const code = () => uscc(() => next.unit(), '91', '310100')
  const strangers = Array.from({ length: 1500 }, (_, at) => ({ ...stranger(next, `s${at}`), code: code() }))
  const [shared, own] = [code(), code()]
  const clients = Array.from({ length: 20 }, (_, at) => ({ ...stranger(next, `c${at}`), code: shared }))
  const places = ['', '上海', '上海市', '上海市浦东新区', '中国上海']
  const forms = ['有限公司', '有限责任公司', '公司', '股份有限公司']
  const spellings = places.flatMap((place) => forms.map((form) => `${place}瑞泰恒${form}`))
  const spelled = spellings.map((name, at) => ({ ...stranger(next, `p${at}`), name, code: own }))
  const meaning = 'kind: organisation\ncolumns: { name: name, address: address, identifier.uscc: code }\n'
  const sizes = (await clustersOf(meaning, [...strangers, ...clients, ...spelled])).map((ids) => ids.split(',').length)
  expect(sizes.filter((size) => size > 1)).toEqual([spellings.length])
})

test('companies of an address and a telephone are one if it was renamed, and not if three names have nothing in common', async () => {
  const next = new Random(5)
  const strangers = Array.from({ length: 1500 }, (_, at) => stranger(next, `s${at}`))
  const at = (id: string, address: string, phone: string, names: readonly string[], code = '') =>
    names.map((name, place) => ({ id: `${id}${place}`, name, address, phone, code }))
  const code = uscc(() => next.unit(), '91', '310100')
  const rows = [
    ...strangers,
    ...at('renamed', '长江路18号', '13912345678', ['瑞泰恒食品有限公司', '瑞泰恒食品有限公司', '华鑫源科技有限公司']),
    ...at('office', '黄河路7号', '13812345678', [
      '东方宝运输有限公司',
      '国联信建筑工程有限公司',
      '鼎正德文化传媒有限公司',
    ]),
    ...at(
      'twice',
      '淮河路9号',
      '13712345678',
      ['星辰宇家具有限公司', '腾飞鹏印刷有限公司', '松柏青包装有限公司'],
      code,
    ),
  ]
  const meaning = 'kind: organisation\ncolumns: { name: name, address: address, phone: phone, identifier.uscc: code }\n'
  const clusters = (await clustersOf(meaning, rows)).filter((ids) => !ids.startsWith('s') || ids.includes(','))
  expect(clusters).toEqual(['office0', 'office1', 'office2', 'renamed0,renamed1,renamed2', 'twice0,twice1,twice2'])
})

test('an e-mail address makes two one among the strangers of an office', async () => {
  const next = new Random(6)
  const strangers = Array.from({ length: 1500 }, (_, at) => stranger(next, `s${at}`))
  const names = ['东方宝运输有限公司', '国联信建筑工程有限公司', '鼎正德文化传媒有限公司']
  const office = names.flatMap((name, at) =>
    [0, 1].map((time) => ({
      id: `o${at}${time}`,
      name,
      address: '黄河路7号',
      phone: '13812345678',
      mail: time === 0 && at < 2 ? 'one@owner.example' : '',
    })),
  )
  const meaning = 'kind: organisation\ncolumns: { name: name, address: address, phone: phone, email: mail }\n'
  const clusters = (await clustersOf(meaning, [...strangers, ...office])).filter((ids) => ids.startsWith('o'))
  expect(clusters).toEqual(['o00,o01,o10,o11', 'o20,o21'])
})

/** Optimal string alignment by its whole table. */
function editsByTable(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => [i])
  const cell = (i: number, j: number) => table[i]?.[j] ?? (i === 0 ? j : Number.POSITIVE_INFINITY)
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, cell(i - 2, j - 2) + 1)
      ;(table[i] ?? [])[j] = least
    }
  return cell(a.length, b.length)
}

test('edits and shared pairs are counted as they are defined', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '国'), maxLength: 10 })
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 3 }), (a, b, most) => {
      expect(edits(a, b, most)).toBe(Math.min(editsByTable(a, b), most + 1))
      const pairs = (of: string) =>
        new Set(Array.from({ length: Math.max(0, of.length - 1) }, (_, at) => of.slice(at, at + 2)))
      const [x, y] = [pairs(a), pairs(b)]
      if (a.length > 1 && b.length > 1)
        expect(diceOf(a, b)).toBe((2 * [...x].filter((pair) => y.has(pair)).length) / (x.size + y.size))
    }),
    { numRuns: 2000 },
  )
})

const SYLLABLES = ['ar', 'bel', 'cor', 'dan', 'el', 'fin', 'gor', 'hal', 'in', 'jo', 'ka', 'lum']
/** A name in Latin letters that nobody else has. */
function firm(next: Random): string {
  const word = () => Array.from({ length: 4 }, () => SYLLABLES[next.below(SYLLABLES.length)]).join('')
  return `${word()} ${word()} Ltd`
}

test('of names alone, spellings of one are one party, and names that begin or end alike are not', async () => {
  const next = new Random(11)
  const strangers = Array.from({ length: 1500 }, (_, at) => ({ id: `s${at}`, name: firm(next) }))
  const rows = [
    ...['Quixotrop', 'QUIXOTROP, Inc.', 'Quixotrop Incorporated', 'quixotrop inc'].map((name, at) => ({
      id: `q${at}`,
      name,
    })),
    ...['Wexomal Co Ltd', 'Wexomal Corp'].map((name, at) => ({ id: `w${at}`, name })),
    ...['Zyphar Pharmaceuticals Inc', 'Zyphar Pharma'].map((name, at) => ({ id: `z${at}`, name })),
    ...['Zyphar Homestead Ltd', 'Zyphar Logistics Ltd'].map((name, at) => ({ id: `o${at}`, name })),
    ...['Vostrix Fields', 'Vostrix Fields Canada', 'Vostrix Fieldswood'].map((name, at) => ({ id: `v${at}`, name })),
    ...['Yaltimex GmbH', 'Yaltimex GmbH & Co. KG', 'Roma', 'AS Roma'].map((name, at) => ({ id: `y${at}`, name })),
  ]
  const clusters = await clustersOf('kind: organisation\ncolumns: { name: name }\n', [...strangers, ...rows])
  const told = clusters.filter((ids) => !/^s\d+$/.test(ids))
  const apart = ['o0', 'o1', 'v0', 'v1', 'v2', 'w0', 'w1', 'y0', 'y1', 'y2', 'y3']
  expect(told).toEqual([...apart, 'q0,q1,q2,q3', 'z0,z1'].sort())
})

test.each([
  ['addresses', 'address: address, city: city'],
  ['cities', 'city: city'],
])('shops of one name in many towns are not one, told by their %s', async (_, columns) => {
  const next = new Random(3)
  const towns = ['Salem', 'Dover', 'Clinton', 'Fairview', 'Madison', 'Franklin', 'Bristol', 'Oxford']
  const place = (city: string) => ({ city, address: `${next.below(9999)} ${['Oak', 'Elm', 'Lake'][next.below(3)]} St` })
  const shops = ['Main Street Deli', 'First Baptist Church', 'Subway'].flatMap((name, kind) =>
    towns.map((town, at) => ({ id: `s${kind}${at}`, name, ...place(town) })),
  )
  const firms = Array.from({ length: 300 }, (_, at) => ({
    id: `f${at}`,
    name: firm(next),
    ...place(towns[next.below(towns.length)] ?? ''),
  }))
  const clusters = await clustersOf(`kind: organisation\ncolumns: { name: name, ${columns} }\n`, [...shops, ...firms])
  expect(clusters.filter((ids) => ids.includes(','))).toEqual([])
})
