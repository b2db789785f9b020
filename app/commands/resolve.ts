import { EXIT } from '../../core/errors.js'
import { resolve } from '../../pipelines/resolve.js'
import type { CommandModule } from '../command.js'
import { forEver } from '../following.js'

export const command: CommandModule = {
  about: 'Records to entities: works out who is who among what was loaded, until caught up.',
  declare: (command) =>
    command
      .option('--follow', 'go on with what comes, until Ctrl-C or SIGTERM; several processes share the work')
      .addHelpText('after', '\nExample:\n  riskledger resolve\n\nNext: riskledger assess'),
  async run(context, _args, options) {
    if (options['follow'] === true) return forEver(context, resolve)
    const stage = await context.open()
    const { records, entities_changed, entities_ended } = await resolve(stage)
    context.output.result({ records, entities_changed, entities_ended }, () => {
      const [seen, changed, ended] = [records, entities_changed, entities_ended].map((count) =>
        count.toLocaleString('en-US'),
      )
      return `${seen} records resolved: ${changed} entities made or changed, ${ended} ended.\n\nNext: \`riskledger assess\`, which makes facts and grades of them.`
    })
    return EXIT.done
  },
}
