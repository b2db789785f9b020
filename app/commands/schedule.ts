import { userInfo } from 'node:os'
import { EXIT, type ExitCode, LedgerError } from '../../core/errors.js'
import { didYouMean } from '../../core/nearest.js'
import { holdFeeds } from '../../pipelines/schedule.js'
import type { Pace, Stage } from '../../pipelines/stage.js'
import { databaseTime } from '../../warehouse/schedule.js'
import { pauseSchedule, resumeSchedule } from '../../warehouse/schedule_rows.js'
import type { CommandContext, CommandModule } from '../command.js'
import { feedsOf } from '../feeds.js'
import { forEver } from '../following.js'
import { actionOf, countOption, needed, textOption } from '../options.js'
import { scheduleOf, scheduleText } from '../schedule_table.js'
import { makeScheduling, type SlotLine, slotLine, slotText } from '../scheduling.js'

const MOST_AT_ONCE = 16

type Options = Readonly<Record<string, unknown>>

export const command: CommandModule = {
  about: 'Runs every connector by its cadence, for ever; lists, pauses and resumes.',
  declare: (command) =>
    command
      .argument('[action]', 'run (default), list, pause <id> or resume <id>')
      .argument('[connector]', 'pause, resume: the connector')
      .option('--once', 'run: what is due, and end; for cron and Kubernetes')
      .option('--runs <n>', 'run: how many connectors at once (1 when left out)')
      .option('--reason <text>', 'pause: why, for others to read')
      .option('--by <name>', 'pause: who; the user of this login when left out')
      .addHelpText(
        'after',
        '\nExamples:\n  riskledger schedule\n  riskledger schedule --once\n  riskledger schedule list\n  riskledger schedule pause cn_credit_penalty --reason "the publisher moves"\n  riskledger schedule resume cn_credit_penalty\n\nSeveral may run at once: each slot is run once. docs/schedule.md tells what is promised.',
      ),
  async run(context, args, options) {
    const action = actionOf('schedule', args[0], ['run', 'list', 'pause', 'resume'])
    if (action === 'run') return run(context, options)
    if (action === 'list') return list(context)
    const id = needed(args[1], 'The connector', `schedule ${action} cn_credit_penalty`)
    return action === 'pause' ? pause(context, id, options) : resume(context, id)
  },
}

async function run(context: CommandContext, options: Options): Promise<ExitCode> {
  const most = countOption(options, 'runs', '--runs') ?? 1
  if (most > MOST_AT_ONCE)
    throw new LedgerError('usage', `--runs ${most} are too many`, `Give at most ${MOST_AT_ONCE}.`)
  const feeds = await feedsOf(context.config)
  const lines: SlotLine[] = []
  const once = options['once'] === true
  const keep = makeScheduling(context, feeds, most, (event) => {
    const line = slotLine(event)
    if (once) lines.push(line)
    else context.output.line(line, () => slotText(line))
  })
  if (!once) {
    context.output.say(
      `${feeds.length} connectors run by their cadence. \`riskledger schedule list\` shows when; Ctrl-C ends it.`,
    )
    return forEver(context, keep)
  }
  let stopped = false
  context.untilStopped().then(() => {
    stopped = true
  })
  const pace: Pace = { more: () => false, stop: () => stopped }
  await keep(await context.open(), pace)
  const ended = lines.filter(({ event }) => event !== 'begun')
  context.output.result({ slots: ended }, () =>
    ended.length === 0 ? 'Nothing is due.' : ended.map(slotText).join('\n'),
  )
  if (ended.some(({ event }) => event === 'failed')) return EXIT.operatingError
  return ended.some(({ findings }) => findings === true) ? EXIT.doneWithFindings : EXIT.done
}

async function list(context: CommandContext): Promise<ExitCode> {
  const feeds = await feedsOf(context.config)
  const stage = await context.open()
  const schedule = await scheduleOf(stage.database, feeds)
  context.output.result({ schedule }, () => scheduleText(schedule))
  return EXIT.done
}

/** Opens the ledger with the connector held, so that one that no scheduler has seen yet can be paused too. */
async function openFor(context: CommandContext, id: string): Promise<Stage> {
  const feeds = await feedsOf(context.config)
  const feed = feeds.find((one) => one.id === id)
  if (feed === undefined) {
    const ids = feeds.map((one) => one.id)
    throw new LedgerError(
      'usage',
      `There is no connector '${id}'`,
      `${didYouMean(id, ids)}\`riskledger schedule list\` shows all ${ids.length}.`,
    )
  }
  const stage = await context.open()
  await holdFeeds(stage.database, [feed], await databaseTime(stage.database))
  return stage
}

async function pause(context: CommandContext, id: string, options: Options): Promise<ExitCode> {
  const by = textOption(options, 'by') ?? userInfo().username
  const reason = textOption(options, 'reason') ?? null
  const stage = await openFor(context, id)
  const changed = await pauseSchedule(stage.database, id, by, reason)
  context.output.result({ connector: id, paused: true, changed }, () =>
    changed
      ? `${id} is paused: a run under way goes on to its end, and no other begins.\n\nNext: \`riskledger schedule resume ${id}\` goes on with it.`
      : `${id} was paused already. \`riskledger schedule list\` shows by whom and why.`,
  )
  return EXIT.done
}

async function resume(context: CommandContext, id: string): Promise<ExitCode> {
  const stage = await openFor(context, id)
  const changed = await resumeSchedule(stage.database, id)
  const configured = context.config.schedule[id]?.paused === true
  context.output.result({ connector: id, paused: configured, changed }, () => {
    if (configured) return `${id} stays paused by the configuration: take schedule.${id}.paused out of riskledger.yaml.`
    return changed
      ? `${id} goes on. What it missed is made up for by one run.`
      : `${id} was not paused and does not back off.`
  })
  return EXIT.done
}
