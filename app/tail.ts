/** Messages of a topic, a line each: the last ones, those from an offset on, and what comes. */
import { EXIT, type ExitCode } from '../core/errors.js'
import { jsonOf } from '../pipelines/outgoing.js'
import { keepPace, type Stage } from '../pipelines/stage.js'
import type { BatchHeaders, PartitionBounds, ReadBatch, ReadMessage } from '../topics/log.js'
import type { CommandContext } from './command.js'
import { forEver } from './following.js'
import { printableJson } from './width.js'

// Offsets that hold no message, such as the marks of transactions, are few.
const MARKS = 50

export interface TailOptions {
  readonly topic: string
  /** Begin here in every partition; undefined: with the last messages. */
  readonly from: number | undefined
  readonly limit: number
  /** Go on until told to stop; then the limit is for what was there before. */
  readonly follow: boolean
}

interface Line {
  readonly time: string
  readonly offset: number
  print(): void
}

/** Prints messages as NDJSON. */
export async function tail(context: CommandContext, stage: Stage, options: TailOptions): Promise<ExitCode> {
  const { topic, from, limit, follow } = options
  const bounds = await stage.topics.bounds([topic])
  const places = new Map(
    bounds.map(({ partition, firstOffset, nextOffset }) => [
      partition,
      from === undefined ? nextOffset : Math.max(from, firstOffset),
    ]),
  )
  const shown = from === undefined ? await printLast(context, stage, bounds, limit, places) : 0
  if (follow)
    return forEver(context, (stage, pace) =>
      keepPace(
        pace,
        async () => (await printFrom(context, stage, topic, places, Number.POSITIVE_INFINITY, pace.stop)) > 0,
        async () => false,
      ),
    )
  await printFrom(context, stage, topic, places, limit - shown, () => context.unread.aborted)
  return EXIT.done
}

/** Prints what there is behind the places, at most `limit` messages, and moves the places; returns how many. */
async function printFrom(
  context: CommandContext,
  stage: Stage,
  topic: string,
  places: Map<number, number>,
  limit: number,
  stop: () => boolean,
): Promise<number> {
  let shown = 0
  for (const [partition, place] of places)
    for await (const { batch, message } of messagesFrom(stage, topic, partition, place)) {
      if (message !== undefined) {
        if (shown >= limit) return shown
        lineOf(context, batch, message).print()
        shown++
      }
      places.set(partition, message === undefined ? batch.nextOffset : message.offset + 1)
      if (stop()) return shown
    }
  return shown
}

/** Prints the last messages of all partitions together, by their times, and moves the places behind them; returns how many. */
async function printLast(
  context: CommandContext,
  stage: Stage,
  bounds: readonly PartitionBounds[],
  limit: number,
  places: Map<number, number>,
): Promise<number> {
  const last: Line[] = []
  for (const { topic, partition, firstOffset, nextOffset } of bounds) {
    const lines: Line[] = []
    for await (const { batch, message } of messagesFrom(
      stage,
      topic,
      partition,
      Math.max(firstOffset, nextOffset - limit - MARKS),
    )) {
      places.set(partition, Math.max(places.get(partition) ?? 0, batch.nextOffset))
      if (message !== undefined) lines.push(lineOf(context, batch, message))
    }
    last.push(...lines.slice(-limit))
  }
  last.sort((a, b) => (a.time === b.time ? a.offset - b.offset : a.time < b.time ? -1 : 1))
  const shown = last.slice(-limit)
  for (const line of shown) line.print()
  return shown.length
}

/** The messages from an offset to where the partition ends now, and each batch without a message as one that is undefined. */
async function* messagesFrom(
  stage: Stage,
  topic: string,
  partition: number,
  from: number,
): AsyncGenerator<{ batch: ReadBatch; message: ReadMessage | undefined }> {
  for (let offset = from; ; ) {
    const batch = await stage.topics.read(topic, partition, offset)
    if (batch === null) return
    for (const message of batch.messages) yield { batch, message }
    yield { batch, message: undefined }
    offset = batch.nextOffset
  }
}

function lineOf(context: CommandContext, batch: ReadBatch, message: ReadMessage): Line {
  const { topic, partition, headers } = batch
  const { offset, key } = message
  const line = {
    topic,
    partition,
    offset,
    key,
    headers: cloudEvent(headers, message),
    value: jsonOrText(batch, message),
  }
  return { time: headers.time, offset, print: () => context.output.line(line, () => printableJson(line)) }
}

/** The value as JSON; what is none, from a stranger, as text. */
function jsonOrText(batch: ReadBatch, message: ReadMessage): unknown {
  try {
    return jsonOf(batch, message)
  } catch {
    return message.value?.toString()
  }
}

/** The headers of a message by their names on the wire. */
function cloudEvent({ type, source, time, columns: _, ...ours }: BatchHeaders, message: ReadMessage) {
  return { ce_specversion: '1.0', ce_id: message.id, ce_type: type, ce_source: source, ce_time: time, ...ours }
}
