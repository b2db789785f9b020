/** Hostile archives: well-formed ones around hostile contents, and such as lie about themselves (APPNOTE.TXT). */
import { crc32, deflateRawSync } from 'node:zlib'
import { type Packed, zip } from './archives.js'
import { mutated } from './mutate.js'
import type { Random } from './random.js'

const NAMES: readonly (string | Buffer)[] = [
  'a.csv',
  'a.csv', // twice
  '一月.csv',
  './b.csv',
  'folder/',
  '../up.csv',
  'a/../../up.csv',
  '/etc/passwd',
  'C:\\windows\\a.csv',
  'a\\b.csv',
  '__MACOSX/a.csv',
  '.hidden',
  'nul\0.csv',
  '\u202ecsv.a',
  '__proto__',
  'constructor',
  '[Content_Types].xml',
  '',
  'x'.repeat(2000),
  Buffer.from([0xd2, 0xbb, 0xd4, 0xc2]), // GBK
  Buffer.from([0xff, 0xfe, 0x80]),
]
const MODES = [0o100644, 0o100644, 0o100644, 0, 0o120777, 0o040755, 0o020666]
const METHODS = [1, 9, 12, 14, 93, 99, 0xffff]

const BOMB_BYTES = 17 << 20
const BOMB = packed(Buffer.alloc(BOMB_BYTES))

function packed(bytes: Buffer) {
  return { deflated: deflateRawSync(bytes), crc: crc32(bytes) }
}

/** Values that counts, sizes and offsets may have to do harm; `size` is that of the archive. */
const numbersAround = (size: number) => [
  0,
  1,
  2,
  0x7fffffff,
  0xfffe,
  0xffff,
  0xfffffffe,
  0xffffffff,
  size,
  size - 1,
  size + 1,
  size - 22,
]

/** An archive of one to four entries; `contents` are files to put in. */
export function hostileZip(contents: readonly Buffer[], random: Random): Buffer {
  const entries: Packed[] = []
  for (let left = 1 + random.below(4); left > 0; left--) entries.push(hostileEntry(contents, random))
  const archive = zip(entries)
  return random.below(3) === 0 ? lying(archive, random) : archive
}

function hostileEntry(contents: readonly Buffer[], random: Random): Packed {
  const name = random.below(3) === 0 ? random.pick(NAMES) : `${random.below(100)}.csv`
  const whole = random.pick(contents)
  const mode = random.pick(MODES)
  switch (random.below(10)) {
    case 0: // an archive within it, and within that
      return { name, content: zip([{ name: 'b.zip', content: zip([{ name: 'c.csv', content: whole }]) }]) }
    case 1:
      return { name, content: zip([{ name: random.pick(NAMES), content: whole, mode }]), stored: true }
    case 2: {
      // a bomb that says so, or not
      const claims = random.below(2) === 0 ? { bytes: BOMB_BYTES } : { bytes: random.pick(numbersAround(whole.length)) }
      return { name, content: '', deflated: BOMB.deflated, claims: { ...claims, crc: BOMB.crc } }
    }
    case 3:
      return { name, content: whole, claims: { bytes: random.pick(numbersAround(whole.length)) } }
    case 4:
      return { name, content: whole, claims: { method: random.pick(METHODS) } }
    case 5:
      return { name, content: whole, claims: { crc: random.below(1 << 30) }, flags: 1 << random.below(16) }
    case 6:
      return { name, content: whole, extra: extraField(random) }
    default:
      return { name, content: mutated(whole, random, random.pick(contents)), mode, stored: random.below(2) === 0 }
  }
}

/** Zip64 sizes (0x0001), a Unicode name (0x7075), or something else, of a length that may be another than it says. */
function extraField(random: Random): Buffer {
  const data = Buffer.alloc(random.pick([0, 1, 4, 8, 16, 24, 28]), random.pick([0, 1, 0x7f, 0xff]))
  const head = Buffer.alloc(4)
  head.writeUInt16LE(random.pick([0x0001, 0x7075, 0x5455, 0xffff]), 0)
  head.writeUInt16LE(random.below(4) === 0 ? random.below(0x10000) : data.length, 2)
  return Buffer.concat([head, data])
}

const LOCAL = Buffer.from('PK\x03\x04')
const LISTED = Buffer.from('PK\x01\x02')
const END = Buffer.from('PK\x05\x06')
/** Where 16-bit and 32-bit fields stand behind each signature. */
const FIELDS: readonly (readonly [Buffer, readonly number[], readonly number[]])[] = [
  [LOCAL, [4, 6, 8, 26, 28], [14, 18, 22]],
  [LISTED, [6, 8, 10, 28, 30, 32, 34], [16, 20, 24, 38, 42]],
  [END, [4, 6, 8, 10, 20], [12, 16]],
]

/** One to three lies: in a field of a header, by cutting, by what stands before or behind, by zip64 records. */
export function lying(archive: Buffer, random: Random): Buffer {
  let hostile = archive
  for (let left = 1 + random.below(3); left > 0; left--) {
    const what = random.below(8)
    if (what === 0) hostile = hostile.subarray(0, random.below(hostile.length + 1))
    else if (what === 1) hostile = Buffer.concat([Buffer.from('PK\x03\x04junk'), hostile])
    else if (what === 2) hostile = Buffer.concat([hostile, Buffer.alloc(random.below(70_000), random.below(256))])
    else if (what === 3) hostile = withZip64(hostile, random)
    else if (what === 4) hostile = mutated(hostile, random, archive)
    else hostile = withField(hostile, random)
  }
  return hostile
}

function withField(archive: Buffer, random: Random): Buffer {
  const [signature, shorts, longs] = random.pick(FIELDS)
  const places: number[] = []
  for (let at = archive.indexOf(signature); at >= 0; at = archive.indexOf(signature, at + 1)) places.push(at)
  if (places.length === 0) return archive
  const hostile = Buffer.from(archive)
  const place = random.pick(places)
  // What another entry says is the best lie: entries then overlap.
  const value = random.below(3) === 0 ? random.pick(places) : random.pick(numbersAround(archive.length))
  if (random.below(2) === 0) put(hostile, place + random.pick(shorts), value & 0xffff, 2)
  else put(hostile, place + random.pick(longs), value >>> 0, 4)
  return hostile
}

function put(bytes: Buffer, at: number, value: number, length: 2 | 4): void {
  if (at + length <= bytes.length) bytes.writeUIntLE(value, at, length)
}

/** Puts the end of zip64 and its locator before the end of the archive, which then refers to them. */
function withZip64(archive: Buffer, random: Random): Buffer {
  const end = archive.lastIndexOf(END)
  if (end < 0 || end + 22 > archive.length) return archive
  const large = () =>
    BigInt(random.pick([0, 1, 22, archive.length, 0xffffffff, 2 ** 53])) << BigInt(random.below(2) * 11)
  const record = Buffer.alloc(56)
  record.write('PK\x06\x06', 'latin1')
  record.writeBigUInt64LE(44n, 4)
  for (const at of [24, 32, 40, 48]) record.writeBigUInt64LE(BigInt.asUintN(64, large()), at)
  if (random.below(2) === 0) {
    record.writeBigUInt64LE(BigInt(archive.readUInt32LE(end + 12)), 40)
    record.writeBigUInt64LE(BigInt(archive.readUInt32LE(end + 16)), 48)
  }
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 'latin1')
  locator.writeBigUInt64LE(random.below(3) === 0 ? BigInt.asUintN(64, large()) : BigInt(end), 8)
  const last = Buffer.from(archive.subarray(end))
  for (const at of [8, 10]) if (random.below(2) === 0) last.writeUInt16LE(0xffff, at)
  for (const at of [12, 16]) if (random.below(2) === 0) last.writeUInt32LE(0xffffffff, at)
  return Buffer.concat([archive.subarray(0, end), record, locator, last])
}
