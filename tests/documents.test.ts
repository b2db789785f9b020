/** The documents under docs/ are what schemas/ makes of the topics; with -u they are written anew. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import specs from '@asyncapi/specs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../core/config.js'
import { ROOT } from '../core/paths.js'
import { asyncapiText, schemaText } from '../schemas/documents.js'
import { TOPICS } from '../schemas/topics.js'

const release = () => {
  const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const { kafka } = readConfig(ROOT, { RISKLEDGER_KAFKA_BROKERS: 'localhost:9092' })
  if (kafka === null) throw new Error('the configuration names a broker')
  return { version, partitions: kafka.partitions }
}

describe('docs/schemas', () => {
  it.each(TOPICS.map((topic) => [topic.name, topic] as const))('%s', async (name, topic) => {
    await expect(schemaText(topic)).toMatchFileSnapshot(`../docs/schemas/${name}.json`)
  })

  it('has no file of a topic that is not there', () => {
    expect(readdirSync(join(ROOT, 'docs/schemas')).sort()).toEqual(TOPICS.map(({ name }) => `${name}.json`).sort())
  })
})

/** The targets of every $ref in a document. */
function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = Object(value)['$ref']
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(value).flatMap(refsIn)]
}

/** Whether a $ref leads to something: a place in the document, or a file beside it. */
function leads(document: unknown, ref: string): boolean {
  if (!ref.startsWith('#/')) return existsSync(join(ROOT, 'docs', ref))
  const target = ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, step) => Object(at)[step], document)
  return target !== undefined
}

describe('docs/topics.md', () => {
  it('has a row for each topic', () => {
    const text = readFileSync(join(ROOT, 'docs/topics.md'), 'utf8')
    const rows = TOPICS.map(
      ({ name, about, key, compacted }) => `| \`${name}\` | ${about} | ${key} | ${compacted ? 'yes' : 'no'} |`,
    )
    expect(rows.filter((row) => !text.includes(row))).toEqual([])
  })
})

describe('docs/asyncapi.yaml', () => {
  const text = asyncapiText(release())
  const document: unknown = parse(text)

  it('is what the topics make it', async () => {
    await expect(text).toMatchFileSnapshot('../docs/asyncapi.yaml')
  })

  it('is valid by the schema of AsyncAPI 3.0.0', () => {
    // The schema brings draft 07 along, which it is written in.
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, meta: false, validateSchema: false })
    const validate = ajv.compile(Object(specs.schemas['3.0.0']))
    validate(document)
    expect(validate.errors).toBeNull()
    expect(validate({ ...Object(document), channels: { a: { address: 1 } } })).toBe(false)
  })

  it('refers to nothing that is not there', () => {
    const refs = refsIn(document)
    expect(refs.length).toBeGreaterThan(TOPICS.length)
    expect(refs.filter((ref) => !leads(document, ref))).toEqual([])
  })
})
