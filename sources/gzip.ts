/** Files that begin with the magic of gzip are decompressed, whatever their name. */
import { createGunzip, type Gunzip } from 'node:zlib'
import { messageOf } from '../core/errors.js'
import type { Broken, ByteChunk, ReadLimits } from './source.js'

/** Compressed bytes given to zlib at once. Deflate expands 1,032 times at most, so one piece makes 32 MiB at worst. */
const PIECE_BYTES = 1 << 15
const OUT_BYTES = 1 << 19
/** A small file may well be very repetitive: the ratio is looked at only when this much has come out. */
const RATIO_FROM_BYTES = 16 * 2 ** 20

/**
 * Passes plain bytes through and decompresses gzip (also of several members), with `bytesRead` in compressed bytes.
 * Ends with Broken: file_gzip if the data are damaged or end early, after what came out of them; file_bomb as soon as
 * more comes out than `expandedBytes`, or than `expansionRatio` times what went in.
 */
export async function* gunzip(
  chunks: AsyncIterable<ByteChunk | Broken>,
  limits: ReadLimits,
): AsyncGenerator<ByteChunk | Broken> {
  let inflater: Inflater | undefined
  let begun = false
  let head = Buffer.alloc(0)
  try {
    for await (const chunk of chunks) {
      if ('fault' in chunk) return yield chunk
      const bytes = begun ? chunk.bytes : Buffer.concat([head, chunk.bytes])
      if (!begun && bytes.length < 2) {
        head = Buffer.from(bytes)
        continue
      }
      if (!begun && bytes[0] === 0x1f && bytes[1] === 0x8b) inflater = new Inflater(limits)
      begun = true
      if (inflater === undefined) yield { bytes, bytesRead: chunk.bytesRead }
      else yield* inflater.inflate(bytes, chunk.bytesRead)
      if (inflater?.broken === true) return
    }
    if (!begun && head.length > 0) yield { bytes: head, bytesRead: head.length }
    if (inflater !== undefined) yield* inflater.finish()
  } finally {
    inflater?.close()
  }
}

class Inflater {
  broken = false
  readonly #zlib: Gunzip = createGunzip({ chunkSize: OUT_BYTES })
  readonly #limits: ReadLimits
  #out: Buffer[] = []
  #inBytes = 0
  #outBytes = 0
  #bytesRead = 0
  #fault: Broken | undefined
  #wake: () => void = () => {}

  constructor(limits: ReadLimits) {
    this.#limits = limits
    this.#zlib.on('data', (out: Buffer) => this.#take(out))
    this.#zlib.on('error', (error) => this.#stop('file_gzip', `the gzip data are damaged: ${messageOf(error)}`))
    this.#zlib.on('end', () => this.#wake())
  }

  async *inflate(bytes: Uint8Array, bytesRead: number): AsyncGenerator<ByteChunk | Broken> {
    const before = this.#bytesRead
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      const piece = bytes.subarray(from, from + PIECE_BYTES)
      this.#inBytes += piece.length
      this.#bytesRead = Math.max(before, bytesRead - bytes.length + from + piece.length)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        this.#zlib.write(piece, () => resolve())
      })
      yield* this.#drain()
      if (this.broken) return
    }
  }

  async *finish(): AsyncGenerator<ByteChunk | Broken> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      this.#zlib.end()
    })
    yield* this.#drain()
  }

  close(): void {
    this.#zlib.destroy()
  }

  *#drain(): Generator<ByteChunk | Broken> {
    const out = this.#out
    this.#out = []
    for (const bytes of out) yield { bytes, bytesRead: this.#bytesRead }
    if (this.#fault !== undefined) yield this.#fault
  }

  /** Called by zlib with each piece that came out, also several times for one that went in. */
  #take(out: Buffer): void {
    if (this.broken) return
    this.#outBytes += out.length
    const { expandedBytes, expansionRatio } = this.#limits
    if (this.#outBytes > expandedBytes) {
      this.#stop('file_bomb', `the file expands to more than ${expandedBytes} bytes`)
    } else if (this.#outBytes > RATIO_FROM_BYTES && this.#outBytes > expansionRatio * this.#inBytes) {
      this.#stop('file_bomb', `the file expands to more than ${expansionRatio} times its size`)
    } else {
      this.#out.push(out)
    }
  }

  #stop(fault: 'file_gzip' | 'file_bomb', message: string): void {
    if (this.broken) return
    this.broken = true
    this.#fault = { fault: { fault, message } }
    this.#zlib.destroy()
    this.#wake()
  }
}
