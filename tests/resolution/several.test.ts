/** Cells that hold several telephones, mail addresses or codes: all of them count. */
import { describe, expect, it } from 'vitest'
import { email, mailsIn, phone, phonesIn } from '../../resolution/fields/contact.js'
import type { Field } from '../../resolution/fields/field.js'
import { CODE_LEVELS, chineseCode, identifier } from '../../resolution/fields/identifier.js'

function level<V>(field: Field<V>, one: readonly string[], other: readonly string[]): string {
  const [a, b] = [field.read(one), field.read(other)]
  if (a === null || b === null) return 'nothing'
  const found = { level: new Int8Array(1).fill(-1), bits: new Float64Array(1).fill(Number.NaN) }
  field.compare(a, b, () => 10, found, 0)
  const back = { level: new Int8Array(1).fill(-1), bits: new Float64Array(1).fill(Number.NaN) }
  field.compare(b, a, () => 10, back, 0)
  expect(back).toEqual(found)
  return field.slots[0]?.levels[found.level[0] ?? -1]?.label ?? 'none'
}

describe('telephones of a cell', () => {
  it.each([
    ['021-1234567/13800001111', ['0211234567', '13800001111']],
    ['0371-65901234、13812345678', ['037165901234', '13812345678']],
    ['0371-65901234；0371-65905678', ['037165901234', '037165905678']],
    ['13812345678 或 13912345678', ['13812345678', '13912345678']],
    ['13812345678 13912345678', ['13812345678', '13912345678']],
    ['电话：0510-82833333 传真：0510-82834444', ['051082833333', '051082834444']],
    ['0571-88881234（传真）', ['057188881234']],
    ['02-2345-6789#123', ['0223456789']],
    ['010/62345678', ['01062345678']],
    ['62345678/79', ['62345678']],
    ['138****5678、0510-82833333', ['051082833333']],
    ['0221/1234567', ['02211234567']],
    ['+49 (0)36601/123456', ['49036601123456']],
    ['Tel. 030 1234567, Fax 030 1234568', ['0301234567', '0301234568']],
    ['555-0148 or 555-0161', ['5550148', '5550161']],
    ['01 23 45 67 89', ['0123456789']],
    ['(773) 555-1234 ext. 12', ['7735551234']],
    ['fax 12345', ['12345']],
    ['无', []],
  ])('%s', (text, numbers) => {
    expect(phonesIn(text)).toEqual(numbers)
  })

  it('agree when any two agree, in one column or in two', () => {
    expect(level(phone, ['021-1234567/13800001111'], ['138 0000 1111'])).toBe('phone same')
    expect(level(phone, ['021-1234567', '13800001111'], ['13800001111'])).toBe('phone same')
    expect(level(phone, ['021-1234567；13800001111'], ['021-7654321；13900002222'])).toBe('phone different')
    expect(phone.keys(phone.read(['021-1234567、13800001111']) ?? '')).toContain('e1111')
  })
})

describe('mail addresses of a cell', () => {
  it.each([
    ['a@x.org; B@y.org', ['a@x.org', 'b@y.org']],
    ['Office <a@x.org>, b@y.org.', ['a@x.org', 'b@y.org']],
    ['a@x.org/b@y.org', ['a@x.org', 'b@y.org']],
    ['office at x.org', ['office at x.org']],
    ['无', []],
  ])('%s', (text, mails) => {
    expect(mailsIn(text)).toEqual(mails)
  })

  it('agree when any two agree', () => {
    expect(level(email, ['a@x.org; office@y.org'], ['office@y.org'])).toBe('mail address same')
  })
})

describe('codes of a cell', () => {
  const [one, other] = ['91350200MA2XN7JR4A', '91110108551385082Q']

  it('agree when any two agree, and part two parties only when none does', () => {
    expect(level(chineseCode, [`${one}、${other}`], [other])).toBe(`code ${CODE_LEVELS[0]}`)
    expect(level(chineseCode, [`${other}；${one}`], [other])).toBe(`code ${CODE_LEVELS[0]}`)
    expect(level(chineseCode, [one], [other])).toBe('code different')
    expect(level(identifier('licence'), ['AB-12345, CD-67890'], ['CD 67890'])).toBe('licence same')
  })

  it('stay one where a separator is part of the code', () => {
    expect(identifier('x').read(['1,234,567'])).toBe('1234567')
    expect(identifier('x').read(['AB/12345'])).toBe('AB12345')
  })
})
