/** Names of public bodies, schools and hospitals: one spelled in two ways, bodies and their parts, and those of other places. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { bodyKey } from '../../resolution/chinese/bodies.js'
import { LEVEL } from '../../resolution/chinese/compare.js'
import { compareOrganisations } from '../../resolution/chinese/compare_bodies.js'
import { parseChinese } from '../../resolution/chinese/name.js'
import { isOwnName } from '../../resolution/fields/organisation.js'
import { nameKey } from '../../resolution/keys.js'

const level = (a: string, b: string) => compareOrganisations(parseChinese(a), parseChinese(b))
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

const words = (text: string) => fc.constantFrom(...text.split(' '))
const places = words(
  '北京市 北京市海淀区 北京市朝阳区 朝阳市 长春市朝阳区 苏州市 宿州市 长沙市 长沙县 吉林省 吉林市 杭州市西湖区 南昌市西湖区 东莞市城东区 西宁市城东区 新北市',
)
const kinds = words(
  '公安局 市场监督管理局 人民法院 中级人民法院 人民政府 教育局 税务局 自然资源和规划局 规划和自然资源局',
)
const parts = fc.constantFrom(
  '',
  '城东分局',
  '城西分局',
  '第一派出所',
  '第二派出所',
  '出入境管理处',
  '朝阳分局出入境管理处',
)
const bodies = fc.tuple(places, kinds, parts)

it('no two that differ in place, kind or part are one', () => {
  fc.assert(
    fc.property(bodies, bodies, (a, b) => {
      expect(said(level(a.join(''), b.join(''))) === 'same').toBe(a.join('') === b.join(''))
    }),
    { numRuns: 3000 },
  )
})

test('two spellings of one body meet, and shops, committees of buildings and companies are none', () => {
  const key = (name: string) => {
    const { body } = parseChinese(name)
    return body === null ? null : bodyKey(body)
  }
  expect(key('北京市第四中学')).not.toBeNull()
  expect(key('北京四中')).toBe(key('北京市第四中学'))
  expect(key('杭州市西湖区公安分局')).toBe(key('杭州市公安局西湖分局'))
  for (const name of '台中市大同藥局 上海书局 四川省咖啡厅 长沙饭局 名馳社區管理委員會 杭州市法院路派出所 北京公安局有限公司'.split(
    ' ',
  ))
    expect(parseChinese(name).body, name).toBeNull()
})

/** Keys as they are stored: a rebuild does not make them anew, so that records of before and after an upgrade must get the same. */
it('names have the keys that they had before bodies were told', () => {
  const keys = parse<{ name: string; region: string; key: string }>(
    readFileSync(new URL('data/name_keys.csv', import.meta.url)),
    {
      columns: true,
    },
  )
  const keyed = (name: string, region: string) =>
    nameKey({ role: 'penalised', name, kind: 'organisation', region, address: null, identifiers: [] }) ?? ''
  expect(keys.map(({ name, region }) => ({ name, region, key: keyed(name, region) }))).toEqual(keys)
})

it('what is read of a body changes nothing else that is read, and whose own a name is follows from that alone', () => {
  const names = fc.array(pieces, { minLength: 1, maxLength: 8 }).map((list) => list.join(''))
  fc.assert(
    fc.property(names, (name) => {
      const { hasForm, registered, places, head, trade, line } = parseChinese(name)
      expect(head.endsWith(trade + line)).toBe(true)
      expect(isOwnName(name, [])).toBe(hasForm || registered || (places.at(-1)?.codes.length ?? 0) > 0)
    }),
    { numRuns: 3000 },
  )
})

const pieces = words(
  '北京市 海淀区 海淀 朝阳 吉林 公安 公安局 分局 市监局 和 人民法院 法院 政府 镇 大学 医院 附属 第一 第12 四中 中学 校区 国家税务总局 税务局 派出所 台中 衞 ( ) 管理委员会 开发区 有限公司 局 厅 院',
)

it('whatever the name, reading never fails, comparing is symmetric, and a name is itself', () => {
  const names = fc.array(pieces, { minLength: 1, maxLength: 8 }).map((list) => list.join(''))
  fc.assert(
    fc.property(names, names, (one, other) => {
      expect(level(one, other)).toBe(level(other, one))
      expect(level(one, one)).toBe(LEVEL.same)
    }),
    { numRuns: 4000 },
  )
})
