/**
 * From bytes to text. UTF-8 is tried before GB18030, because strict GB18030 accepts most UTF-8 as other characters. The
 * encoding is decided once, on the first non-ASCII part of the file; later damage costs the rows it is in, no more.
 */
import { isAscii, isUtf8, transcode } from 'node:buffer'
import { LOST } from './marks.js'
import type { Broken, ByteChunk, FileFault, TextChunk } from './source.js'

type Encoding = 'utf-8' | 'gb18030'

/** Bytes looked at to tell text from other things. */
const HEAD_BYTES = 4096
/** Bytes, from the first one that is not ASCII, by which the encoding is decided. */
const EVIDENCE_BYTES = 1 << 16
/** U+FFFD as a publisher may have written it. */
const PUBLISHED_LOSS = { 'utf-8': Buffer.from([0xef, 0xbf, 0xbd]), gb18030: Buffer.from([0x84, 0x31, 0xa4, 0x37]) }
/**
 * How many characters there must be for each damaged one. UTF-8 has so much structure that other encodings do not look
 * like it; any double-byte text looks much like GB18030.
 */
const GOOD_FOR_EACH_BAD = { 'utf-8': 10, gb18030: 200 }

/**
 * Decodes a file as UTF-8 (with or without BOM) or GB18030. Bytes that are not text become LOST, and NUL is let through;
 * both are marked by `holdsNul`. The text does not depend on how the bytes were cut into chunks.
 *
 * Ends with Broken: file_binary if the file is another kind of thing, file_encoding if it is UTF-16 or neither of the
 * two; the message names the offset (in the file after decompression) of the first byte that fits in neither.
 */
export async function* decode(chunks: AsyncIterable<ByteChunk | Broken>): AsyncGenerator<TextChunk | Broken> {
  const decoder = new Decoder()
  let bytesRead = 0
  for await (const chunk of chunks) {
    if ('fault' in chunk) {
      yield* decoder.take(new Uint8Array(0), true, bytesRead)
      if (!decoder.broken) yield chunk
      return
    }
    bytesRead = chunk.bytesRead
    yield* decoder.take(chunk.bytes, false, bytesRead)
    if (decoder.broken) return
  }
  yield* decoder.take(new Uint8Array(0), true, bytesRead)
}

class Decoder {
  broken = false
  #encoding: Encoding | undefined
  #waiting: Buffer = Buffer.alloc(0)
  #begun = false
  /** How many bytes of the text have been decoded. */
  #offset = 0
  /** The byte before those that wait. */
  #before = 0

  #begin(bytes: Buffer): readonly [FileFault, string] | undefined {
    this.#begun = true
    const fault = otherThanText(bytes.subarray(0, HEAD_BYTES))
    if (fault !== undefined) return fault
    const bom = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : startsWith(bytes, 0x84, 0x31, 0x95, 0x33) ? 4 : 0
    if (bom > 0) this.#encoding = bom === 3 ? 'utf-8' : 'gb18030'
    this.#waiting = bytes.subarray(bom)
    this.#offset = bom
    return undefined
  }

  /** Decodes what can be decoded; what must wait for more bytes waits. */
  *take(bytes: Uint8Array, final: boolean, bytesRead: number): Generator<TextChunk | Broken> {
    const joined = this.#waiting.length === 0 ? asBuffer(bytes) : Buffer.concat([this.#waiting, bytes])
    this.#waiting = joined
    if (!this.#begun) {
      if (joined.length < HEAD_BYTES && !final) return
      const fault = this.#begin(joined)
      if (fault !== undefined) return yield this.#break(...fault)
    }
    if (this.#encoding === undefined) {
      yield* this.#emit(asciiEnd(this.#waiting), bytesRead)
      if (this.#waiting.length === 0 || (this.#waiting.length < EVIDENCE_BYTES && !final)) return
      this.#encoding = encodingOf(this.#waiting.subarray(0, EVIDENCE_BYTES), this.#before)
      if (this.#encoding === undefined) return yield this.#break('file_encoding', this.#undecided())
    }
    // Whole lines where there are any, or else the row at the seam would be copied once more when it is joined.
    const lines = this.#waiting.lastIndexOf(10) + 1
    const whole = lines * 2 > this.#waiting.length ? lines : wholeChars(this.#waiting, this.#encoding)
    yield* this.#emit(final ? this.#waiting.length : whole, bytesRead)
  }

  *#emit(end: number, bytesRead: number): Generator<TextChunk> {
    if (end === 0) return
    const bytes = this.#waiting.subarray(0, end)
    this.#waiting = this.#waiting.subarray(end)
    this.#offset += end
    this.#before = bytes[end - 1] ?? 0
    const text = isAscii(bytes) ? bytes.toString('latin1') : decodeStrictly(bytes, this.#encoding ?? 'utf-8')
    if (text !== undefined) yield { text, bytesRead, holdsNul: bytes.includes(0) }
    else yield { text: decodeLossy(bytes, this.#encoding ?? 'utf-8'), bytesRead, holdsNul: true }
  }

  #break(fault: FileFault, message: string): Broken {
    this.broken = true
    this.#waiting = Buffer.alloc(0)
    return { fault: { fault, message } }
  }

  #undecided(): string {
    const evidence = this.#waiting.subarray(0, EVIDENCE_BYTES)
    const good = Math.max(strictLength(evidence, 'utf-8'), strictLength(evidence, 'gb18030'))
    const byte = evidence[good]?.toString(16).toUpperCase().padStart(2, '0')
    const place = this.#offset + good
    if (looksWestern(evidence, this.#before))
      return 'the file is neither UTF-8 nor GB18030 but looks like Windows-1252 or another Western encoding; save it as UTF-8'
    return `the file is neither UTF-8 nor GB18030: byte ${place} (0x${byte}) fits in neither; save it as UTF-8`
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function startsWith(bytes: Uint8Array, ...magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}

function otherThanText(head: Buffer): readonly [FileFault, string] | undefined {
  if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
    return ['file_encoding', 'the file is UTF-16 text; save it as UTF-8']
  }
  if (startsWith(head, 0x50, 0x4b, 3, 4)) {
    return ['file_binary', 'the file is a zip archive or an Excel workbook (.xlsx) within gzip; decompress it first']
  }
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) {
    return [
      'file_binary',
      'the file is an old Office document (.xls, .doc) or an encrypted one; save the sheet as .xlsx or as CSV in UTF-8',
    ]
  }
  if (startsWith(head, 0x25, 0x50, 0x44, 0x46, 0x2d)) return ['file_binary', 'the file is a PDF document']
  const controls = head.reduce((sum, byte) => (byte < 32 && !(byte >= 9 && byte <= 13) ? sum + 1 : sum), 0)
  if (controls < 8 || controls * 20 < head.length) return undefined
  return ['file_binary', `the file is not text: ${controls} of its first ${head.length} bytes are control characters`]
}

/** Where the first byte stands that is not ASCII. */
function asciiEnd(bytes: Buffer): number {
  if (isAscii(bytes)) return bytes.length
  return bytes.findIndex((byte) => byte > 127)
}

/** The encoding in which the bytes are text: strictly in one, or else with so little damage that there is no doubt. */
function encodingOf(bytes: Buffer, before: number): Encoding | undefined {
  const encodings: readonly Encoding[] = ['utf-8', 'gb18030']
  const whole = (encoding: Encoding) => bytes.subarray(0, wholeChars(bytes, encoding))
  const strict = encodings.find((encoding) => decodeStrictly(whole(encoding), encoding) !== undefined)
  const found = strict ?? encodings.find((encoding) => isNearly(whole(encoding), encoding))
  return found === 'gb18030' && looksWestern(bytes, before) ? undefined : found
}

/** Fewer pairs of a letter above ASCII and one of ASCII could be rare Chinese characters. */
const WESTERN_PAIRS = 3

/**
 * Single letters above ASCII with ASCII letters around them, as Windows-1252 has Müller: GB18030 would make one Chinese character of the two bytes of ül. The
 * characters of GB 2312, which make up nearly all Chinese text, have no ASCII letter as their second byte.
 */
function looksWestern(bytes: Buffer, before: number): boolean {
  let [pairs, behindLetter, all] = [0, 0, 0]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte <= 0x80) continue
    all++
    if (isLetter(bytes[at + 1])) {
      pairs++
      if (isLetter(at === 0 ? before : bytes[at - 1])) behindLetter++
    }
    at += charLength(byte, bytes[at + 1]) - 1
  }
  return pairs * 2 > all && (pairs >= WESTERN_PAIRS || behindLetter === all)
}

const isLetter = (byte = 0) => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a

function isNearly(bytes: Buffer, encoding: Encoding): boolean {
  const text = decodeLossy(bytes, encoding)
  const bad = text.split(LOST).length - 1
  let good = 0
  for (const char of text) if (char > '\u007f' && char !== '\uFFFD') good++
  return good >= bad * GOOD_FOR_EACH_BAD[encoding]
}

function decodeStrictly(bytes: Buffer, encoding: Encoding): string | undefined {
  // Twice as fast as TextDecoder or toString('utf8'), and three times for Chinese text.
  if (encoding === 'utf-8') return isUtf8(bytes) ? transcode(bytes, 'utf8', 'utf16le').toString('utf16le') : undefined
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Decodes what is not wholly text, with LOST where it is not, but leaves a U+FFFD that the publisher wrote. */
function decodeLossy(bytes: Buffer, encoding: Encoding): string {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  const published = PUBLISHED_LOSS[encoding]
  const parts: string[] = []
  let from = 0
  for (let at = bytes.indexOf(published); at >= 0; at = bytes.indexOf(published, from)) {
    parts.push(decoder.decode(bytes.subarray(from, at)).replaceAll('\uFFFD', LOST))
    from = at + published.length
  }
  parts.push(decoder.decode(bytes.subarray(from)).replaceAll('\uFFFD', LOST))
  return parts.join('\uFFFD')
}

/** How many of the bytes are text, up to the first that is not. */
function strictLength(bytes: Buffer, encoding: Encoding): number {
  let good = 0
  let bad = bytes.length + 1
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    const part = bytes.subarray(0, middle)
    if (decodeStrictly(part.subarray(0, wholeChars(part, encoding)), encoding) === undefined) bad = middle
    else good = middle
  }
  return wholeChars(bytes.subarray(0, good), encoding)
}

/** How many of the bytes are whole characters; a last one may have been cut. */
function wholeChars(bytes: Buffer, encoding: Encoding): number {
  return encoding === 'utf-8' ? wholeUtf8(bytes) : wholeGb18030(bytes)
}

function wholeUtf8(bytes: Buffer): number {
  const end = bytes.length
  for (let back = 1; back <= Math.min(3, end); back++) {
    const byte = bytes[end - back] ?? 0
    if (byte < 0x80) return end
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? end - back : end
  }
  return end
}

/** A byte below 0x30 is never within a character, so what ends with one is whole; else count from the start. */
function wholeGb18030(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= 0; at--) if ((bytes[at] ?? 0) < 0x30) return at + 1
  let at = 0
  while (at < bytes.length) {
    const step = charLength(bytes[at] ?? 0, bytes[at + 1])
    if (at + step > bytes.length) break
    at += step
  }
  return at
}

function charLength(first: number, second: number | undefined): number {
  if (first <= 0x80 || first === 0xff) return 1
  return second !== undefined && second >= 0x30 && second <= 0x39 ? 4 : 2
}
