import { availableParallelism } from 'node:os'
import { EXIT, LedgerError } from '../../core/errors.js'
import { load } from '../../pipelines/load.js'
import { type Pace, type Stage, UNTIL_CAUGHT_UP } from '../../pipelines/stage.js'
import { loadInProcesses } from '../beside.js'
import type { CommandContext, CommandModule } from '../command.js'
import { forEver } from '../following.js'
import { countOption } from '../options.js'

export const command: CommandModule = {
  about: 'Topic to tables: merges what was appended, until caught up.',
  declare: (command) =>
    command
      .option(
        '--loaders <n>',
        'how many load at once, each in a process; by default one for each processor on Kafka (at most 4), else one',
      )
      .option('--follow', 'go on with what comes, until Ctrl-C or SIGTERM; several processes share the work')
      .addHelpText('after', '\nExamples:\n  riskledger load\n  riskledger load --follow\n\nNext: riskledger resolve'),
  async run(context, _args, options) {
    const loaders = countOption(options, 'loaders', '--loaders') ?? usualLoaders(context)
    if (loaders > MOST_ASKED)
      throw new LedgerError(
        'usage',
        `--loaders ${loaders} are too many`,
        `Give at most ${MOST_ASKED}; start the command once more instead.`,
      )
    const work = (stage: Stage, pace: Pace) =>
      loaders === 1 ? load(stage, pace) : loadInProcesses(stage, context.config, loaders, pace)
    if (options['follow'] === true) return forEver(context, work)
    const { messages, quarantined } = await work(await context.open(), UNTIL_CAUGHT_UP)
    context.output.result({ messages, quarantined }, () => {
      const loaded = `${messages.toLocaleString('en-US')} messages loaded.`
      if (quarantined === 0) return `${loaded}\n\nNext: \`riskledger resolve\`, which works out who is who.`
      return `${loaded} ${quarantined.toLocaleString('en-US')} of them are no records and lie in quarantine.\n\nNext: \`riskledger quarantine list --code message_invalid\`.`
    })
    return quarantined > 0 ? EXIT.doneWithFindings : EXIT.done
  },
}

// More of them than Postgres has processors gain nothing.
const MOST_LOADERS = 4
const MOST_ASKED = 32

/** The embedded log has one partition a topic: a second loader would have little to do. */
function usualLoaders({ config }: CommandContext): number {
  return config.kafka === null ? 1 : Math.min(MOST_LOADERS, config.kafka.partitions, availableParallelism())
}
