import { EXIT } from '../../core/errors.js'
import type { CommandModule } from '../command.js'
import { statusOf } from '../status.js'
import { statusText } from '../status_text.js'

export const command: CommandModule = {
  about:
    'How the ledger is doing: last runs, freshness, how far places were read, what waits between stages, quarantine, grades, the server.',
  declare: (command) => void command.addHelpText('after', '\nExample:\n  riskledger status --json'),
  async run(context) {
    const stage = await context.open()
    const status = await statusOf(context.config, stage)
    context.output.result(status, () => statusText(status))
    return EXIT.done
  },
}
