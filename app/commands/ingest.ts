import { EXIT, LedgerError } from '../../core/errors.js'
import { ingest } from '../../pipelines/ingest.js'
import { readRuns } from '../../warehouse/runs.js'
import type { CommandModule } from '../command.js'
import { dryRun } from '../dry_run.js'
import { findingsOf, findingsText } from '../findings.js'
import { jobsOf, runSummary, runTable } from '../jobs.js'

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
      .option('--dry-run', 'judge every row and say what would change; write nothing, need no database')
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
    if (options['dryRun'] === true) return dryRun(context, job)
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
