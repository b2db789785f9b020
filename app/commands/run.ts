import { EXIT } from '../../core/errors.js'
import { run } from '../../pipelines/run.js'
import { threads } from '../beside.js'
import type { CommandModule } from '../command.js'
import { findingsOf, findingsText } from '../findings.js'
import { jobsOf, reportJson, runTable } from '../jobs.js'
import { today } from '../today.js'

export const command: CommandModule = {
  about: 'All five stages for some connectors, or for all: ingest, load, resolve, assess, publish.',
  declare: (command) =>
    command
      .argument('[connectors...]', 'connector ids; none means all')
      .option('--file <path>', 'a file or directory to read instead of the bundled data; for one connector')
      .option(
        '--full',
        'the file is the whole of what the publisher holds: what it lacks is withdrawn (snapshot connectors)',
      )
      .addHelpText('after', '\nExamples:\n  riskledger run\n  riskledger run cn_credit_penalty --file penalties.csv'),
  async run(context, args, options) {
    const jobs = await jobsOf(args, options)
    const stage = await context.open()
    const report = await run(stage, jobs, threads(stage, context.config), today())
    const findings = await findingsOf(stage, report.runs)
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
