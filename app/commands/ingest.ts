import { EXIT, LedgerError } from '../../core/errors.js'
import { inThisThread } from '../../pipelines/run.js'
import { readRuns } from '../../warehouse/runs.js'
import type { CommandModule } from '../command.js'
import { dryRun } from '../dry_run.js'
import { findingsOf, findingsText } from '../findings.js'
import { jobsOf, runSummary, runTable } from '../jobs.js'
import { declareReading } from '../place_options.js'

export const command: CommandModule = {
  about: 'Source to topic: reads a connector’s place or files, judges every row, and appends what was accepted.',
  declare: (command) =>
    declareReading(command.argument('<connector>', 'connector id; `riskledger connectors list` shows them'))
      .option(
        '--dry-run',
        'judge every row and say what would change; write nothing, need no database; of a place, its first ten documents from the beginning or --since',
      )
      .addHelpText(
        'after',
        '\nExample:\n  riskledger ingest cn_credit_penalty --file penalties.csv --dry-run\n  riskledger ingest us_openfda_food_enforcement            from the place that it declares\n  riskledger ingest us_openfda_food_enforcement --bundled  its sample, without the network\n\nNext: riskledger load',
      ),
  async run(context, args, options) {
    const jobs = await jobsOf(args, options, context.config)
    const [job] = jobs
    if (job === undefined)
      throw new LedgerError('usage', 'No connector is named', 'As in `riskledger ingest cn_credit_penalty`.')
    if (options['dryRun'] === true) return dryRun(context, job)
    const stage = await context.open()
    const runs = await readRuns(stage.database, await inThisThread(stage).ingest([job]))
    const findings = await findingsOf(stage, runs, [job])
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
