import { EXIT } from '../../core/errors.js'
import { load } from '../../pipelines/load.js'
import type { CommandModule } from '../command.js'

export const command: CommandModule = {
  about: 'Topic to tables: merges what was appended, until caught up.',
  declare: (command) => void command.addHelpText('after', '\nExample:\n  riskledger load\n\nNext: riskledger resolve'),
  async run(context) {
    const stage = await context.open()
    const messages = await load(stage)
    context.output.result(
      { messages },
      () =>
        `${messages.toLocaleString('en-US')} messages loaded.\n\nNext: \`riskledger resolve\`, which works out who is who.`,
    )
    return EXIT.done
  },
}
