/** Mentions that come from another thread in batches are those that one reader reads. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mapping } from '../../resolution/mapping.js'
import { MentionReader, type Mentions, type Texts } from '../../resolution/mention.js'
import { BatchReader, JoinedMentions } from '../../resolution/mention_batches.js'

const MAPPING = mapping.parse({
  kind: 'any',
  columns: {
    name: ['name', 'also'],
    other_name: 'other',
    birth_date: 'born',
    address: 'address',
    region: 'region',
    phone: 'phone',
    'identifier.uscc': 'uscc',
    legal_representative: 'rep',
  },
})
// Of few texts each is often said again, and some say nothing, as a name or at all.
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  name: ['厦门祥云贸易有限公司', 'Sample Trading Ltd', '无', '/', '', '王伟', 'Li, Wei', '！！', 'Ltd'],
  other_name: ['', '', '祥云', '不详'],
  birth_date: ['', '', '1980-02-29', 'unknown'],
  address: ['厦门市湖里区长江路18号', '本市', '', '无', '12 High St, Salem'],
  region: ['350200', '厦门市', '', 'Salem'],
  phone: ['0592-5771234', '05925771234', '', '13912345678、13812345678'],
  'identifier.uscc': ['91130903MA0TE5T16E', '000000', ''],
  legal_representative: ['王伟', '', '/'],
}
const row: fc.Arbitrary<Texts> = fc.record(
  Object.fromEntries(
    Object.entries(TEXTS).map(([role, texts]) => {
      const text = fc.constantFrom(...texts)
      return [role, role === 'name' ? fc.array(text, { minLength: 2, maxLength: 2 }) : text.map((one) => [one])]
    }),
  ),
)

const dataOf = ({ columns, ...rest }: Mentions) => ({
  ...rest,
  columns: columns.map(({ field, of, distinct }) => ({ field: field.name, of, distinct })),
})

it('whatever they say, and wherever one batch ends', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ texts: row, ends: fc.boolean() }), { maxLength: 40 }), (rows) => {
      const [alone, ahead, joined] = [new MentionReader(MAPPING), new BatchReader(MAPPING), new JoinedMentions(MAPPING)]
      for (const [at, { texts, ends }] of rows.entries()) {
        for (const reader of [alone, ahead]) reader.add(`m${at}`, `s${at % 2}`, texts)
        // As it arrives: nothing in it is more than data.
        if (ends) joined.add(structuredClone(ahead.take()))
      }
      joined.add(structuredClone(ahead.take()))
      expect(dataOf(joined.done(ahead.nameless))).toEqual(dataOf(alone.mentions))
    }),
    { numRuns: 200 },
  )
})
