import { EXIT, type ExitCode } from '../../core/errors.js'
import { type Job, type RunReport, run } from '../../pipelines/run.js'
import type { Stage } from '../../pipelines/stage.js'
import { ask, namedQueries } from '../../warehouse/queries.js'
import { threads } from '../beside.js'
import type { CommandContext, CommandModule } from '../command.js'
import { type Findings, findingsOf, findingsText } from '../findings.js'
import { jobsOf, reportJson, runTable } from '../jobs.js'
import { colour, decimal, table } from '../output.js'
import { today } from '../today.js'

const WORST = 10
/** Findings of each sort that the summary shows: the samples hold hundreds, on purpose. */
const MOST_FINDINGS = 12

type Rows = readonly Readonly<Record<string, unknown>>[]

interface Summary {
  readonly report: RunReport
  readonly findings: Findings
  readonly grades: Rows
  readonly records: Rows
  readonly worst: Rows
}

export const command: CommandModule = {
  about: 'The main job on the bundled data: runs everything, prints a summary, and keeps the ledger up.',
  declare: (command) =>
    command
      .option('--once', 'exit when done')
      .addHelpText(
        'after',
        '\nExamples:\n  npm start\n  npm start -- --once\n\nExits with 0 also when something was quarantined: that is part of the bundled data.',
      ),
  async run(context, _args, options): Promise<ExitCode> {
    const jobs = await jobsOf([], { bundled: true }, context.config)
    context.output.say(
      `Reading the bundled data of ${jobs.length} connectors into ${context.config.databaseUrl === '' ? `the embedded Postgres in ${context.config.home}` : 'the given Postgres'} …`,
    )
    const stage = await context.open({ narrate: true })
    const report = await run(stage, jobs, threads(stage, context.config), today())
    const summary = await summarise(stage, jobs, report)
    context.output.result(summaryJson(summary), () => summaryText(summary))
    if (options['once'] !== true) await stayUp(context)
    return EXIT.done
  },
}

async function summarise(stage: Stage, jobs: readonly Job[], report: RunReport): Promise<Summary> {
  const rowsOf = async (name: string, parameters: Record<string, string>): Promise<Rows> => {
    const query = namedQueries().find((known) => known.name === name)
    if (query === undefined) throw new Error(`sql/queries/${name}.sql is missing`)
    return (await ask(stage.database, { query, parameters, asOf: null, today: today() })).rows
  }
  return {
    report,
    findings: await findingsOf(stage, report.runs, jobs),
    grades: await rowsOf('grades_by_colour', {}),
    records: await rowsOf('records_by_kind', {}),
    worst: await rowsOf('worst_entities', { limit: String(WORST) }),
  }
}

function summaryJson({ report, findings, grades, records, worst }: Summary) {
  return {
    ...reportJson(report, findings),
    records,
    grades,
    worst_entities: worst,
  }
}

function summaryText({ report, findings, grades, records, worst }: Summary): string {
  const held = records.map((row) => [row['connector'], row['kind'], row['records'], row['in_force']])
  const graded = grades.map((row) => [
    colour(String(row['colour'])),
    row['entities'],
    `${row['lowest_score']} to ${row['highest_score']}`,
  ])
  const parts = [
    `What was read:\n${runTable(report.runs, true)}`,
    findingsText(findings, MOST_FINDINGS),
    `What the ledger holds:\n${table(['connector', 'kind', 'records', 'in force'], held)}`,
    `Credit grades of entities, frequency × severity (advice to people, not a verdict):\n${table(['grade', 'entities', 'score'], graded)}`,
    `The ${worst.length} with the highest scores:\n${worstTable(worst)}`,
    NEXT,
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function worstTable(worst: Rows): string {
  const rows = worst.map((row) => [
    row['name'],
    row['region'],
    colour(String(row['colour'])),
    row['score'],
    row['penalties_in_force'],
    String(row['fines'] ?? '–').replace(/\d+(\.\d+)?/g, decimal),
    row['agencies'],
  ])
  return table(['name', 'region', 'grade', 'score', 'penalties', 'fines', 'agencies'], rows, 40)
}

const NEXT = `What next:
  npx riskledger entity <name>                  one dossier: identifiers, records, grade and why
  npx riskledger query                          every question that can be asked
  npx riskledger quarantine list                what was not accepted, and why
  psql "$(npx riskledger db url)"               the ledger in SQL; analysts read schema ledger
  npx riskledger run <connector> --file <path>  your own file`

/** The ledger stays up for other commands and psql until somebody ends it. */
async function stayUp(context: CommandContext): Promise<void> {
  context.output.say('\nThe ledger is up. Ctrl-C ends it; the data stay.')
  // A promise alone keeps no process alive.
  const alive = setInterval(() => undefined, 2 ** 30)
  await context.untilStopped()
  clearInterval(alive)
  context.output.say('Stopped. `npm start` goes on from here.')
}
