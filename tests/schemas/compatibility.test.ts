/** No change breaks those who read by the schemas as they were released, and every kind of breaking change is seen. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../core/paths.js'
import { breakingChanges } from '../../schemas/compatibility.js'
import { jsonSchemaOf } from '../../schemas/json_schema.js'
import { TOPICS } from '../../schemas/topics.js'

const RELEASED = join(ROOT, 'schemas/released')

describe('topics as they were released', () => {
  const files = readdirSync(RELEASED)

  it('are some', () => {
    expect(files.length).toBeGreaterThan(0)
  })

  it.each(files)('%s: what is new breaks nothing', (file) => {
    const topic = TOPICS.find(({ name }) => `${name}.json` === file)
    if (topic === undefined) throw new Error(`${file} was released, and the table of topics has it no more: keep it.`)
    const released: unknown = JSON.parse(readFileSync(join(RELEASED, file), 'utf8'))
    expect(
      breakingChanges(released, jsonSchemaOf(topic)),
      `these changes break readers of ${topic.name}: take them back, or make a topic with the next version beside it`,
    ).toEqual([])
  })
})

const object = (properties: Record<string, unknown>, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
})
const string = { type: 'string' }
const variant = (type: string, more: Record<string, unknown> = {}) =>
  object({ type: { type: 'string', const: type }, ...more })
const open = (...values: string[]) => ({ type: 'string', 'x-extensible-enum': values })
const closed = (...values: string[]) => ({ type: 'string', enum: values })
const nullable = (schema: unknown) => ({ anyOf: [schema, { type: 'null' }] })

describe('a breaking change is found', () => {
  it.each([
    ['a field gone', object({ a: string, b: string }), object({ a: string }), ['value.b: is gone']],
    ['an optional field gone', object({ a: string }, []), object({}), ['value.a: is gone']],
    [
      'a field not always there',
      object({ a: string }),
      object({ a: string }, []),
      ['value.a: is not always there any more'],
    ],
    ['another type', object({ a: string }), object({ a: { type: 'number' } }), ['value.a: was string, is number']],
    ['no type', object({ a: string }), object({ a: {} }), ['value.a: was string, is anything']],
    ['any number for a whole one', { type: 'integer' }, { type: 'number' }, ['value: was integer, is number']],
    ['null as well', object({ a: string }), object({ a: nullable(string) }), ['value.a: may be null now']],
    ['null as well, in short', string, { type: ['string', 'null'] }, ['value: may be null now']],
    ['a type among several gone', { type: ['string', 'number'] }, string, ['value: is never number any more']],
    ['a value of a list gone', closed('a', 'b'), closed('a'), ['value: is never "b" any more']],
    ['a value of an open list gone', open('a', 'b'), open('a'), ['value: is never "b" any more']],
    ['a new value of a closed list', closed('a'), closed('a', 'b'), ['value: may be "b" now']],
    ['a closed list opened', closed('a'), open('a'), ['value: may grow to other values now']],
    ['a list gone', closed('a'), string, ['value: lists its values no more']],
    ['another constant', { const: 'a' }, { const: 'b' }, ['value: is never "a" any more', 'value: may be "b" now']],
    [
      'a variant gone',
      { oneOf: [variant('a'), variant('b')] },
      { oneOf: [variant('a')] },
      ['value: is never type "b" any more'],
    ],
    [
      'a new variant',
      { oneOf: [variant('a'), variant('b')] },
      { oneOf: [variant('a'), variant('b'), variant('c')] },
      ['value: may be type "c" now'],
    ],
    [
      'a first variant beside one',
      variant('a'),
      { oneOf: [variant('a'), variant('b')] },
      ['value: may be type "b" now'],
    ],
    [
      'a field of a variant gone',
      { oneOf: [variant('a', { b: string }), variant('c')] },
      { oneOf: [variant('a'), variant('c')] },
      ['value(type "a").b: is gone'],
    ],
    ['another pattern', { ...string, pattern: '^a' }, { ...string, pattern: '^b' }, ['value: pattern was ^a, is ^b']],
    ['a pattern gone', { ...string, pattern: '^a' }, string, ['value: pattern was ^a, is none']],
    [
      'another format',
      { ...string, format: 'uuid' },
      { ...string, format: 'date' },
      ['value: format was uuid, is date'],
    ],
    ['a higher limit', { ...string, maxLength: 9 }, { ...string, maxLength: 10 }, ['value: maxLength was 9, is 10']],
    ['a lower limit', { type: 'integer', minimum: 1 }, { type: 'integer', minimum: 0 }, ['value: minimum was 1, is 0']],
    ['a limit gone', { type: 'array', minItems: 1 }, { type: 'array' }, ['value: minItems was 1, is none']],
    ['other items', { type: 'array', items: string }, { type: 'array' }, ['value[]: may be anything now']],
    [
      'deep inside',
      object({ a: { type: 'array', items: object({ b: closed('x') }) } }),
      object({ a: { type: 'array', items: object({ b: closed('x', 'y') }) } }),
      ['value.a[].b: may be "y" now'],
    ],
  ])('%s', (_, released, current, found) => {
    expect(breakingChanges(released, current)).toEqual(found)
  })
})

describe('a harmless change is none', () => {
  it.each([
    ['a new field', object({ a: string }), object({ a: string, b: string })],
    ['a new field that is not always there', object({ a: string }), object({ a: string, b: string }, ['a'])],
    ['a field that is always there now', object({ a: string }, []), object({ a: string })],
    ['never null any more', nullable(string), string],
    ['null said in short', nullable(string), { type: ['null', 'string'] }],
    ['a whole number for any', { type: 'number' }, { type: 'integer' }],
    ['a whole number or null for any or null', { type: ['number', 'null'] }, nullable({ type: 'integer' })],
    ['a type where there was none', object({ a: {} }), object({ a: string })],
    ['a new value of an open list', open('a'), open('b', 'a')],
    ['an open list closed', open('a'), closed('a', 'b')],
    ['a list where there was none', string, closed('a')],
    ['a pattern where there was none', string, { ...string, pattern: '^a' }],
    ['tighter limits', { type: 'integer', minimum: 0, maximum: 9 }, { type: 'integer', minimum: 1, maximum: 8 }],
    ['a limit where there was none', string, { ...string, maxLength: 9 }],
    ['items where there were any', { type: 'array' }, { type: 'array', items: string }],
    ['other words', { ...string, description: 'a', title: 'b' }, { ...string, description: 'c', examples: ['d'] }],
    ['another order', { oneOf: [variant('a'), variant('b')] }, { anyOf: [variant('b'), variant('a')] }],
  ])('%s', (_, released, current) => {
    expect(breakingChanges(released, current)).toEqual([])
  })

  it('nothing at all', () => {
    for (const topic of TOPICS) expect(breakingChanges(jsonSchemaOf(topic), jsonSchemaOf(topic))).toEqual([])
  })
})

describe('what cannot be compared is refused', () => {
  it.each([
    ['an unknown keyword', { not: string }, "does not know the keyword 'not'"],
    ['one deep inside', object({ a: { type: 'array', items: { $ref: '#' } } }), "does not know the keyword '$ref'"],
    ['alternatives that nothing tells apart', { anyOf: [closed('a'), string] }, 'differ in type'],
    ['a union with something beside it', { type: 'object', anyOf: [variant('a')] }, 'a union stands alone'],
  ])('%s', (_, schema, message) => {
    expect(() => breakingChanges(schema, schema)).toThrow(message)
  })
})
