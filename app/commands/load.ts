import { EXIT } from '../../core/errors.js'
import { load } from '../../pipelines/load.js'
import type { CommandModule } from '../command.js'
import { forEver } from '../following.js'

export const command: CommandModule = {
  about: 'Topic to tables: merges what was appended, until caught up.',
  declare: (command) =>
    command
      .option('--follow', 'go on with what comes, until Ctrl-C or SIGTERM; several processes share the work')
      .addHelpText('after', '\nExamples:\n  riskledger load\n  riskledger load --follow\n\nNext: riskledger resolve'),
  async run(context, _args, options) {
    if (options['follow'] === true) return forEver(context, load)
    const { messages, quarantined } = await load(await context.open())
    context.output.result({ messages, quarantined }, () => {
      const loaded = `${messages.toLocaleString('en-US')} messages loaded.`
      if (quarantined === 0) return `${loaded}\n\nNext: \`riskledger resolve\`, which works out who is who.`
      return `${loaded} ${quarantined.toLocaleString('en-US')} of them are no records and lie in quarantine.\n\nNext: \`riskledger quarantine list --code message_invalid\`.`
    })
    return quarantined > 0 ? EXIT.doneWithFindings : EXIT.done
  },
}
