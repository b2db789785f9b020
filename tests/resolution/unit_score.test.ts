/** Which of the four answers two units get. */
import { expect, test } from 'vitest'
import { organisation } from '../../resolution/fields/organisation.js'
import { person } from '../../resolution/fields/person.js'
import { address } from '../../resolution/fields/simple.js'
import { CHANCES } from '../../resolution/parameters.js'
import { TermRarity } from '../../resolution/rarity.js'
import { readUnit } from '../../resolution/unit.js'
import { hashOf, keysOf } from '../../resolution/unit_keys.js'
import { UnitScorer } from '../../resolution/unit_score.js'
import type { UnitRow } from '../../schemas/links.js'

const scorer = new UnitScorer(new TermRarity(null))
const unit = (id: string, said: Partial<UnitRow>) =>
  readUnit({
    unit_id: id,
    kind: 'organisation',
    joined_by: 'name',
    names: [],
    regions: [],
    addresses: [],
    identifiers: [],
    ...said,
  })
const answer = (a: Partial<UnitRow>, b: Partial<UnitRow>) => {
  const [x, y] = [unit('a', a), unit('b', b)]
  const answers = [scorer.judge(x, y), scorer.judge(y, x)].map((judgement) => judgement?.answer ?? null)
  expect(answers[0]).toBe(answers[1])
  return answers[0]
}

test('every level of the fields that are compared has released chances', () => {
  for (const { slots } of [organisation, person, address])
    for (const { levels } of slots) for (const { label } of levels) expect(CHANCES, label).toHaveProperty([label])
})

test('names said alike, names without a place, and two that are proven each are for people to judge', () => {
  const region = { regions: ['330100'] }
  expect(answer({ names: ['瑀盛冬甲食品有限公司'], ...region }, { names: ['瑀盛东甲食品有限公司'], ...region })).toBe(
    'possible',
  )
  expect(answer({ names: ['瑀盛冬甲食品有限公司'] }, { names: ['瑀盛冬甲食品有限公司'] })).toBe('possible')
  const proven = { names: ['大億營造有限公司'], regions: ['TW-TPE'], joined_by: 'identifier' as const }
  const number = (value: string) => ({ identifiers: [`+tw_moenv_registration_no\ttw\t${value}\tunchecked`] })
  expect(answer({ ...proven, ...number('P1') }, { ...proven, ...number('P2') })).toBe('possible')
})

test('a name that says its town needs no region; a place that several are says nothing', () => {
  const name = { names: ['江阴市鑫荣泽仓储有限公司'] }
  expect(answer(name, name)).toBe('same')
  expect(answer(name, { ...name, regions: ['320281'] })).toBe('same')
})

test.each([
  ['中石化杭州分公司', '中国石油化工股份有限公司杭州分公司', '330100'],
  ['中建三局', '中国建筑第三工程局有限公司', '420100'],
  ['上汽集团', '上海汽车集团股份有限公司', '310000'],
])('%s meets %s, which people then look at', (short, full, region) => {
  const [one, other] = [short, full].map((name) => ({ names: [name], regions: [region] }))
  if (one === undefined || other === undefined) throw new Error('two names were given')
  const keys = [one, other].map((said) => new Set(keysOf(unit('a', said)).map(({ key }) => key)))
  expect([...(keys[0] ?? [])].some((key) => keys[1]?.has(key))).toBe(true)
  expect(answer(one, other)).toBe('possible')
})

test('public bodies: one under its short name, an office and its body, and a name that does not say whose it is', () => {
  const at = (name: string, region: string) => ({ names: [name], regions: [region] })
  const full = at('杭州市西湖区市场监督管理局', '330106')
  const short = at('杭州市西湖区市监局', '330106')
  const here = { addresses: ['浙江省杭州市西湖区文三路478号'] }
  expect(answer({ ...full, ...here }, { ...short, ...here })).toBe('same')
  expect(answer(full, short)).toBe('possible')
  expect(answer(at('吉林市教育局', '220200'), at('吉林教育局', '220200'))).toBe('possible')
  expect(answer(at('深圳市人民医院', '440300'), at('人民医院', '440300'))).toBe('possible')
  expect(answer(at('北京市公安局', '110000'), at('北京市公安局海淀分局', '110108'))).toBe('related')
  expect(answer(at('北京市公安局朝阳分局', '110105'), at('北京市公安局海淀分局', '110108'))).toBe(null)
  expect(answer(full, at('杭州市市场监督管理局', '330100'))).not.toBe('same')
  const keys = [full, short].map((said) => keysOf(unit('a', said)).map(({ key }) => key))
  expect(keys[0]?.some((key) => keys[1]?.includes(key))).toBe(true)
})

test('whose 人民医院 is and which 鼓楼区 is meant the region does not prove, and one address or one code does', () => {
  const here = { addresses: ['深圳市罗湖区东门北路1017号'] }
  const there = { addresses: ['深圳市罗湖区东门北路1020号'] }
  // USCC and the organisation code inside it: two units.
  const code = { identifiers: ['+uscc\tcn\t91350100M000100Y43\tvalid'] }
  const inner = { identifiers: ['+cn_org_code\tcn\tM000100Y4\tvalid'] }
  const pairs = [
    ['人民医院', '深圳市人民医院', '440300'],
    ['鼓楼区人民法院', '南京市鼓楼区人民法院', '320106'],
    ['吉林教育局', '吉林市教育局', '220200'],
  ] as const
  for (const [short, full, region] of pairs) {
    const [x, y] = [
      { names: [short], regions: [region] },
      { names: [full], regions: [region] },
    ]
    expect(answer(x, y), short).toBe('possible')
    expect(answer({ ...x, ...here }, { ...y, ...here }), short).toBe('same')
    expect(answer({ ...x, ...code }, { ...y, ...inner }), short).toBe('same')
    expect(answer({ ...x, ...here }, { ...y, ...there }), short).not.toBe('same')
  }
  const two = ['北京市第四中学', '北京市西城区第四中学'].map((name) => ({
    names: [name],
    regions: ['110102'],
    ...here,
  }))
  expect(answer(two[0] ?? {}, two[1] ?? {})).toBe('possible')
})

test('a site is related to its company, and no person is an organisation', () => {
  const here = { names: ['台東縣鑫荣政府'], regions: ['TW-TTT'] }
  expect(answer(here, { ...here, kind: 'facility' })).toBe('related')
  expect(answer(here, { ...here, kind: 'person' })).toBe(null)
})

test('a short name is as rare as those that may be called so, and not as if nobody were in its province', () => {
  const [short, full] = ['四川长虹', '四川长虹电器股份有限公司'].map((name) => unit(name, { names: [name] }).name)
  if (!short || !full) throw new Error('two names were given')
  const bits = (holders: number) => {
    const counted = new TermRarity({ units: 1_000_000, holders: new Map([[hashOf('name ~长虹'), holders]]) })
    const found = { level: new Int8Array(1), bits: new Float64Array(1) }
    organisation.compare(short, full, counted.of('name', organisation.termChance), found, 0)
    return found.bits[0]
  }
  expect(bits(1)).toBe(17)
  expect(bits(4_000)).toBeLessThan(9)
})

test('a number that the whole ledger shares proves nothing, one that two share does', () => {
  const said = (value: string) => ({
    names: ['Corner Grocery'],
    identifiers: [`-cn_licence\tcn\t${value}\tunchecked`],
  })
  expect(answer(said('A-4711'), said('A-4711'))).toBe('same')
  const counted = new TermRarity({ units: 50_000, holders: new Map() })
  const shared = counted.of('cn_licence cn', 1e-6)('A-4711')
  const everywhere = new TermRarity({ units: 50_000, holders: new Map([[hashOf('cn_licence cn A-4711'), 9_000]]) })
  expect(everywhere.of('cn_licence cn', 1e-6)('A-4711')).toBeLessThan(3)
  expect(shared).toBeGreaterThan(15)
})

test('a trade name alone has those meet who may be in one part of the world, and who says no place meets all of them', () => {
  const keys = (names: string | string[], ...regions: string[]) =>
    new Set(
      keysOf(unit('a', { names: [names].flat(), regions })).flatMap(({ key, label }) =>
        label.startsWith('letters') ? [] : [key],
      ),
    )
  const meet = (a: Set<number>, b: Set<number>) => [...a].some((key) => b.has(key))
  const wuxi = keys('国联发展有限公司', '320200')
  const regions = ['320100', '110000', 'TW-TPE', '810000', 'SG', 'JP-13', 'CN', '156', '100000']
  const others = regions.map((region) => keys('国联物流有限公司', region))
  expect(others.map((other) => meet(wuxi, other))).toEqual([true, false, false, false, false, false, true, true, true])
  for (const anywhere of [
    keys('国联'),
    keys(['恒瑞精密机械制造有限公司', '国联医药生物科技股份有限公司']),
    keys(['GUOLIAN NEW ENERGY MATERIALS INDUSTRIAL CO LTD', '国联新能源材料科技股份有限公司']),
    keys('恒瑞科技有限公司(原名:国联集团)', '440300'),
  ])
    expect(others.map((other) => meet(anywhere, other))).not.toContain(false)
  expect(meet(keys('国联有限公司', '710000'), keys('国联物流有限公司', 'TW-TPE'))).toBe(true)
  expect(meet(keys('国联发展有限公司', '320200', '110000'), others[1] ?? new Set())).toBe(true)
})

test('keys are few, and alike for equal units; a name of ten thousand characters is no exception', () => {
  const long = unit('a', { names: ['甲'.repeat(10_000), '乙'], addresses: ['x'.repeat(5_000)] })
  expect(keysOf(long).length).toBeLessThanOrEqual(52)
  expect(keysOf(unit('a', { names: [''] }))).toEqual([])
  expect(keysOf(unit('a', { names: ['无'] }))).toEqual([])
})
