import { EXIT, LedgerError } from '../../core/errors.js'
import { ingest } from '../../pipelines/ingest.js'
import { type Preview, preview } from '../../pipelines/preview.js'
import { readRuns } from '../../warehouse/runs.js'
import type { CommandContext, CommandModule } from '../command.js'
import { findingsOf, findingsText } from '../findings.js'
import { jobsOf, runSummary, runTable } from '../jobs.js'
import { table } from '../output.js'

const EXAMPLES = 10

export const command: CommandModule = {
  about: 'Source to topic: reads a connector’s files, judges every row, and appends what was accepted.',
  declare: (command) =>
    command
      .argument('<connector>', 'connector id; `riskledger connectors list` shows them')
      .option('--file <path>', 'a file or directory to read instead of the bundled data')
      .option(
        '--full',
        'the file is the whole of what the publisher holds: what it lacks is withdrawn (snapshot connectors)',
      )
      .option('--since <date>', 'only for sources that can be asked for what is new; files cannot, and are read whole')
      .option('--dry-run', 'judge every row and print the counts; write nothing, need no database')
      .addHelpText(
        'after',
        '\nExample:\n  riskledger ingest cn_credit_penalty --file penalties.csv --dry-run\n\nNext: riskledger load',
      ),
  async run(context, args, options) {
    if (options['since'] !== undefined)
      throw new LedgerError(
        'usage',
        `--since ${options['since']}: a file has no cursor to go on from`,
        'Leave --since out: rows that are known already change nothing.',
      )
    const jobs = await jobsOf(args, options)
    const [job] = jobs
    if (job === undefined)
      throw new LedgerError('usage', 'No connector is named', 'As in `riskledger ingest cn_credit_penalty`.')
    if (options['dryRun'] === true)
      return dryRun(
        context,
        job.loaded.id,
        await preview(job.loaded, job.files, { batchRows: context.config.batchRows, examples: EXAMPLES }),
      )
    const stage = await context.open()
    const runs = await readRuns(stage.database, [await ingest(stage, job.loaded, job.files, { full: job.full })])
    const findings = await findingsOf(stage, runs)
    context.output.result(
      {
        connectors: runs.map((run) => runSummary(run, false)),
        quarantine: findings.quarantine,
        signals: findings.signals,
      },
      () =>
        [
          runTable(runs, false),
          findingsText(findings),
          'Next: `riskledger load`, which brings the records from the topic into tables.',
        ]
          .filter((part) => part !== '')
          .join('\n\n'),
    )
    return findings.any ? EXIT.doneWithFindings : EXIT.done
  },
}

function dryRun(context: CommandContext, connector: string, seen: Preview) {
  const { read, accepted, rejected, ignored, records, signals, faults } = seen
  const examples = seen.examples.map(({ locator, issues }) => ({ locator, issues }))
  const total = Object.values(records).reduce((sum, count) => sum + count, 0)
  context.output.result(
    {
      dry_run: true,
      connectors: [
        {
          connector,
          read,
          accepted,
          rejected,
          ignored,
          records: total,
          records_by_kind: records,
          file_faults: faults.length,
        },
      ],
      rejected_examples: examples,
      signals,
      faults,
    },
    () =>
      [...previewText(connector, seen), 'Nothing was written. Next: the same command without --dry-run.'].join('\n\n'),
  )
  return rejected > 0 || faults.length > 0 || signals.length > 0 ? EXIT.doneWithFindings : EXIT.done
}

function previewText(
  connector: string,
  { read, accepted, rejected, ignored, records, examples, signals, faults }: Preview,
): string[] {
  const kinds = Object.entries(records).map(([kind, count]) => `${kind}: ${count.toLocaleString('en-US')}`)
  const parts = [
    table(
      ['connector', 'read', 'accepted', 'rejected', 'ignored', 'records'],
      [[connector, read, accepted, rejected, ignored, kinds.join(', ')]],
    ),
  ]
  for (const fault of faults)
    parts.push(`${fault.file}${fault.line === undefined ? '' : `:${fault.line}`}: ${fault.fault}: ${fault.message}`)
  const issues = examples.flatMap(({ locator, issues }) =>
    issues.map((issue) => [locator, issue.field, issue.code, issue.message]),
  )
  if (issues.length > 0)
    parts.push(
      `The first ${examples.length} of ${rejected} rejected rows:\n${table(['at', 'field', 'code', 'why'], issues)}`,
    )
  if (signals.length > 0)
    parts.push(
      `Signals: values that no declaration foresaw:\n${table(
        ['code', 'field', 'value', 'seen', 'first at'],
        signals.map((signal) => [signal.code, signal.field, signal.value, signal.seen, signal.locator]),
      )}`,
    )
  return parts
}
