import { describe, expect, it } from 'vitest'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import { KIND_NAMES, KINDS, type Kind } from '../../schemas/record.js'

const token = (scheme: string, value: string) => `${scheme}-${value.length}`

describe('a draft', () => {
  it('says null where the source says nothing, and keeps what it says, zero and false included', () => {
    const record = draft('criminal_case', {
      source_key: 'a',
      in_force: false,
      status: 'filed',
      field: 'food',
      suspects: '0',
    })
    expect(record).toMatchObject({
      in_force: false,
      suspects: '0',
      amount: null,
      traits: [],
      parties: [],
      authority: null,
    })
    expect(KINDS.criminal_case.safeParse({ ...record, connector: 'x' }).success).toBe(true)
  })

  it.each(KIND_NAMES)('of a %s has every field of its kind, so that a forgotten one is seen', (kind: Kind) => {
    // As a connector that is not type-checked would call it.
    const record = draft(kind, {} as never)
    expect([...Object.keys(record), 'connector'].sort()).toEqual(Object.keys(KINDS[kind].shape).sort())
    expect(KINDS[kind].safeParse({ ...record, connector: 'x' }).success).toBe(false)
  })
})

describe('a Chinese party', () => {
  it('is what its code says, and lives where it was registered', () => {
    expect(chineseParty('penalised', '甲', { uscc: '９1360124MA38ABCD7W' }, token)).toMatchObject({
      kind: 'organisation',
      region: '360100',
      identifiers: [{ scheme: 'uscc', value: '91360124MA38ABCD7W', check: 'valid' }],
    })
    expect(chineseParty('penalised', '乙', { uscc: '92320281MA1R7K2X90' }, token).kind).toBe('sole_trader')
    expect(chineseParty('penalised', '丙', {}, token)).toMatchObject({ kind: 'unknown', region: null, identifiers: [] })
  })

  it('never shows a citizen number, wherever it stands', () => {
    const number = '11010519491231002X'
    for (const codes of [
      { uscc: number },
      { orgCode: number },
      { document: number },
      { businessRegistration: number },
    ]) {
      const party = chineseParty('penalised', '丁', codes, token)
      expect(JSON.stringify(party)).not.toContain(number)
      expect(party.identifiers).toMatchObject([{ scheme: 'cn_citizen_token' }])
    }
    expect(JSON.stringify(chineseParty('reporter', '戊', { phone: '138 0000 0000' }, token))).not.toContain(
      '13800000000',
    )
  })

  it('keeps a code whose check digit is wrong, and flags it', () => {
    const party = chineseParty('listed', '己', { uscc: '91350203M0001QAY9B' }, token)
    expect(party.identifiers).toMatchObject([{ scheme: 'uscc', check: 'failed' }])
    expect(failedChecks([party, party])).toEqual(['check_failed:uscc'])
  })
})
