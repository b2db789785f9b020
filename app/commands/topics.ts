import { EXIT, type ExitCode, LedgerError } from '../../core/errors.js'
import { didYouMean } from '../../core/nearest.js'
import type { Stage } from '../../pipelines/stage.js'
import { TOPICS } from '../../schemas/topics.js'
import { positions, resetPosition } from '../../warehouse/positions.js'
import type { CommandContext, CommandModule } from '../command.js'
import { actionOf, countOption, needed, textOption } from '../options.js'
import { table } from '../output.js'
import { tail } from '../tail.js'

const LAST = 10

type Options = Readonly<Record<string, unknown>>

export const command: CommandModule = {
  about: 'The topics: what they hold, their last messages, and setting a consumer back.',
  declare: (command) =>
    command
      .argument('[action]', 'list (default), tail <topic> or replay <consumer>')
      .argument('[name]', 'the topic or the consumer')
      .option('--from <offset>', 'tail: begin here; replay: set the position to this offset')
      .option('--from-start', 'replay: set the position to the oldest message')
      .option('--limit <n>', 'tail: how many messages (10 when left out)')
      .option('--follow', 'tail: go on with what comes, until Ctrl-C or SIGTERM')
      .option('--topic <topic>', 'replay: only this topic')
      .option('--partition <n>', 'replay: only this partition of the topic')
      .option('--force', 'replay: also pass over messages that were not read yet')
      .addHelpText(
        'after',
        '\nExamples:\n  riskledger topics tail riskledger.grade.v1 --limit 3\n  riskledger topics replay load --topic riskledger.penalty.v1 --from 0',
      ),
  async run(context, args, options) {
    const action = actionOf('topics', args[0], ['list', 'tail', 'replay'])
    if (action === 'list') return list(context)
    if (action === 'tail')
      return tailTopic(context, needed(args[1], 'The topic', 'topics tail riskledger.penalty.v1'), options)
    return replay(context, needed(args[1], 'The consumer', 'topics replay load --from-start'), options)
  },
}

async function list(context: CommandContext): Promise<ExitCode> {
  const stage = await context.open()
  const consumers = await positions(stage.database)
  const bounds = await stage.topics.bounds()
  const topics = TOPICS.map(({ name, about, compacted }) => {
    const partitions = bounds
      .filter(({ topic }) => topic === name)
      .map(({ partition, firstOffset, nextOffset }) => ({
        partition,
        first_offset: firstOffset,
        next_offset: nextOffset,
        messages: nextOffset - firstOffset,
      }))
    return {
      topic: name,
      about,
      compacted,
      partitions,
      consumers: consumers.filter(({ topic }) => topic === name).map(({ topic: _, ...position }) => position),
    }
  })
  context.output.result({ log: stage.topics.place, topics }, () => {
    const rows = topics.map(({ topic, about, partitions, consumers: standing }) => {
      const ends = partitions.reduce((sum, { next_offset }) => sum + next_offset, 0)
      const lag = [...new Set(standing.map(({ consumer }) => consumer))].map((consumer) => {
        const read = standing.reduce((sum, one) => (one.consumer === consumer ? sum + one.next_offset : sum), 0)
        return ends === read ? `${consumer}: all` : `${consumer}: ${(ends - read).toLocaleString('en-US')} behind`
      })
      return [
        topic,
        partitions.length,
        partitions.reduce((sum, { messages }) => sum + messages, 0),
        lag.join(', '),
        about,
      ]
    })
    return `${table(['topic', 'partitions', 'messages', 'read by', 'about'], rows)}\n\nKept in ${stage.topics.place}. Offsets of each partition: \`--json\`.\n\nNext: \`riskledger topics tail riskledger.grade.v1\`.`
  })
  return EXIT.done
}

async function checkTopic(stage: Stage, topic: string) {
  const names = TOPICS.map(({ name }) => name)
  if (!names.includes(topic))
    throw new LedgerError(
      'topic_unknown',
      `There is no topic '${topic}'`,
      `${didYouMean(topic, names)}List the topics with \`riskledger topics list\`.`,
    )
  return stage.topics.bounds([topic])
}

async function tailTopic(context: CommandContext, topic: string, options: Options): Promise<ExitCode> {
  const limit = countOption(options, 'limit', '--limit') ?? LAST
  const from = countOption(options, 'from', '--from', 0)
  const stage = await context.open()
  await checkTopic(stage, topic)
  return tail(context, stage, { topic, from, limit, follow: options['follow'] === true })
}

/** Sets a consumer's positions back. */
async function replay(context: CommandContext, consumer: string, options: Options): Promise<ExitCode> {
  const from = countOption(options, 'from', '--from', 0)
  const topic = textOption(options, 'topic')
  if ((from === undefined) === (options['fromStart'] !== true))
    throw new LedgerError('usage', 'Where to begin is not said', 'Give either --from-start or --from <offset>.')
  if (from !== undefined && topic === undefined)
    throw new LedgerError(
      'usage',
      '--from is an offset of one topic',
      'Name the topic with --topic, or use --from-start.',
    )
  const stage = await context.open()
  if (topic !== undefined) await checkTopic(stage, topic)
  const known = await positions(stage.database)
  const standing = known.filter(
    (position) => position.consumer === consumer && (topic === undefined || position.topic === topic),
  )
  if (standing.length === 0) {
    const consumers = [...new Set(known.map((position) => position.consumer))]
    throw new LedgerError(
      'not_found',
      `The consumer '${consumer}' has no position${topic === undefined ? '' : ` on ${topic}`}`,
      `${didYouMean(consumer, consumers)}\`riskledger topics list\` shows where consumers stand.`,
    )
  }
  const partition = countOption(options, 'partition', '--partition', 0)
  const wanted = (await stage.topics.bounds(topic === undefined ? undefined : [topic])).filter(
    (bound) =>
      (topic !== undefined || standing.some((one) => one.topic === bound.topic)) &&
      (partition ?? bound.partition) === bound.partition,
  )
  if (from !== undefined && wanted.length > 1)
    throw new LedgerError(
      'usage',
      `--from is an offset of one partition, and ${topic} has ${wanted.length}`,
      'Name it with --partition; `riskledger topics list --json` has the offsets of each.',
    )
  const moved = wanted.map(({ topic, partition, firstOffset, nextOffset }) => {
    const before = standing.find((one) => one.topic === topic && one.partition === partition)?.next_offset ?? 0
    return { topic, partition, before, after: Math.min(Math.max(from ?? 0, firstOffset), nextOffset) }
  })
  const skipping = moved.find(({ before, after, topic, partition }) => {
    const first = wanted.find((bound) => bound.topic === topic && bound.partition === partition)?.firstOffset ?? 0
    return after > Math.max(before, first)
  })
  if (skipping !== undefined && options['force'] !== true)
    throw new LedgerError(
      'usage',
      `${skipping.topic}/${skipping.partition} stands at ${skipping.before}: ${skipping.after - skipping.before} messages would never be read`,
      'Add --force if that is what you want.',
    )
  for (const { topic, partition, after } of moved)
    await resetPosition(stage.database, consumer, { topic, partition }, after)
  context.output.result(
    { consumer, positions: moved },
    () =>
      `${table(
        ['topic', 'partition', 'stood at', 'stands at'],
        moved.map((row) => [row.topic, row.partition, row.before, row.after]),
      )}\n\nNext: \`riskledger ${consumer}\`, which reads from there; what is known already changes nothing.`,
  )
  return EXIT.done
}
