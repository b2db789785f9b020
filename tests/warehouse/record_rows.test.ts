/** A row in COPY text form says exactly what the record says: nothing is lost on the way to Postgres or to who reads the topic. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Utf8Writer } from '../../core/utf8.js'
import { connectorIds, loadConnectors } from '../../pipelines/registry.js'
import { outcomesOf, readSample } from '../../pipelines/sample.js'
import { copyValue, readValue } from '../../warehouse/copy.js'
import { columnsOf, identityOf, messageOfRow, writeRow } from '../../warehouse/record_rows.js'

const PLACE = {
  recordId: '31967240-389b-73c4-c832-954acf7fb559',
  versionAt: '2026-01-02T03:04:05.678Z',
  versionSeq: 12,
  sourceId: 3,
  line: 7,
  runId: 9,
}

describe('a row of a record', async () => {
  for (const loaded of await loadConnectors(connectorIds()))
    it(`reads back as the record: every sample of ${loaded.id}`, async () => {
      const outcomes = outcomesOf(loaded.id, loaded.connector, (await readSample(loaded)).rows)
      const records = outcomes.flatMap((outcome) => (outcome.fate === 'accepted' ? outcome.records : []))
      expect(records.length).toBeGreaterThan(0)
      const space = new Utf8Writer(10)
      const rows = records.map((record) => ({ record, ...writeRow(record, PLACE, space) }))
      for (const { record, row, hash } of rows) {
        expect(messageOfRow(record.kind, columnsOf(record.kind), row.toString(), 'a.csv')).toEqual({
          ...record,
          record_id: PLACE.recordId,
          content_hash: hash,
          version_at: PLACE.versionAt,
          version_seq: 12,
          locator: 'a.csv:7',
        })
        expect(identityOf(row)).toEqual({ id: PLACE.recordId, version: hash })
      }
    })

  it('has a hash of its content alone, and a version with the time where the publisher gives one', async () => {
    const [loaded] = await loadConnectors(['cn_credit_penalty'])
    if (loaded === undefined) throw new Error('no connector')
    const [outcome] = outcomesOf(loaded.id, loaded.connector, (await readSample(loaded)).rows)
    if (outcome?.fate !== 'accepted' || outcome.records[0] === undefined) throw new Error('no record')
    const [record] = outcome.records
    const space = new Utf8Writer(10)
    const here = writeRow(record, PLACE, space)
    const there = writeRow(record, { ...PLACE, versionSeq: 0, sourceId: 4, line: 8, runId: 10 }, space)
    const other = writeRow({ ...record, status: 'other' }, PLACE, space)
    expect(there.hash).toBe(here.hash)
    expect(other.hash).not.toBe(here.hash)
    expect(identityOf(there.row).version).toBe(`${here.hash}@${PLACE.versionAt}`)
  })

  it('of a version that knew fewer columns has null in those it lacks', () => {
    const message = messageOfRow('penalty', ['record_id', 'connector', 'line'], 'x\ttoy\t5', 'a.csv')
    expect(message).toMatchObject({ connector: 'toy', violation: null, locator: 'a.csv:5' })
  })
})

describe('values in COPY text form', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\\', '\t', '\n', '\r', '"', '{', '}', ',', 'N', '罚', ' ') })

  it('come back as they were', () => {
    fc.assert(
      fc.property(text, fc.array(text), fc.boolean(), (one, many, yes) => {
        for (const cell of [copyValue(one, 'text'), copyValue(many, 'text[]'), copyValue({ one }, 'json')])
          expect(cell).not.toMatch(/[\t\n\r]/)
        expect(readValue(copyValue(one, 'text'), 'text')).toBe(one)
        expect(readValue(copyValue(many, 'text[]'), 'text[]')).toEqual(many)
        expect(readValue(copyValue({ one, many }, 'json'), 'json')).toEqual({ one, many })
        expect(readValue(copyValue(yes, 'boolean'), 'boolean')).toBe(yes)
      }),
    )
  })

  it('tell null from the text that looks like it', () => {
    expect(copyValue(null, 'text')).toBe('\\N')
    expect(readValue('\\N', 'text')).toBeNull()
    expect(readValue(copyValue('\\N', 'text'), 'text')).toBe('\\N')
  })
})
