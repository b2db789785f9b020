import { EXIT } from '../../core/errors.js'
import { run } from '../../pipelines/run.js'
import { threads } from '../beside.js'
import type { CommandModule } from '../command.js'
import { findingsOf, findingsText } from '../findings.js'
import { jobsOf, reportJson, runTable } from '../jobs.js'
import { declareReading } from '../place_options.js'
import { today } from '../today.js'

export const command: CommandModule = {
  about: 'All five stages for some connectors, or for all: ingest, load, resolve, assess, publish.',
  declare: (command) =>
    declareReading(
      command.argument(
        '[connectors...]',
        'connector ids; none means all, and then a declared place is read only where riskledger.yaml names it',
      ),
    ).addHelpText(
      'after',
      '\nExamples:\n  riskledger run\n  riskledger run cn_credit_penalty --file penalties.csv\n  riskledger run us_openfda_food_enforcement             from the place that it declares\n  riskledger run us_openfda_food_enforcement --bundled   its sample, without the network\n\nWithout ids nothing is asked of the network, but for places under `places:` of riskledger.yaml.',
    ),
  async run(context, args, options) {
    const jobs = await jobsOf(args, options, context.config)
    const stage = await context.open()
    const report = await run(stage, jobs, threads(stage, context.config), today())
    const findings = await findingsOf(stage, report.runs, jobs)
    context.output.result(reportJson(report, findings), () =>
      [
        runTable(report.runs, true),
        findingsText(findings),
        'Next: `riskledger query worst_entities`, or `riskledger quarantine list` for what was not accepted.',
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
    )
    return findings.any ? EXIT.doneWithFindings : EXIT.done
  },
}
