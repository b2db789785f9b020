/** From where to where the partitions of a topic are read. */
import { LedgerError } from '../../../core/errors.js'
import type { PlaceCursor } from '../../place.js'

/** Where a partition begins, and where it ended when it was asked. */
export interface PartitionOffsets {
  readonly partition: number
  readonly low: number
  readonly high: number
}

/** What is read of a partition: from an offset to another, which is left out. */
export interface Stretch {
  readonly partition: number
  readonly from: number
  readonly to: number
}

/**
 * What lies between the cursor and the ends. Throws LedgerError place_invalid for messages that are gone, and cursor_invalid where the topic is not the one that
 * was read.
 */
export function stretchesOf(
  where: string,
  cursor: PlaceCursor | null,
  offsets: readonly PartitionOffsets[],
): Stretch[] {
  const known = new Set(offsets.map(({ partition }) => String(partition)))
  const lost = Object.keys(cursor ?? {}).filter((partition) => !known.has(partition))
  if (lost.length > 0) throw another(where, `it has no partition ${lost.join(', ')} any more`)
  const gone: string[] = []
  const stretches = offsets.map(({ partition, low, high }) => {
    const read = cursor?.[String(partition)]
    if (read === undefined) return { partition, from: low, to: high }
    const from = typeof read === 'string' && /^\d{1,16}$/.test(read) ? Number(read) : Number.NaN
    if (!(from <= high))
      throw another(where, `partition ${partition} was read up to ${String(read)}, and it ends at ${high}`)
    if (from < low) gone.push(`${low - from} of partition ${partition}`)
    return { partition, from, to: high }
  })
  if (gone.length > 0)
    throw new LedgerError(
      'place_invalid',
      `${where} has removed messages that were not read: ${gone.join(', ')}`,
      'Ask its owner for them, and to keep messages longer; --full goes on with what is left.',
    )
  return stretches.sort((a, b) => a.partition - b.partition)
}

function another(where: string, why: string): LedgerError {
  return new LedgerError(
    'cursor_invalid',
    `${where} is not the one that was read before: ${why}`,
    'It was probably made anew: read it from its beginning with --full.',
  )
}
