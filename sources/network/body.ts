/** The body of an answer into a file: unpacked, within its limits, and only under its name when it is whole. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Limits } from './declaration.js'
import { type Answer, failureOf } from './exchange.js'
import { codeOf, diskError, Fault, invalid } from './refusals.js'

/** The ratio is looked at only when this much has come out: a small document may well be very repetitive. */
const RATIO_FROM_BYTES = 2 ** 24
const HEAD_BYTES = 1024

export interface Body {
  readonly bytes: number
  readonly sha256: string
  /** Its beginning. */
  readonly head: Buffer
}

export interface Landing {
  readonly path: string
  /** Bytes that may come out. */
  readonly bytes: number
  readonly limits: Limits
  readonly shown: string
  readonly signal: AbortSignal
}

/**
 * Streams a body into a file. Throws LedgerError place_invalid (too large, expands too much, an encoding that is unknown or damaged),
 * disk_full, home_unusable, interrupted; Fault if it was cut. What was written of it is removed then.
 */
export async function landBody(answer: Answer, landing: Landing): Promise<Body> {
  const { path, limits, shown, signal } = landing
  const part = `${path}.part`
  const counted = new Counted(landing)
  try {
    const file = createWriteStream(part, { flags: 'w', mode: 0o600 })
    const inward = (chunks: AsyncIterable<Buffer>) => counted.inward(chunks, answer)
    const outward = (chunks: AsyncIterable<Buffer>) => counted.outward(chunks)
    const unpack = decoderOf(answer.message.headers['content-encoding'], shown)
    if (unpack === null) await pipeline(answer.message, inward, outward, file)
    else await pipeline(answer.message, inward, unpack, outward, file)
    if (!answer.message.complete) throw new Fault('the answer was cut')
    await rename(part, path)
    return counted.body()
  } catch (error) {
    await rm(part, { force: true })
    const disk = isOfDisk(error) ? diskError(path, error) : null
    throw disk ?? damage(error, shown) ?? failureOf(counted.fault(answer) ?? error, shown, signal)
  } finally {
    answer.watch.wait('the end', limits.idle_seconds)
    answer.close()
  }
}

class Counted {
  readonly #landing: Landing
  readonly #hash = createHash('sha256')
  #head = Buffer.alloc(0)
  #in = 0
  #out = 0

  constructor(landing: Landing) {
    this.#landing = landing
  }

  body(): Body {
    return { bytes: this.#out, sha256: this.#hash.digest('hex'), head: this.#head }
  }

  /** What was too slow says so itself, where the pipeline tells only that its source was closed. */
  fault(answer: Answer): Fault | undefined {
    const { errored } = answer.message
    return errored instanceof Fault ? errored : undefined
  }

  async *inward(chunks: AsyncIterable<Buffer>, answer: Answer): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      answer.watch.wait('the next part of the answer', this.#landing.limits.idle_seconds)
      this.#in += chunk.length
      yield chunk
    }
  }

  async *outward(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const { bytes, limits, shown } = this.#landing
    for await (const chunk of chunks) {
      this.#out += chunk.length
      if (this.#out > bytes)
        throw invalid(
          `${shown} is larger than the ${bytes} bytes that are allowed`,
          'If the document is genuine, raise limits.document_bytes, page_bytes or total_bytes in its declaration.',
        )
      if (this.#out > RATIO_FROM_BYTES && this.#out > limits.expansion_ratio * this.#in)
        throw invalid(
          `${shown} expands to more than ${limits.expansion_ratio} times what was sent`,
          'If the document is genuine, raise limits.expansion_ratio in its declaration.',
        )
      this.#hash.update(chunk)
      if (this.#head.length < HEAD_BYTES)
        this.#head = Buffer.concat([this.#head, chunk.subarray(0, HEAD_BYTES - this.#head.length)])
      yield chunk
    }
  }
}

function decoderOf(header: string | undefined, shown: string): Duplex | null {
  const encoding = (header ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity' || encoding === '') return null
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip()
  if (encoding === 'deflate') return createInflate()
  if (encoding === 'br') return createBrotliDecompress()
  throw invalid(
    `${shown} is sent in the encoding ${encoding.slice(0, 50)}, which was not asked for`,
    'Ask the publisher: gzip, deflate and br are read.',
  )
}

function isOfDisk(error: unknown): boolean {
  return (
    error instanceof Error && 'syscall' in error && ['open', 'write', 'rename', 'close'].includes(String(error.syscall))
  )
}

function damage(error: unknown, shown: string): Error | null {
  const code = codeOf(error)
  // zlib says Z_BUF_ERROR when its input ends early: the answer was cut.
  if (code === 'Z_BUF_ERROR') return new Fault('the answer was cut')
  if (!/^(Z_|ERR__?ERROR_|ERR_BROTLI|BROTLI)/.test(code)) return null
  return invalid(
    `${shown} is damaged: what was sent does not unpack (${code})`,
    'Run it again; if it stays so, tell the publisher.',
  )
}
