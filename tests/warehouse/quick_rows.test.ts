/** Rows made without parsing are the rows that parsing makes: whatever the quick way takes is valid, and not a byte of it differs. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { idOf } from '../../core/ids.js'
import { Utf8Writer } from '../../core/utf8.js'
import { connectorIds, loadConnectors } from '../../pipelines/registry.js'
import { outcomesOf, readSample } from '../../pipelines/sample.js'
import { KIND_NAMES, type Kind, type LedgerRecord, RECORD_MESSAGES } from '../../schemas/record.js'
import { QuickRows } from '../../warehouse/quick_rows.js'
import { writeRow } from '../../warehouse/record_rows.js'

type Fields = Readonly<Record<string, unknown>>

function messageOf(record: LedgerRecord): Fields {
  return {
    ...record,
    record_id: idOf(record.connector, record.kind, record.source_key),
    content_hash: '0'.repeat(32),
    version_at: '2026-01-02T03:04:05.678Z',
    version_seq: 12,
    locator: 'a.csv:7',
  }
}

const bytesOf = (message: Fields) => Buffer.from(JSON.stringify(message))

/** True when the quick way took it; then it must be valid, and the rows alike. */
function taken(kind: Kind, bytes: Buffer): boolean {
  const quick = new QuickRows(kind)
  const scanned = quick.read(bytes)
  if (scanned === undefined) return false
  const parsed = RECORD_MESSAGES[kind].parse(JSON.parse(bytes.toString()))
  const { connector, source_key, record_id, version_at, version_seq, locator } = parsed
  expect(scanned).toMatchObject({ connector, source_key, record_id, version_at, version_seq, locator })
  const place = { recordId: record_id, versionAt: version_at, versionSeq: version_seq, sourceId: 3, line: 7, runId: 9 }
  const [slow, fast] = [writeRow(parsed, place, new Utf8Writer(10)), quick.write(place, new Utf8Writer(10))]
  expect(fast.row.toString()).toBe(slow.row.toString())
  expect(fast.row.equals(slow.row)).toBe(true)
  expect(fast.hash).toBe(slow.hash)
  return true
}

const character = fc.constantFrom(
  'a',
  '\\',
  '\t',
  '\n',
  '\r',
  '\b',
  '\f',
  '\0',
  '\x1f',
  '\x7f',
  '"',
  '{',
  ',',
  'N',
  '罚',
  '𠮷',
  '\ud800',
  ' ',
)
const text = fc.string({ unit: character })
const escapable = fc.string({ unit: fc.constantFrom('a', '罚', '"', '\\', '\n', '\t', '}', ',') })
const values = fc.oneof(
  text,
  fc.array(text),
  fc.constantFrom(
    null,
    true,
    false,
    0,
    1,
    -1,
    1.5,
    1e21,
    '',
    '2024-02-30',
    '1.50',
    'CNY',
    'fine',
    '公安',
    'x'.repeat(900),
    {},
  ),
  fc.constantFrom([], ['fine'], ['fine', 'fine'], ['unknown'], [null]),
)

describe('rows without parsing', () => {
  const messages = new Map<Kind, Fields[]>(KIND_NAMES.map((kind) => [kind, []]))

  beforeAll(async () => {
    for (const loaded of await loadConnectors(connectorIds()))
      for (const outcome of outcomesOf(loaded.id, loaded.connector, (await readSample(loaded)).rows))
        if (outcome.fate === 'accepted')
          for (const record of outcome.records) messages.get(record.kind)?.push(messageOf(record))
  })

  for (const kind of KIND_NAMES) {
    const samples = () => messages.get(kind) ?? []

    it(`are those of parsing for every sample of a ${kind}`, () => {
      expect(samples().length).toBeGreaterThan(0)
      for (const message of samples()) expect(taken(kind, bytesOf(message))).toBe(true)
    })

    it(`are those of parsing for a ${kind}, whatever one of its values is`, () => {
      const fields = Object.keys(RECORD_MESSAGES[kind].shape)
      const seen = { taken: 0, left: 0 }
      fc.assert(
        fc.property(fc.constantFrom(...samples()), fc.constantFrom(...fields), values, (message, field, value) => {
          seen[taken(kind, bytesOf({ ...message, [field]: value })) ? 'taken' : 'left']++
        }),
        { numRuns: 2000 },
      )
      expect(Math.min(seen.taken, seen.left)).toBeGreaterThan(50)
    })

    it(`are those of parsing for a ${kind}, whatever its parties are`, () => {
      const parties = fc.array(
        fc.record({
          role: fc.constantFrom('penalised', 'site'),
          name: fc.oneof(escapable, fc.constant('测试公司')),
          kind: fc.constantFrom('organisation', 'unknown'),
          region: fc.oneof(fc.constantFrom(null, '440600'), escapable),
          address: fc.oneof(fc.constant(null), escapable),
          identifiers: fc.array(
            fc.record({
              scheme: fc.constantFrom('uscc', 'cn_org_code'),
              issuer: fc.constantFrom('cn', ''),
              value: fc.constantFrom('91440600955229073K', '甲', 'x'.repeat(200), 'x'.repeat(201)),
              check: fc.constantFrom('valid', 'failed'),
            }),
            { maxLength: 3 },
          ),
        }),
        { maxLength: 3 },
      )
      let count = 0
      fc.assert(
        fc.property(fc.constantFrom(...samples()), parties, (message, parties) => {
          if (taken(kind, bytesOf({ ...message, parties }))) count++
        }),
        { numRuns: 1000 },
      )
      expect(count).toBeGreaterThan(100)
    })

    it(`are those of parsing for a ${kind}, whatever bytes are lost, added or spoilt`, () => {
      const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...Buffer.from('"\\{}[],:0n-.e \n')))
      const changes = fc.array(fc.tuple(fc.nat(), fc.nat(2), byte), { minLength: 1, maxLength: 2 })
      fc.assert(
        fc.property(fc.constantFrom(...samples()), changes, (message, changes) => {
          let bytes = bytesOf(message)
          for (const [where, what, value] of changes) {
            const at = where % bytes.length
            const put = what === 0 ? [] : [value]
            bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(what === 1 ? at : at + 1)])
          }
          taken(kind, bytes)
        }),
        { numRuns: 3000 },
      )
    })
  }

  it('are not made of what this ledger does not write: other order, spaces, repeats, fields of a newer version, a part', () => {
    const [message] = messages.get('penalty') ?? []
    if (message === undefined) throw new Error('no sample')
    const json = JSON.stringify(message)
    expect(taken('penalty', Buffer.from(json))).toBe(true)
    const { kind, ...rest } = message
    const others = [
      JSON.stringify({ ...rest, kind }),
      JSON.stringify({ ...message, later: null }),
      JSON.stringify(message, null, 1),
      `${json} `,
      `${json}${json}`,
      json.slice(0, -1),
      json.replace('"kind":"penalty"', '"kind":"penalty","kind":"penalty"'),
      json.replace('"version_seq":12', '"version_seq":012'),
      json.replace('"version_seq":12', '"version_seq":1e1'),
      '',
      '{}',
      'null',
    ]
    for (const other of others) expect(new QuickRows('penalty').read(Buffer.from(other)), other).toBeUndefined()
  })

  it('leave a character that is not UTF-8 to parsing', () => {
    const [message] = messages.get('penalty') ?? []
    const bytes = bytesOf({ ...message, decision: 'AB' })
    bytes[bytes.indexOf('"AB"') + 1] = 0xff
    expect(new QuickRows('penalty').read(bytes)).toBeUndefined()
  })
})
