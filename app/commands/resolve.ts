import { EXIT, type ExitCode, LedgerError } from '../../core/errors.js'
import { rebuild } from '../../pipelines/rebuild.js'
import { resolve } from '../../pipelines/resolve.js'
import { type ResolveFileSummary, resolveFile } from '../../pipelines/resolve_file.js'
import type { Stage } from '../../pipelines/stage.js'
import { CLUSTER_LIMITS } from '../../resolution/model/limits.js'
import type { CommandContext, CommandModule } from '../command.js'
import { fileProgress } from '../file_progress.js'
import { forEver } from '../following.js'
import { countOption, textOption } from '../options.js'
import { checkPaths, hasFindings, notesText, required } from '../own_files.js'

export const command: CommandModule = {
  about: 'Records to entities: works out who is who among what was loaded, or in a table of your own.',
  declare: (command) =>
    command
      .option('--follow', 'go on with what comes, until Ctrl-C or SIGTERM; several processes share the work')
      .option(
        '--rebuild',
        'count anew how rare names and words are, and compare everything once more with these counts',
      )
      .option(
        '--records <file>',
        'a table of your own (CSV with any separator, JSON lines, .xlsx), instead of what was loaded',
      )
      .option('--mapping <file>', 'a YAML file that says what its columns mean')
      .option('--out <file>', 'where to write id,cluster')
      .option('--pairs <file>', 'where to write every likely pair with probability, answer and why')
      .option('--max-cluster <n>', `a larger cluster is not made but told (${CLUSTER_LIMITS.different} that differ)`)
      .option(
        '--max-conflict <percent>',
        `nor one in which more of the pairs speak against it (${100 * CLUSTER_LIMITS.conflict})`,
      )
      .addHelpText(
        'after',
        '\nExamples:\n  riskledger resolve\n  riskledger resolve --records parties.csv.gz --mapping mapping.yaml --out clusters.csv --pairs pairs.csv\n\nWith --records it needs no database; docs/resolution.md tells what a mapping is and how to read the answers.\n\nNext: riskledger assess',
      ),
  async run(context, _args, options) {
    if (options['records'] !== undefined) return resolveRecords(context, options)
    refuseAlone(options)
    if (options['follow'] === true) return forEver(context, resolve)
    const stage = await context.open()
    const { records, entities_changed, entities_ended } = await resolve(stage)
    if (options['rebuild'] === true) return rebuildAll(context, stage)
    context.output.result({ records, entities_changed, entities_ended }, () => {
      const [seen, changed, ended] = [records, entities_changed, entities_ended].map(shown)
      return `${seen} records resolved: ${changed} entities made or changed, ${ended} ended.\n\nNext: \`riskledger assess\`, which makes facts and grades of them.`
    })
    return EXIT.done
  },
}

const EXAMPLE = 'resolve --records parties.csv --mapping mapping.yaml --out clusters.csv'
const shown = (count: number) => count.toLocaleString('en-US')

/** Options of a file are nothing to the stage. Throws LedgerError usage. */
function refuseAlone(options: Readonly<Record<string, unknown>>): void {
  const alone = ['mapping', 'out', 'pairs', 'maxCluster', 'maxConflict'].find((name) => options[name] !== undefined)
  if (alone === undefined) return
  const flag = alone.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)
  throw new LedgerError('usage', `--${flag} goes with --records`, `As in \`riskledger ${EXAMPLE}\`.`)
}

async function resolveRecords(context: CommandContext, options: Readonly<Record<string, unknown>>): Promise<ExitCode> {
  if (options['follow'] === true)
    throw new LedgerError('usage', '--follow does not go with --records', 'A file is resolved once.')
  const records = required(options, 'records', EXAMPLE)
  const mapping = required(options, 'mapping', EXAMPLE)
  const out = required(options, 'out', EXAMPLE)
  const pairs = textOption(options, 'pairs')
  checkPaths(mapping, pairs === undefined ? [out] : [out, pairs])
  const members = countOption(options, 'maxCluster', '--max-cluster', 2)
  const percent = countOption(options, 'maxConflict', '--max-conflict', 0)
  const limits = {
    ...CLUSTER_LIMITS,
    ...(members !== undefined && { members, different: members }),
    ...(percent !== undefined && { conflict: percent / 100 }),
  }
  const display = fileProgress(context.output.json)
  const summary = await resolveFile({
    records,
    mapping,
    out,
    pairs,
    limits,
    progress: display.report,
    threads: true,
  }).finally(display.stop)
  tell(context, summary)
  context.output.result(summary, () => {
    const answers =
      summary.answers === null
        ? '\n\nNext: `--pairs pairs.csv` writes what speaks for and against each likely pair, and which are for people to decide.'
        : `\nPairs: ${countsOf(summary.answers)}. Written to ${pairs}.`
    return `${shown(summary.mentions)} mentions are ${shown(summary.clusters)} parties; ${shown(summary.pairs_compared)} pairs compared in ${summary.seconds} s. Written to ${out}.${answers}`
  })
  return hasFindings(summary) || summary.stopped.length > 0 ? EXIT.doneWithFindings : EXIT.done
}

const countsOf = (answers: NonNullable<ResolveFileSummary['answers']>) =>
  Object.entries(answers)
    .map(([answer, count]) => `${shown(count)} ${answer}`)
    .join(', ')

/** Ids of a cluster that are shown to people; --json has all. */
const SHOWN_IDS = 20
const SHOWN_VALUES = 10

/** Says what there is to look at. */
function tell({ output }: CommandContext, summary: ResolveFileSummary): void {
  for (const text of notesText(summary)) output.say(text)
  if (summary.nameless > 0)
    output.say(`${shown(summary.nameless)} mentions have no name: they are joined by what else they hold, if anything.`)
  for (const { role, value, mentions, names } of summary.shared_values.slice(0, SHOWN_VALUES))
    output.say(
      `${role} '${value}' stands on ${shown(mentions)} mentions of ${shown(names)} names: it counts for little.`,
    )
  const { keys, mentions, largest } = summary.oversize_blocks
  if (keys > 0)
    output.say(
      `${shown(keys)} keys are shared by too many (up to ${shown(largest)}) to compare all pairs under them; ${shown(mentions)} mentions have one.`,
    )
  for (const { ids, reason } of summary.stopped) {
    const more = ids.length > SHOWN_IDS ? ` and ${shown(ids.length - SHOWN_IDS)} more` : ''
    output.say(
      `A cluster was not made, for review: ${reason}. Its mentions: ${ids.slice(0, SHOWN_IDS).join(', ')}${more}.`,
    )
  }
}

async function rebuildAll(context: CommandContext, stage: Stage): Promise<ExitCode> {
  const rebuilt = await rebuild(stage)
  context.output.result({ ...rebuilt }, () => {
    const [units, links, changed, ended] = [
      rebuilt.units,
      rebuilt.links,
      rebuilt.entities_changed,
      rebuilt.entities_ended,
    ].map(shown)
    return `${units} units counted and compared, ${links} links: ${changed} entities made or changed, ${ended} ended.\n\nNext: \`riskledger assess\`, which makes facts and grades of them.`
  })
  return EXIT.done
}
