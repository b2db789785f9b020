/**
 * Gzip at its lowest level: of what the client can read and write without a package of its own it is the only one, and at its usual level it would
 * take several times as long for little.
 */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import kafkajs from 'kafkajs'
import { messageOf } from '../../core/errors.js'
import { UNPACKED } from './client.js'

const LEVEL = 1
// Messages of one batch of the broker, unpacked: an archive that is a bomb ends here.
const MOST_BYTES = 64 << 20
// What is unpacked at once: each piece is a trip to a thread of the pool and back, and holds its memory to its end.
const [LEAST_PIECE, MOST_PIECE] = [1 << 10, 256 << 10]

const packed = promisify(gzip)
const unpacked = promisify(gunzip)

kafkajs.CompressionCodecs[kafkajs.CompressionTypes.GZIP] = () => ({
  compress: (encoder: { readonly buffer: Buffer }) => packed(encoder.buffer, { level: LEVEL }),
  async decompress(bytes: Buffer) {
    try {
      return await unpacked(bytes, { maxOutputLength: MOST_BYTES, chunkSize: pieceOf(bytes) })
    } catch (error) {
      throw new kafkajs.KafkaJSNonRetriableError(`${UNPACKED}: ${messageOf(error)}`)
    }
  },
})

/** A piece that holds all, as the end of the archive says how much that is; a wrong one only takes longer. */
function pieceOf(bytes: Buffer): number {
  const said = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4)
  return Math.min(Math.max(said + 1, LEAST_PIECE), MOST_PIECE)
}

export const COMPRESSIONS = { gzip: kafkajs.CompressionTypes.GZIP, none: kafkajs.CompressionTypes.None } as const
