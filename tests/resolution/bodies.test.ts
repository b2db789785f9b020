/** Names of public bodies and institutions: one spelled in two ways, bodies and their parts, and those of other places. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareChinese, LEVEL } from '../../resolution/chinese/compare.js'
import { parseChinese } from '../../resolution/chinese/name.js'

const level = (a: string, b: string) => compareChinese(parseChinese(a), parseChinese(b))
const file = readFileSync(new URL('data/bodies.csv', import.meta.url))
const rows = parse<{ name1: string; name2: string; answer: string }>(file, { columns: true })

const said = (found: number) =>
  found <= LEVEL.contained
    ? 'same'
    : found === LEVEL.alike
      ? 'possible'
      : found === LEVEL.branch || found === LEVEL.sibling
        ? 'related'
        : 'different'

it.each(rows.map(({ name1, name2, answer }) => [name1, name2, answer]))('%s and %s: %s', (one, other, answer) => {
  expect([said(level(one, other)), said(level(other, one))]).toEqual([answer, answer])
})

const places = fc.constantFrom(
  ...'北京市 北京市海淀区 北京市朝阳区 朝阳市 长春市朝阳区 苏州市 宿州市 长沙市 长沙县 吉林省 吉林市 杭州市西湖区 南昌市西湖区 新北市'.split(
    ' ',
  ),
)
const kinds = fc.constantFrom('公安局', '市场监督管理局', '人民法院', '中级人民法院', '人民政府', '教育局', '税务局')
const parts = fc.constantFrom('', '城东分局', '城西分局', '第一派出所', '第二派出所', '办公室')
const bodies = fc.tuple(places, kinds, parts)

it('no two that differ in place, kind or part are one', () => {
  fc.assert(
    fc.property(bodies, bodies, (a, b) => {
      const found = said(level(a.join(''), b.join('')))
      expect(found === 'same').toBe(a.join('') === b.join(''))
    }),
    { numRuns: 3000 },
  )
})
