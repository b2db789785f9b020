import { EXIT } from '../../core/errors.js'
import { publish } from '../../pipelines/publish.js'
import type { CommandModule } from '../command.js'

export const command: CommandModule = {
  about: 'Outbox to topics: entities, grades, quarantine and corrections leave, until the outbox is empty.',
  declare: (command) =>
    void command.addHelpText(
      'after',
      '\nExample:\n  riskledger publish\n\nNext: riskledger topics tail riskledger.grade.v1',
    ),
  async run(context) {
    const stage = await context.open()
    const events = await publish(stage)
    context.output.result(
      { events },
      () => `${events.toLocaleString('en-US')} events published.\n\nNext: \`riskledger topics list\`.`,
    )
    return EXIT.done
  },
}
