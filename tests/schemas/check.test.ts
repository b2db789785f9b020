/** The fast paths say what zod says: the check of records, and the reader of rows. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { connectorIds, loadConnectors } from '../../pipelines/registry.js'
import { outcomesOf, readSample } from '../../pipelines/sample.js'
import { compileCheck } from '../../schemas/check.js'
import { KIND_NAMES, KINDS } from '../../schemas/record.js'
import { rowReader } from '../../schemas/row.js'
import { requiredText } from '../../schemas/values.js'

const ODD = [
  undefined,
  null,
  '',
  'x',
  '2024-02-30',
  '2024-02-03',
  '1.50',
  '-1',
  'CNY',
  0,
  1.5,
  true,
  [],
  ['fine'],
  {},
  'constructor',
]
const odd = fc.oneof(fc.constantFrom(...ODD), fc.string())

const loaded = await loadConnectors(connectorIds())
const samples = await Promise.all(
  loaded.map(async (one) => {
    const { rows } = await readSample(one)
    const records = outcomesOf(one.id, one.connector, rows).flatMap((o) => (o.fate === 'accepted' ? o.records : []))
    return { one, records, rows: rows.flatMap(({ found }) => ('row' in found ? [found.row] : [])) }
  }),
)

describe('the check of a record', () => {
  for (const kind of KIND_NAMES)
    it(`agrees with zod on ${kind}, whatever is changed`, () => {
      const check = compileCheck(KINDS[kind])
      const records = samples.flatMap(({ records }) => records.filter((record) => record.kind === kind))
      const fields = [...Object.keys(KINDS[kind].shape), 'unknown']
      expect(records.length).toBeGreaterThan(0)
      for (const record of records) expect(check(record)).toBe(true)
      fc.assert(
        fc.property(fc.constantFrom(...records), fc.constantFrom(...fields), odd, (record, field, value) => {
          const changed = { ...record, [field]: value }
          expect(check(changed)).toBe(KINDS[kind].safeParse(changed).success)
        }),
        { numRuns: 500 },
      )
    })

  it('refuses to be made of what it does not know', () => {
    expect(() => compileCheck(z.number())).toThrow('knows whole numbers alone')
    expect(() => compileCheck(z.date())).toThrow("does not know the type 'date'")
    expect(() => compileCheck(z.string().trim())).toThrow('does not know the check')
  })
})

describe('the reader of a row', () => {
  for (const { one, rows } of samples)
    it(`agrees with zod on ${one.id}, whatever is changed`, () => {
      const schema = one.connector.row
      const read = rowReader(schema)
      const declared = Object.keys(Object(schema).shape).filter(
        (column) => !Object.hasOwn(one.connector.ignored, column),
      )
      const columns = [...Object.keys(Object(schema).shape), 'unknown']
      expect(rows.some((row) => read(row) !== undefined)).toBe(true)
      fc.assert(
        fc.property(fc.constantFrom(...rows), fc.constantFrom(...columns), odd, (row, column, value) => {
          const changed = { ...row, [column]: value }
          const parsed = schema.safeParse(changed)
          const found = read(changed)
          expect(found === undefined).toBe(!parsed.success)
          if (found === undefined || !parsed.success) return
          const data: Readonly<Record<string, unknown>> = Object(parsed.data)
          expect(found).toEqual(Object.fromEntries(declared.map((name) => [name, data[name]])))
        }),
        { numRuns: 500 },
      )
    })

  it('leaves a schema that it does not know to zod', () => {
    expect(rowReader(z.object({ a: requiredText }))({ a: 'x' })).toBeUndefined()
    expect(rowReader(z.strictObject({ a: z.number() }))({ a: 1 })).toBeUndefined()
  })
})
