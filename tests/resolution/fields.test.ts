/** Persons, places, telephone numbers and dates: how their texts are read, and when two of them agree. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ORGANISATION_LEVELS } from '../../resolution/chinese/compare.js'
import { divisionCode, regionOf } from '../../resolution/chinese/places.js'
import { ADDRESS_LEVELS, compareAddresses, readAddress } from '../../resolution/fields/address.js'
import { email, phone } from '../../resolution/fields/contact.js'
import { readDay } from '../../resolution/fields/date.js'
import { type Field, Patterns } from '../../resolution/fields/field.js'
import { chineseCode, identifier } from '../../resolution/fields/identifier.js'
import { organisation } from '../../resolution/fields/organisation.js'
import { person } from '../../resolution/fields/person.js'
import { compareParts, PART_LEVELS, splitName } from '../../resolution/fields/person_name.js'
import { compareRegions, REGION_LEVELS, readRegion, region } from '../../resolution/fields/region.js'
import { address, birthDate, trait } from '../../resolution/fields/simple.js'

describe('names of persons', () => {
  it.each([
    ['王秀英', '王', '秀英'],
    ['欧阳修', '欧阳', '修'],
    ['司馬相如', '司马', '相如'],
    ['李明 先生', '李', '明'],
    ['Charney, Peggie', 'charney', 'peggie'],
    ['Dr. Robert J. Smith Jr.', 'smith', 'robert j.'],
    ['Иванов Иван Иванович', 'иванов', 'иван иванович'],
    ['阿卜杜勒·卡里姆', '卡里姆', '阿卜杜勒'],
  ])('%s is of the family %s, given %s', (name, family, given) => {
    const parsed = splitName(name)
    expect([parsed.family?.folded, parsed.given?.folded]).toEqual([family, given])
  })

  const family = (one: string, other: string) => {
    const [a, b] = [splitName(one).family, splitName(other).family]
    return a === null || b === null ? undefined : PART_LEVELS[compareParts(a, b)]
  }
  it.each([
    ['王秀英', 'Xiuying Wang', 'same'],
    ['Ivan Ivanov', 'Иван Иванов', 'same'],
    ['Peggie Müller', 'Peggie Muller', 'same'],
    ['Anna Petersen', 'Anna Peterson', 'near'],
    ['علي محمد', 'Ali Muhammad', 'near'],
    ['علي محمود', 'Ali Haddad', 'different'],
    ['សុខ ចាន់', 'សុខ ចាន់', 'same'],
    ['Anna Petersen', 'Anna Quispe', 'different'],
  ])('the families of %s and %s are %s', (one, other, expected) => {
    expect(family(one, other)).toBe(expected)
  })
})

describe('names in Latin letters', () => {
  const name = (text: string) => organisation.read([text])
  const label = (one: string, other: string) => {
    const found = { level: new Int8Array(1), bits: new Float64Array(1) }
    const [a, b] = [name(one), name(other)]
    if (a === null || b === null) return undefined
    organisation.compare(a, b, () => 10, found, 0)
    return ORGANISATION_LEVELS[found.level[0] ?? -1]
  }
  it.each([
    ['Pfizer, Inc.', 'PFIZER', 'same but for form or place'],
    ['Sample Trading L.L.C.', 'Sample Trading LLC', 'same'],
    ['Müllenkranz GmbH', 'Mullenkranz', 'same but for form or place'],
    ['Müllenkranz Aktiengesellschaft', 'Müllenkranz AG', 'same but for form or place'],
    ['Sample Missiles Joint Stock Company', 'JSC Sample Missiles', 'same but for form or place'],
    ['ООО "Образец 2000"', 'Общество с ограниченной ответственностью «Образец 2000»', 'same but for form or place'],
    ['Sample Sp. z o.o.', 'Sample', 'same but for form or place'],
    ['Sample Zoo Pharma', 'Sample Zoo Pharmaceuticals Inc', 'near'],
    ['Sample Zoo Hldgs', 'Sample Zoo Holdings PLC', 'near'],
    ['Sample Zoo Park', 'Sample Zoo Parking', 'alike'],
    ['A.B.C. Trading', 'ABC Trading', 'same'],
    ['A.B.C. Trading', 'C.B.A. Trading', 'alike'],
    ['Газпром ООО', 'Gazprom', 'same but for form or place'],
    ['Little Tykes I', 'Little Tykes II', 'other branch'],
    ['Sample Trading', 'Quite Another Company', 'different'],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(label(one, other)).toBe(expected)
    expect(label(other, one)).toBe(expected)
  })
})

describe('places', () => {
  it.each([
    ['江西省南昌市进贤县民和镇胜利路1号', ['360124'], '民和镇胜利路1号'],
    ['江苏江阴市澄江街道', ['320281'], '澄江街道'],
    ['中山路1号', [], '中山路1号'],
    ['长安大道5号', [], '长安大道5号'],
    ['样本', [], '样本'],
  ])('%s', (text, codes, rest) => {
    expect(regionOf(text)).toEqual({ codes, rest })
  })

  it('with a name of many have all of its codes, until a wider place says which', () => {
    expect(regionOf('和平区').codes.length).toBeGreaterThan(1)
    expect(regionOf('天津市和平区').codes).toEqual(['120101'])
  })

  it.each([
    ['360124', '360124'],
    ['360100', '3601'],
    ['360000', '36'],
    ['360124000000', '360124'],
    ['990000', null],
    ['12345', null],
    ['', null],
  ])('the code %j is of %s', (text, expected) => {
    expect(divisionCode(text)).toBe(expected)
  })

  it.each([
    ['无锡市', '无锡', 'same'],
    ['臺中市', '台中市', 'same'],
    ['320200', '无锡市', 'same'],
    ['江阴市', '无锡市', 'near'],
    ['江苏省', '320281', 'near'],
    ['嘉義市', '嘉義縣', 'near'],
    ['江阴市', '南昌市', 'different'],
    ['北京市朝阳区', '辽宁省朝阳市', 'different'],
    ['Melbourne', 'melbourne', 'same'],
    ['Melbourne', 'Melborne', 'near'],
  ])('%s and %s are %s', (one, other, expected) => {
    const [a, b] = [readRegion(one), readRegion(other)]
    expect(a === null || b === null ? undefined : REGION_LEVELS[compareRegions(a, b)]).toBe(expected)
  })

  it.each([
    ['江西省南昌市进贤县民和镇胜利路1号', '进贤县民和镇胜利路1号', 'same'],
    ['彰化縣埤頭鄉庄仔路一九一號', '彰化县埤头乡庄仔路191号', 'same'],
    ['南昌市中山路1号', '无锡市中山路1号', 'different'],
    ['12 High Street', '12 high st', 'same'],
    ['12 High Street', '14 High Street', 'street same, other number'],
  ])('the addresses %s and %s are %s', (one, other, expected) => {
    const [a, b] = [readAddress([one]), readAddress([other])]
    expect(a === null || b === null ? undefined : ADDRESS_LEVELS[compareAddresses(a, b)]).toBe(expected)
  })
})

describe('telephone numbers and days', () => {
  it.each([
    ['+86 138-1234-5678', '13812345678'],
    ['(0371) 65901234转8001', '037165901234'],

    ['310/246-1501', '3102461501'],
    ['138****5678', null],
    ['0000000', null],
    ['无', null],
  ])('%s is %s', (text, expected) => {
    expect(phone.read([text])).toBe(expected)
  })

  it.each([
    ['1971-06-24', '19710624'],
    ['1971年6月24日', '19710624'],
    ['24-May-11', '20110524'],
    ['20/8/1991', '19910820'],
    ['不详', undefined],
    ['1971-13-45', undefined],
  ])('%s is the day %s', (text, expected) => {
    expect(readDay(text)?.text).toBe(expected)
  })
})

describe('days of birth', () => {
  const level = (one: string, other: string) => {
    const found = { level: new Int8Array(1).fill(-1), bits: new Float64Array(1) }
    const [a, b] = [birthDate.read([one]), birthDate.read([other])]
    if (a !== null && b !== null) birthDate.compare(a, b, () => 10, found, 0)
    return found.level[0] ?? -1
  }
  const label = (at: number) => birthDate.slots[0]?.levels[at]?.label ?? null

  it.each([
    ['1964-11-17', '1964-11-17', 'birth date same'],
    ['1964-11-17', '1964-11-18', 'birth date with one slip'],
    ['1964-11-07', '1964-07-11', 'birth date with one slip'],
    ['1964-11-17', '1964-11-02', 'birth date with another month or day'],
    ['1964-11-17', '1964-02-17', 'birth date with another month or day'],
    ['1964-11-17', '1992-11-17', 'birth date in another year'],
    ['1964-11-17', '1964-12-08', 'birth date within a month'],
    ['1964-11-17', '1965-02-08', 'birth date within a year'],
    ['1964-11-17', '1992-03-05', 'birth date different'],
    // No calendar has the first, which was meant to be something.
    ['1964-11-71', '1964-11-17', 'birth date with one slip'],
    ['9185-10-14', '1985-10-14', 'birth date with one slip'],
    ['1964-11-98', '1964-11-17', 'birth date with another month or day'],
    ['1964-11-98', '1968-03-05', null],
    ['1964-11-98', '1992-03-05', 'birth date different'],
    ['1985-02-30', '1985-02-20', 'birth date with one slip'],
    ['1964-11-71', '1964-11-71', 'birth date same'],
    // What is not known, and what fills a field, say nothing.
    ['1964-00-00', '1964-11-17', null],
    ['1985-07-00', '1985-07-03', null],
    ['1985-07-99', '1985-07-09', null],
    ['9999-99-99', '1999-09-09', null],
    ['9999-12-31', '1999-12-31', null],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(label(level(one, other))).toBe(expected)
    expect(label(level(other, one))).toBe(expected)
  })

  it('agree less the further apart they are', () => {
    const day = (year: number) => `${year}-06-24`
    const slip = 1
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (less, more) => {
        const [near, far] = [Math.min(less, more), Math.max(less, more)].map((years) =>
          level(day(1940), day(1940 + years)),
        )
        if (near !== slip && far !== slip) expect(near).toBeLessThanOrEqual(far ?? -1)
      }),
    )
  })
})

describe('every field', () => {
  const fields: readonly (readonly [string, Field<unknown>, (texts: string[]) => unknown])[] = [
    ...[
      organisation,
      address,
      birthDate,
      email,
      phone,
      chineseCode,
      identifier('ssn'),
      region('city'),
      trait('x', true),
    ].map((field) => [field.name, field as Field<unknown>, (texts: string[]) => field.read(texts)] as const),
    ['person_name', person as Field<unknown>, ([text = '']) => splitName(text)],
  ]
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          '样本',
          '有限公司',
          'Smith',
          'J.',
          ' ',
          '上海',
          '路',
          '12',
          '-',
          '号',
          '1980',
          '@',
          '0',
          '?',
          ',',
        ),
        { maxLength: 8 },
      )
      .map((list) => list.join('')),
  )
  const levels = (field: Field<unknown>, a: unknown, b: unknown) => {
    const found = { level: new Int8Array(field.slots.length).fill(-1), bits: new Float64Array(field.slots.length) }
    field.compare(a, b, () => 10, found, 0)
    return [...found.level]
  }

  it.each(fields)('%s: reading never fails, comparing is symmetric, and best for equal texts', (_, field, read) => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const [a, b] = [read([one]), read([other])]
        if (a === null || b === null) return
        expect(levels(field, a, b)).toEqual(levels(field, b, a))
        for (const level of levels(field, a, read([one])))
          expect(level).toBeLessThanOrEqual(field === chineseCode ? 1 : 0)
      }),
      { numRuns: 1000, examples: [['SmithJ.Smith', 'Smith-Smith-']] },
    )
  })

  it.each(fields)('%s: equal texts share a key', (_, field, read) => {
    fc.assert(
      fc.property(texts, (text) => {
        const value = read([text])
        if (value !== null && levels(field, value, value).some((level) => level === 0))
          expect(field.keys(value).length).toBeGreaterThan(0)
      }),
    )
  })

  it.each(fields)('%s: 10,000 characters take no time', (_, field, read) => {
    for (const part of ['样本', 'a ', '1', 'smith, ', '(', '上海市', '12 ', '@', 'ab1-', '?']) {
      const text = part.repeat(10_000 / part.length)
      read([text])
      const began = performance.now()
      const [a, b] = [read([text]), read([`${text}x`])]
      if (a !== null && b !== null) levels(field, a, b)
      if (a !== null) field.keys(a)
      const patterns = new Patterns()
      patterns.add('?'.repeat(text.length))
      if (a !== null) field.fits?.(a, patterns)
      expect(performance.now() - began, part).toBeLessThan(250)
    }
  })
})
