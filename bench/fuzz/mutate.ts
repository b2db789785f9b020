/** Hostile inputs out of good ones: what publishers get wrong, and what attackers would try. */
import type { Random } from './random.js'

/** Bytes that have broken readers before. */
const TOKENS = [
  '"',
  '""',
  '\r',
  '\n',
  '\r\n',
  '\0',
  '\ufeff',
  ',',
  '\t',
  ';',
  '║',
  '|',
  '__proto__',
  'constructor',
  'toString',
  '{"__proto__":{"a":1}}',
  '\\ud800',
  '\\u0000',
  '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
  '{"a":{"a":{"a":{"a":{"a":',
  '1e999',
  '-0',
  '9'.repeat(60),
  '0.'.padEnd(60, '3'),
  '2023-02-30',
  '0000-00-00',
  '9999年99月99日',
  '11010519491231002X',
  '91350203M0001QAY9B',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<![CDATA[',
  '&amp;',
  '&b;',
  '</',
  '=cmd|A0',
  '600余万元',
  '据(jù)',
  '\u202e',
  '\ud83d\ude00',
  'ﷺ',
  ' '.repeat(40),
  '𠮷',
  '�',
].map((text) => Buffer.from(text))
const RAW = [
  [0xff, 0xfe],
  [0x1f, 0x8b, 8, 0],
  [0x50, 0x4b, 3, 4],
  [0xc3],
  [0x81],
  [0x84, 0x31, 0x95, 0x33],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
].map((bytes) => Buffer.from(bytes))
const ALL = [...TOKENS, ...RAW]

type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer

const put = (bytes: Buffer, at: number, gone: number, added: Buffer) =>
  Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + gone)])

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => put(bytes, random.below(bytes.length + 1), 0, random.pick(ALL)),
  (bytes, random) => put(bytes, random.below(bytes.length + 1), 1 + random.below(8), random.pick(ALL)),
  (bytes, random) => put(bytes, random.below(bytes.length + 1), 1 + random.below(4), Buffer.alloc(0)),
  (bytes, random) => put(bytes, random.below(bytes.length + 1), random.below(200), Buffer.alloc(0)),
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => put(bytes, random.below(bytes.length + 1), 1, Buffer.from([random.below(256)])),
  (bytes, random) => {
    const from = random.below(bytes.length + 1)
    const piece = bytes.subarray(from, from + random.below(120))
    return put(
      bytes,
      random.below(bytes.length + 1),
      0,
      Buffer.concat(Array.from({ length: 1 + random.below(6) }, () => piece)),
    )
  },
  (bytes, random, other) => {
    const from = random.below(other.length + 1)
    return put(bytes, random.below(bytes.length + 1), random.below(60), other.subarray(from, from + random.below(200)))
  },
  (bytes, random) => put(bytes, random.below(bytes.length + 1), 0, Buffer.alloc(random.below(3000), random.below(256))),
]

/** One to five mutations of a good input; `other` is another good one. */
export function mutated(bytes: Buffer, random: Random, other: Buffer): Buffer {
  let hostile = bytes
  for (let left = 1 + random.below(5); left > 0; left--) hostile = random.pick(MUTATIONS)(hostile, random, other)
  return hostile
}

const CELLS: readonly unknown[] = [
  null,
  undefined,
  '',
  ' ',
  0,
  -1,
  1e308,
  Number.NaN,
  true,
  false,
  [],
  {},
  ['a', 1],
  { a: { b: null } },
  { __proto__: null, toString: 1 },
  '\ud800',
  '\0',
  'x'.repeat(25_000),
  ...TOKENS.map(String),
]

/** A row with some of its cells replaced, gone, or taken from another row. */
export function mutatedRow(
  row: Readonly<Record<string, unknown>>,
  random: Random,
  other: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const hostile = { ...row }
  const columns = Object.keys(row)
  for (let left = 1 + random.below(4); left > 0 && columns.length > 0; left--) {
    const column = random.pick(columns)
    const what = random.below(4)
    if (what === 0) delete hostile[column]
    else if (what === 1) hostile[column] = other[random.pick(columns)]
    else if (what === 2)
      hostile[column] = `${typeof hostile[column] === 'string' ? hostile[column] : ''}${random.pick(TOKENS)}`
    else hostile[column] = random.pick(CELLS)
  }
  if (random.below(20) === 0) hostile[random.pick(['', 'more', 'toString', '列'])] = random.pick(CELLS)
  return hostile
}
