/** Pairs that look like one party and are not, or not surely: what somebody is told who gives them to be compared. */
import { expect, it } from 'vitest'
import { phone } from '../../resolution/fields/contact.js'
import { isOwnName } from '../../resolution/fields/organisation.js'
import { hasLegalForm } from '../../resolution/fields/organisation_name.js'
import { address, birthDate } from '../../resolution/fields/simple.js'
import { GivenPairs } from '../../resolution/given_pairs.js'
import { mapping } from '../../resolution/mapping.js'
import { MentionReader } from '../../resolution/mention.js'

type Side = Readonly<Record<string, string>>

function answer(kind: 'person' | 'organisation', a: Side, b: Side): string {
  const roles = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  const reader = new MentionReader(
    mapping.parse({ kind, columns: Object.fromEntries(roles.map((role) => [role, role])) }),
  )
  for (const side of [a, b])
    reader.add('', '', Object.fromEntries(Object.entries(side).map(([role, text]) => [role, [text]])))
  return new GivenPairs(reader.mentions).answer(0).answer
}
const home = {
  birth_date: '1990-05-05',
  address: '江西省南昌市胜利路1号',
  phone: '13800138000',
}
const token = (value: string) => ({ 'identifier.cn_citizen_token': value })

it.each<[string, 'person' | 'organisation', Side, Side, string]>([
  ['a name that is all there is', 'person', { name: '王伟' }, { name: '王伟' }, 'possible'],
  ['brothers', 'person', { name: '李建国', ...home }, { name: '李建军', ...home }, 'related'],
  ['twins', 'person', { name: '李大双', ...home }, { name: '李小双', ...home }, 'related'],
  [
    'other names under one number',
    'person',
    { name: '张伟', ...token('token-one') },
    { name: '李娜', ...token('token-one') },
    'possible',
  ],
  [
    'two numbers and two days',
    'person',
    { name: '张伟', ...home, ...token('token-one') },
    { name: '张伟', ...home, birth_date: '1991-05-05', ...token('token-two') },
    'different',
  ],
  [
    'father and son',
    'person',
    { name: 'John Smith Jr', address: '12 Oak St' },
    { name: 'John Smith Sr', address: '12 Oak St' },
    'related',
  ],
  [
    'II is junior',
    'person',
    { name: 'John Smith II', address: '12 Oak St' },
    { name: 'John Smith Jr', address: '12 Oak St' },
    'same',
  ],
  [
    'a company and another of its group',
    'organisation',
    { name: 'Siemens AG' },
    { name: 'Siemens Energy AG' },
    'possible',
  ],
  [
    'another name in the place of one',
    'organisation',
    { name: 'Saint Mary School' },
    { name: 'Saint Mark School' },
    'possible',
  ],
  ['a slip', 'organisation', { name: 'Wexford Lantern Holdings' }, { name: 'Wexford Lanternn Holdings' }, 'same'],
  [
    'a branch under the code of its company',
    'organisation',
    { name: '样本有限公司', 'identifier.uscc': '91350200MA2YJ1XR9G' },
    { name: '样本有限公司上海分公司', 'identifier.uscc': '91350200MA2YJ1XR9G' },
    'same',
  ],
])('%s', (_, kind, a, b, expected) => {
  const said = [answer(kind, a, b), answer(kind, b, a)]
  expect(said).toEqual(
    expected === 'possible'
      ? [expect.not.stringMatching('same'), expect.not.stringMatching('same')]
      : [expected, expected],
  )
})

it('takes the first day of a calendar for no day', () => {
  for (const text of ['1900-01-01', '1899-12-30', '0001-01-01', '9999-12-31']) expect(birthDate.read([text])).toBeNull()
  expect(birthDate.read(['1970-01-01'])).not.toBeNull()
})

it('knows the names that are one party’s in a region', () => {
  for (const name of ['Acme LLC', 'ACME, INC.', 'Bäckerei Müller GmbH', 'Siemens AG'])
    expect(hasLegalForm(name), name).toBe(true)
  for (const name of ["McDonald's", 'The House of Pies', 'LLC', 'Müller und Söhne', 'Café et Vin'])
    expect(hasLegalForm(name), name).toBe(false)
  // Ledgers keep keys that follow from this: forms that only comparing knows change none of them.
  for (const name of ['Siemens Aktiengesellschaft', 'Sample Sociedad Anónima', 'Sample d.o.o.'])
    expect(hasLegalForm(name), name).toBe(false)
  expect(isOwnName('进贤县李记小吃店', ['360124'])).toBe(true)
  expect(isOwnName('沙县小吃', ['360124'])).toBe(false)
  expect(isOwnName('便民超市', ['360124'])).toBe(false)
  expect(isOwnName('样本公司', [])).toBe(true)
})

it('tells streets that are named after a day, and shops that have one hotline', () => {
  const read = (text: string) => address.read([text])
  expect(read('江西省南昌市八一路1号')).toMatchObject({ numbers: '1', joined: '八一路号' })
  expect(read('高雄市中山路二段3號')).toMatchObject({ numbers: '2-3' })
  for (const text of ['400-800-1234', '4008001234', '95588', '1-800-555-0199', '0120-123-456'])
    expect(phone.read([text])).toBeNull()
  for (const text of ['0791-86123456', '13800138000', '800-55', '(312) 555-0199'])
    expect(phone.read([text]), text).not.toBeNull()
})

it('reads short Chinese names of shops and firms as no persons where both occur', () => {
  const reader = new MentionReader(mapping.parse({ kind: 'any', columns: { name: 'name' } }))
  const names = ['便民超市', '宏达公司', '王伟', '欧阳娜娜']
  for (const name of names) reader.add(name, '', { name: [name] })
  const values = (field: string) => reader.mentions.columns.find((column) => column.field.name === field)?.of
  expect(values('person_name')?.map((value) => value >= 0)).toEqual([false, false, true, true])
  expect(values('organisation_name')?.map((value) => value >= 0)).toEqual([true, true, false, false])
})
