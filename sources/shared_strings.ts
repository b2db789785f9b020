/**
 * The strings that the cells of a workbook share, in the order of their numbers. They lie packed in memory up to a size, and in
 * a temporary file beyond it, so that a workbook of any size can be read; those asked for of late are kept unpacked.
 */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'

/** Strings and characters in one group: what is packed, and unpacked again, at once. */
const GROUP_STRINGS = 64
const GROUP_CHARS = 1 << 16
/** Characters of unpacked groups that are kept. */
const UNPACKED_CHARS = 1 << 23

interface Group {
  /** The number of its first string. */
  readonly first: number
  /** Its bytes, or where they begin in the file. */
  readonly at: Buffer | number
  readonly bytes: number
}

export class SharedStrings {
  count = 0
  readonly #path: string
  readonly #memoryBytes: number
  readonly #groups: Group[] = []
  readonly #unpacked = new Map<Group, readonly string[]>()
  #unpackedChars = 0
  #coming: string[] = []
  #comingChars = 0
  #bytes = 0
  #fd: number | undefined
  #fileEnd = 0

  /** `path`: a file that may be made when the strings take more than `memoryBytes`. */
  constructor(path: string, memoryBytes: number) {
    this.#path = path
    this.#memoryBytes = memoryBytes
  }

  add(text: string): void {
    this.#coming.push(text)
    this.#comingChars += text.length
    this.count++
    if (this.#coming.length >= GROUP_STRINGS || this.#comingChars >= GROUP_CHARS) this.#pack()
  }

  /** The string of a number; undefined if there is none. */
  get(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) return undefined
    const from = this.count - this.#coming.length
    if (index >= from) return this.#coming[index - from]
    const group = this.#groupOf(index)
    return this.#strings(group)[index - group.first]
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }

  #pack(): void {
    const bytes = Buffer.from(JSON.stringify(this.#coming))
    const first = this.count - this.#coming.length
    this.#coming = []
    this.#comingChars = 0
    this.#bytes += bytes.length
    const inMemory = this.#bytes <= this.#memoryBytes
    this.#groups.push({ first, at: inMemory ? bytes : this.#keep(bytes), bytes: bytes.length })
  }

  #keep(bytes: Buffer): number {
    if (this.#fd === undefined) {
      this.#fd = openSync(this.#path, 'wx+', 0o600)
      rmSync(this.#path) // it lives as long as it is open
    }
    const at = this.#fileEnd
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done, bytes.length - done, at + done)
    this.#fileEnd += bytes.length
    return at
  }

  #groupOf(index: number): Group {
    let [low, high] = [0, this.#groups.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#groups[middle]?.first ?? 0) <= index) low = middle
      else high = middle - 1
    }
    const group = this.#groups[low]
    if (group === undefined) throw new Error(`no group holds the string ${index}`)
    return group
  }

  #strings(group: Group): readonly string[] {
    const known = this.#unpacked.get(group)
    if (known !== undefined) return known
    const strings: string[] = JSON.parse(this.#bytesOf(group).toString())
    // Beginning anew costs less than keeping an order: most cells ask for a string near the last one, or for a common one.
    if (this.#unpackedChars > UNPACKED_CHARS) {
      this.#unpacked.clear()
      this.#unpackedChars = 0
    }
    this.#unpacked.set(group, strings)
    this.#unpackedChars += group.bytes
    return strings
  }

  #bytesOf({ at, bytes }: Group): Buffer {
    if (typeof at !== 'number') return at
    const buffer = Buffer.allocUnsafe(bytes)
    if (this.#fd === undefined) throw new Error('the shared strings are closed')
    for (let done = 0; done < bytes; ) {
      const count = readSync(this.#fd, buffer, done, bytes - done, at + done)
      if (count === 0) throw new Error('the file of shared strings ends early')
      done += count
    }
    return buffer
  }
}
