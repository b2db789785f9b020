/** Remarks on the status of a party are no part of its name; places and persons in brackets are what they were. */
import { describe, expect, it } from 'vitest'
import { ORGANISATION_LEVELS } from '../../resolution/chinese/compare.js'
import { parseChinese } from '../../resolution/chinese/name.js'
import { organisation } from '../../resolution/fields/organisation.js'
import { withoutStatus } from '../../resolution/text/status_remark.js'

const level = (one: string, other: string) => {
  const found = { level: new Int8Array(1), bits: new Float64Array(1) }
  const [a, b] = [organisation.read([one]), organisation.read([other])]
  if (a === null || b === null) return 'nothing'
  organisation.compare(a, b, () => 10, found, 0)
  return ORGANISATION_LEVELS[found.level[0] ?? -1]
}

describe('a status in brackets', () => {
  it.each([
    '样本贸易有限公司(已解列)',
    '樣本貿易有限公司（已註銷）',
    '樣本貿易有限公司(歇業)',
    '樣本貿易有限公司（解散）',
    '樣本貿易有限公司（重複管編）',
    '样本贸易有限公司【停业】',
    '样本贸易有限公司(注销)',
    '样本贸易有限公司(吊销，未注销)',
    '样本贸易有限公司(已于2019年5月吊销)',
    '(清算中)样本贸易有限公司',
    '样本贸易(存续)有限公司',
  ])('%s is the company', (name) => {
    expect(parseChinese(name).whole).toBe('样本贸易有限公司')
  })

  it.each([
    ['Sample Trading Ltd (in liquidation)', 'Sample Trading Ltd'],
    ['Sample Trading Ltd [Dissolved 2015]', 'Sample Trading Ltd'],
    ['Sample Trading Ltd (CLOSED)', 'Sample Trading Ltd'],
    ['Sample Trading (permanently closed; inactive) Ltd', 'Sample Trading Ltd'],
    ['Muster & Söhne GmbH i.L.', 'Muster & Söhne GmbH'],
    ['Muster & Söhne GmbH i. L.', 'Muster & Söhne GmbH'],
    ['Muster GmbH in Liquidation', 'Muster GmbH'],
    ['Exemple SA, en liquidation', 'Exemple SA'],
    ['Esempio S.r.l. in liquidazione', 'Esempio S.r.l.'],
    ['Przykład Sp. z o.o. w likwidacji', 'Przykład Sp. z o.o.'],
  ])('%s is %s', (name, rest) => {
    expect(withoutStatus(name)).toBe(rest)
  })

  it.each([
    ['样本贸易有限公司(吊销)', '样本贸易有限公司', 'same'],
    ['样本贸易有限公司(已解列)二厂', '样本贸易有限公司二厂', 'same'],
    ['Muster und Söhne GmbH i.L.', 'Muster & Söhne GmbH', 'same but for form or place'],
    ['Sample Trading Ltd (in liquidation)', 'SAMPLE TRADING LTD', 'same'],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(level(one, other)).toBe(expected)
  })
})

describe('what else stands in brackets or at the end', () => {
  it.each([
    '样本(上海)贸易有限公司',
    '样本牧场(谢东宝)',
    '样本贸易有限公司(原旧样本有限公司)',
    '样本(集团)有限公司',
    '样本百货(停业路店)',
    'Sample Trading (Closed Loop) Ltd',
    'Sample Trading (Hong Kong) Ltd',
    'Active Sample Ltd',
    'School of Studies in Administration',
    'Merged Waters Ltd',
    '(closed)',
    '(注销)',
  ])('%s stays', (name) => {
    expect(withoutStatus(name)).toBe(name)
  })
})
