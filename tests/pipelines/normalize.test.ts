/** Every row has exactly one outcome, and the same one each time; what is shown of a row shows no personal identifier. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Connector } from '../../connectors/define.js'
import { fieldsOfRow } from '../../pipelines/mutants.js'
import { outcomeOf } from '../../pipelines/normalize.js'
import { maskedRow, shown } from '../../pipelines/personal.js'
import { connectorIds, loadConnector, loadConnectors } from '../../pipelines/registry.js'
import { SAMPLE_CONTEXT } from '../../pipelines/sample.js'
import { KINDS } from '../../schemas/record.js'
import { ISSUE_CODES } from '../../schemas/values.js'
import type { Row } from '../../sources/source.js'
import { toyConnector } from '../support/toy.js'

const toy = toyConnector('toy').connector
const outcome = (row: Row, changes: Partial<Connector> = {}) =>
  outcomeOf('toy', { ...toy, ...changes }, { line: 1, row }, SAMPLE_CONTEXT)

describe('the outcome of a row', () => {
  it('is accepted, with the connector put in and the fields in their one order', () => {
    const found = outcome({ key: 'k', name: 'n' })
    if (found.fate !== 'accepted') throw new Error(JSON.stringify(found))
    expect(found.records).toMatchObject([{ connector: 'toy', kind: 'penalty', source_key: 'k' }])
    expect(found.records.map(Object.keys)).toEqual([Object.keys(KINDS.penalty.shape)])
  })

  it('is rejected with an issue for each field, with its value', () => {
    expect(outcome({ key: '', fine: '-1' })).toMatchObject({
      fate: 'rejected',
      issues: [
        { field: 'key', code: 'required_missing', value: '' },
        { field: 'name', code: 'required_missing', value: null },
        { field: 'fine', code: 'money_negative', value: '-1' },
      ],
    })
  })

  it('is rejected with the fault of a row that could not be read', () => {
    const found = { line: 1, fault: 'row_quote' as const, message: 'm', text: 'x'.repeat(200) }
    expect(outcomeOf('toy', toy, found, SAMPLE_CONTEXT)).toEqual({
      fate: 'rejected',
      issues: [{ field: null, code: 'row_quote', message: 'm', value: 'x'.repeat(100) }],
    })
  })

  it('is what normalize says when it ignores or rejects', () => {
    expect(outcome({ key: 'k', name: 'n' }, { normalize: () => ({ ignored: 'a total' }) })).toEqual({
      fate: 'ignored',
      reason: 'a total',
    })
    const issues = [{ field: 'key', code: 'value_invalid' as const, message: 'm', value: 'k' }]
    expect(outcome({ key: 'k', name: 'n' }, { normalize: () => ({ issues }) })).toEqual({ fate: 'rejected', issues })
  })

  it('is rejected when a record does not parse with the schema of its kind', () => {
    expect(outcome({ key: 'x'.repeat(1001), name: 'n' })).toMatchObject({
      fate: 'rejected',
      issues: [{ field: 'source_key', code: 'value_invalid' }],
    })
  })
})

describe('a column that nobody declared', () => {
  it('is a signal, and the row is accepted as without it', () => {
    const found = outcome({ key: 'k', name: 'n', new: 'v' })
    expect(found).toMatchObject({ fate: 'accepted', signals: [{ code: 'column_unknown', field: 'new', value: '' }] })
    expect({ ...found, signals: [] }).toEqual(outcome({ key: 'k', name: 'n' }))
  })

  it('is no signal when the connector knows the leak', () => {
    expect(outcome({ key: 'k', name: 'n', new: 'v' }, { stray: (_, column) => column === 'new' })).toMatchObject({
      fate: 'accepted',
      signals: [],
    })
  })

  it('does not hide what is wrong with the others', () => {
    expect(outcome({ key: '', name: 'n', new: 'v' })).toMatchObject({
      fate: 'rejected',
      issues: [{ field: 'key', code: 'required_missing' }],
    })
  })

  it('may be named like a member of every object', () => {
    const row: Row = JSON.parse('{"key":"k","name":"n","constructor":"c","__proto__":"p"}')
    const fields = (found = outcome(row)) => (found.fate === 'accepted' ? found.signals.map(({ field }) => field) : [])
    expect(fields().sort()).toEqual(['__proto__', 'constructor'])
  })
})

const cells = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-1',
    '1,000',
    '.5',
    '不详',
    '2019-10-10',
    '06/13/2012',
    '2019年2月30日',
    'constructor',
    '\0',
    '91130903MA0TE5T16E',
  ),
  fc.anything({ maxDepth: 1 }),
)

describe.each(await loadConnectors())('$id', ({ id, connector }) => {
  const columns = Object.keys(fieldsOfRow(connector) ?? {})
  const rows = fc.dictionary(fc.constantFrom(...columns, 'unknown'), cells, { maxKeys: columns.length + 1 })

  it('gives any row one declared outcome, twice the same, and never throws', () => {
    fc.assert(
      fc.property(rows, (row) => {
        const found = outcomeOf(id, connector, { line: 1, row }, SAMPLE_CONTEXT)
        expect(outcomeOf(id, connector, { line: 1, row }, SAMPLE_CONTEXT)).toEqual(found)
        if (found.fate === 'accepted') expect(found.records.length).toBeGreaterThan(0)
        if (found.fate !== 'rejected') return
        expect(found.issues.length).toBeGreaterThan(0)
        for (const { code } of found.issues) expect(Object.keys(ISSUE_CODES)).toContain(code)
      }),
      { numRuns: 500 },
    )
  })

  it('says of any long cell in time what it is', () => {
    for (const column of columns) {
      for (const part of [' ', 'A ', ', A', '. ', 'Manufacturer:', '(', '〔', '0', '1,', ';', 'Recall # ']) {
        const row = Object.fromEntries(columns.map((name) => [name, '1']))
        row[column] = `A, B${part.repeat(19_000 / part.length)}C`
        const began = performance.now()
        outcomeOf(id, connector, { line: 1, row }, SAMPLE_CONTEXT)
        expect(performance.now() - began, `${column} of ${part}`).toBeLessThan(1000)
      }
    }
  })
})

describe('what is shown', () => {
  it('has no personal column in it', () => {
    const row = { key: 'k', secret: '360124198002290019' }
    expect(maskedRow(toy, { line: 1, row })).toBe('{"key":"k","secret":"[masked]"}')
    expect(maskedRow(toy, { line: 1, row: { secret: '' } })).toBe('{"secret":""}')
  })

  it('has no citizen identity number in a row that could not be split', () => {
    const text = '张三,360124198002290019,11010519491231002X,\0'
    const found = { line: 1, fault: 'row_fields' as const, message: '', text }
    expect(maskedRow(toy, found)).toBe('张三,[masked],[masked],␀')
  })

  it('is text that Postgres can hold', () => {
    expect(shown('a\0\ud800')).toBe('a␀\ufffd')
    expect(shown({ a: 1 })).toBe('{"a":1}')
    expect(shown(null)).toBeNull()
    expect(shown('x'.repeat(1000))).toHaveLength(500)
  })
})

describe('the declaration', () => {
  it('is refused nowhere: every connector loads', async () => {
    for (const id of connectorIds()) expect((await loadConnector(id)).connector.row).toBeInstanceOf(z.ZodObject)
  })

  it.each(['', 'tw_moenv_prtr_penaltie', '../connectors', 'toString'])('there is no connector %j', async (id) => {
    await expect(loadConnector(id)).rejects.toMatchObject({ code: 'usage' })
  })
})
