import { EXIT, LedgerError } from '../../core/errors.js'
import { type Preview, preview } from '../../pipelines/preview.js'
import { inThisThread } from '../../pipelines/run.js'
import { readRuns } from '../../warehouse/runs.js'
import type { CommandContext, CommandModule } from '../command.js'
import { findingsOf, findingsText } from '../findings.js'
import { jobsOf, runSummary, runTable } from '../jobs.js'
import { table } from '../output.js'
import { declareReading } from '../place_options.js'

const EXAMPLES = 10

export const command: CommandModule = {
  about: 'Source to topic: reads a connector’s place or files, judges every row, and appends what was accepted.',
  declare: (command) =>
    declareReading(command.argument('<connector>', 'connector id; `riskledger connectors list` shows them'))
      .option('--dry-run', 'judge every row and print the counts; write nothing, need no database')
      .addHelpText(
        'after',
        '\nExample:\n  riskledger ingest cn_credit_penalty --file penalties.csv --dry-run\n\nNext: riskledger load',
      ),
  async run(context, args, options) {
    const jobs = await jobsOf(args, options, context.config)
    const [job] = jobs
    if (job === undefined)
      throw new LedgerError('usage', 'No connector is named', 'As in `riskledger ingest cn_credit_penalty`.')
    if (options['dryRun'] === true && job.reading !== undefined)
      throw new LedgerError(
        'usage',
        `${job.loaded.id} reads from a place, and --dry-run judges files`,
        'Name one with --file, or judge the bundled data with --bundled.',
      )
    if (options['dryRun'] === true)
      return dryRun(
        context,
        job.loaded.id,
        await preview(job.loaded, job.files, { batchRows: context.config.batchRows, examples: EXAMPLES }),
      )
    const stage = await context.open()
    const runs = await readRuns(stage.database, await inThisThread(stage).ingest([job]))
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
