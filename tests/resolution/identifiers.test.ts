/** Codes of organisations: which join two mentions, which keep them apart, and which only suggest. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveMentions } from '../../resolution/engine.js'
import { CODE_LEVELS, compareChineseCodes, readChineseCode } from '../../resolution/fields/identifier.js'
import { mapping } from '../../resolution/mapping.js'
import { MentionReader, type Texts } from '../../resolution/mention.js'
import { membersOf } from '../support/clusters.js'

const read = (...texts: string[]) => readChineseCode(texts)
function compared(one: string, other: string): string | undefined {
  const [a, b] = [read(one), read(other)]
  return a === null || b === null ? 'nothing' : CODE_LEVELS[compareChineseCodes(a, b)]
}

describe('a code of an organisation', () => {
  it.each([
    ['is read in any width and spacing', '９１１３０９０３ MA0TE5T16E', { text: '91130903MA0TE5T16E', valid: true }],
    ['holds the organisation code', '91130903MA0TE5T16E', { org: 'MA0TE5T16', kind: '91' }],
    ['of nine characters may have a hyphen', 'MA0TE5T1-6', { org: 'MA0TE5T16', kind: '', valid: true }],
    [
      'has its I and O read as 1 and 0 where that is right',
      '9II3O9O3MAOTE5T16E',
      { text: '91130903MA0TE5T16E', valid: true },
    ],
    ['of zeros is never valid', '91000000000000000X', { valid: false }],
    ['with a wrong check stays what it is', '91350203M0001QAY9B', { text: '91350203M0001QAY9B', valid: false }],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toMatchObject(expected)
  })

  it.each(['', '0', '无', '000000000000000000', '111111111', '12345', '样本有限公司'])('is not %j', (text) => {
    expect(read(text)).toBeNull()
  })

  it.each([
    ['91130903MA0TE5T16E', '91130903MA0TE5T16E', 'same'],
    ['91130903MA0TE5T16E', 'MA0TE5T16', 'same'],
    ['91350203M0001QAY9B', '91350203M0001QAY9B', 'same, but its check fails'],
    ['91130903MA0TE5T16E', '91130903MA0TE5T17E', 'with one slip'],
    ['91130903MA0TE5T16E', '91360124MA38ABCD7W', 'different'],
    ['91130903MA0TE5T16E', '92320281MA1R7K2X90', 'of another kind'],
    ['91130903MA0TE5T16E', '91350203M0001QAY9B', 'different, but a check fails'],
  ])('%s beside %s is %s', (one, other, expected) => {
    expect(compared(one, other)).toBe(expected)
    expect(compared(other, one)).toBe(expected)
  })

  it('of any text is read without failing, and compares to itself as the same', () => {
    const text = fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^[0-9A-Z]{9}$|^[0-9A-Z]{18}$/))
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(compared(one, other)).toBe(compared(other, one))
        expect(['same', 'same, but its check fails', 'nothing']).toContain(compared(one, one))
      }),
    )
  })
})

/** The groups of mentions, each as its ids. */
async function groups(
  kind: 'organisation' | 'person',
  columns: Record<string, string>,
  rows: Record<string, Texts>,
): Promise<string[]> {
  const reader = new MentionReader(mapping.parse({ kind, columns }))
  for (const [id, texts] of Object.entries(rows)) reader.add(id, '', texts)
  return membersOf(await resolveMentions(reader.mentions, mapping.parse({ kind, columns })))
    .map((ids) => ids.join(''))
    .sort()
}
const columns = { name: 'name', 'identifier.uscc': 'uscc', 'identifier.cn_org_code': 'org' }
const company = (name: string, uscc = '', org = ''): Texts => ({
  name: [name],
  'identifier.uscc': [uscc],
  'identifier.cn_org_code': [org],
})

describe('codes and names together', () => {
  it('a code joins what the names do not: company and branch that publish one, and one that has only the inner code', async () => {
    const rows = {
      a: company('上海样本贸易有限公司', '91130903MA0TE5T16E'),
      b: company('上海样本贸易有限公司武汉分公司', '91130903MA0TE5T16E'),
      c: company('样本贸易', '', 'MA0TE5T16'),
    }
    expect(await groups('organisation', columns, rows)).toEqual(['abc'])
  })

  it('two valid codes of a kind keep one name apart, whoever stands between them', async () => {
    const rows = {
      a: company('上海样本贸易有限公司', '91130903MA0TE5T16E'),
      b: company('上海样本贸易有限公司', '91360124MA38ABCD7W'),
      c: company('上海样本贸易有限公司'),
    }
    for (const group of await groups('organisation', columns, rows)) expect(group).not.toMatch(/a.*b/)
  })

  it('a code whose check fails does not join two names', async () => {
    const rows = {
      a: company('上海样本贸易有限公司', '91350203M0001QAY9B'),
      b: company('武汉另外机械有限公司', '91350203M0001QAY9B'),
    }
    expect(await groups('organisation', columns, rows)).toEqual(['a', 'b'])
  })

  it('a register that holds no more than one works of a company means the company by it', async () => {
    const register = mapping.parse({
      kind: 'organisation',
      unique: ['register'],
      columns: { name: 'name', region: 'region' },
    })
    const linked = async (works: readonly string[]) => {
      const reader = new MentionReader(register)
      reader.add('p', 'penalty', { name: ['笠毅工業股份有限公司'], region: ['臺中市'] })
      for (const name of works) reader.add(name, 'register', { name: [name], region: ['臺中市'] })
      const { mentions, group } = await resolveMentions(reader.mentions, register)
      const own = group[mentions.ids.indexOf('p')]
      return mentions.ids.filter((id, at) => id !== 'p' && group[at] === own)
    }
    const [one, two, itself] = ['笠毅工業股份有限公司一廠', '笠毅工業股份有限公司二廠', '笠毅工業股份有限公司']
    expect(await linked([one])).toEqual([one])
    expect(await linked([one, two])).toEqual([])
    expect(await linked([one, itself])).toEqual([itself])
  })

  it('a branch without a code is not its company', async () => {
    const rows = { a: company('上海样本贸易有限公司'), b: company('上海样本贸易有限公司武汉分公司') }
    expect(await groups('organisation', columns, rows)).toEqual(['a', 'b'])
  })

  it('another day of birth and another identity token are two persons, whatever else agrees', async () => {
    const roles = {
      name: 'name',
      birth_date: 'born',
      'identifier.cn_citizen_token': 'token',
      phone: 'phone',
      address: 'address',
    }
    const person = (born: string, token: string): Texts => ({
      name: ['欧阳小样'],
      birth_date: [born],
      'identifier.cn_citizen_token': [token],
      phone: ['13812345678'],
      address: ['江西省南昌市进贤县民和镇胜利路1号'],
    })
    const [a, b] = [person('1980-02-29', 'c1f0a9'), person('1991-08-20', '77be02')]
    expect(await groups('person', roles, { a, b })).toEqual(['a', 'b'])
    expect(await groups('person', roles, { a, b: person('1980-02-29', '77be02') })).toEqual(['ab'])
  })
})
