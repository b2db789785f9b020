import { EXIT } from '../../core/errors.js'
import { publish } from '../../pipelines/publish.js'
import type { CommandModule } from '../command.js'
import { forEver } from '../following.js'

export const command: CommandModule = {
  about: 'Outbox to topics: entities, grades, quarantine and corrections leave, until the outbox is empty.',
  declare: (command) =>
    command
      .option('--follow', 'go on with what comes, until Ctrl-C or SIGTERM; a second process stands by')
      .addHelpText('after', '\nExample:\n  riskledger publish\n\nNext: riskledger topics tail riskledger.grade.v1'),
  async run(context, _args, options) {
    if (options['follow'] === true) return forEver(context, publish)
    const stage = await context.open()
    const events = await publish(stage)
    context.output.result(
      { events },
      () => `${events.toLocaleString('en-US')} events published.\n\nNext: \`riskledger topics list\`.`,
    )
    return EXIT.done
  },
}
