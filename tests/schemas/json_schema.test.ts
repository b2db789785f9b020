/** The published schemas are valid JSON Schema, and say of messages what the ledger's own schemas say, but more patiently. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { connectorIds, loadConnectors } from '../../pipelines/registry.js'
import { outcomesOf, readSample } from '../../pipelines/sample.js'
import { jsonSchemaOf } from '../../schemas/json_schema.js'
import { KINDS, type LedgerRecord } from '../../schemas/record.js'
import { recordTopic, TOPICS } from '../../schemas/topics.js'

// Strict: a keyword that the validator does not know is an error, and so is a rule that can never bite.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false })
ajv.addKeyword({ keyword: 'x-extensible-enum', schemaType: 'array' })
const validators = new Map(TOPICS.map((topic) => [topic.name, ajv.compile(jsonSchemaOf(topic))]))

function valid(topic: string, value: unknown): boolean {
  const validate = validators.get(topic)
  if (validate === undefined) throw new Error(`no schema of ${topic}`)
  return validate(value)
}

const ID = '31967240-389b-73c4-c832-954acf7fb559'
const message = (record: LedgerRecord) => ({
  ...record,
  record_id: ID,
  content_hash: 'a32b48531b72d73b5db38ead7b0b2d06',
  version_at: '2017-11-04T17:01:00.000Z',
  version_seq: 0,
  locator: 'a.csv:1',
})

describe('records', async () => {
  const loaded = await loadConnectors(connectorIds())
  it.each(loaded.map((one) => [one.id, one] as const))('of the sample of %s are valid', async (_, one) => {
    const { rows } = await readSample(one)
    const records = outcomesOf(one.id, one.connector, rows).flatMap((o) => (o.fate === 'accepted' ? o.records : []))
    expect(records.length).toBeGreaterThan(0)
    for (const record of records) {
      const topic = recordTopic(record.kind)
      expect(valid(topic, message(record)), JSON.stringify(validators.get(topic)?.errors)).toBe(true)
      expect(valid(topic, record)).toBe(false)
      // Some kinds may name nobody.
      const mayNameNobody = KINDS[record.kind].shape.parties.safeParse([]).success
      expect(valid(topic, message({ ...record, parties: [] }))).toBe(mayNameNobody)
    }
  })
})

describe('events', () => {
  const entity = {
    type: 'entity',
    entity_id: ID,
    kind: 'organisation',
    name: '甲公司',
    region: null,
    mentions: 1,
    joined_by: 'alone',
    ambiguous: false,
  }
  const grade = { type: 'grade_ended', entity_id: ID }

  it.each([
    ['an entity', 'riskledger.entity.v1', entity, true],
    ['a field that is not named yet', 'riskledger.entity.v1', { ...entity, more: 1 }, true],
    ['another value of a list that grows', 'riskledger.entity.v1', { ...entity, joined_by: 'likeness' }, true],
    ['another value of a list that does not', 'riskledger.entity.v1', { ...entity, kind: 'planet' }, false],
    ['a field that is missing', 'riskledger.entity.v1', { ...entity, name: undefined }, false],
    ['a split', 'riskledger.entity.v1', { type: 'split', entity_id: ID, into: [ID] }, true],
    ['a split into nothing', 'riskledger.entity.v1', { type: 'split', entity_id: ID, into: [] }, false],
    ['an unknown event', 'riskledger.entity.v1', { type: 'vanished', entity_id: ID }, false],
    ['a tombstone where there are some', 'riskledger.grade.v1', null, true],
    ['an event on its topic', 'riskledger.grade.v1', grade, true],
    ['an event on another topic', 'riskledger.entity.v1', grade, false],
    ['a tombstone where there are none', 'riskledger.quarantine.v1', null, false],
  ])('%s', (_, topic, value, expected) => {
    expect(valid(topic, value)).toBe(expected)
  })
})
