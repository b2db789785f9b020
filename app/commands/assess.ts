import { EXIT } from '../../core/errors.js'
import { assess } from '../../pipelines/assess.js'
import type { CommandModule } from '../command.js'
import { forEver } from '../following.js'
import { dayOption } from '../options.js'
import { today } from '../today.js'

export const command: CommandModule = {
  about: 'Entities to facts and grades: runs every model over what changed, until caught up.',
  declare: (command) =>
    command
      .option('--all', 'every entity, not only those whose records changed')
      .option('--follow', 'go on with what comes, until Ctrl-C or SIGTERM; several processes share the work')
      .option('--as-of <date>', 'the day that ages are counted to; today when left out')
      .addHelpText('after', '\nExample:\n  riskledger assess --all --as-of 2024-12-31\n\nNext: riskledger publish'),
  async run(context, _args, options) {
    const day = dayOption(options, 'asOf', '--as-of')
    const all = options['all'] === true
    if (options['follow'] === true)
      return forEver(context, (stage, pace) => assess(stage, { asOf: () => day ?? today(), all }, pace))
    const asOf = day ?? today()
    const stage = await context.open()
    const { entities, facts_changed, grades_changed } = await assess(stage, { asOf: () => asOf, all })
    context.output.result({ as_of: asOf, entities, facts_changed, grades_changed }, () => {
      const [seen, facts, grades] = [entities, facts_changed, grades_changed].map((count) =>
        count.toLocaleString('en-US'),
      )
      return `${seen} entities assessed as of ${asOf}: ${facts} facts and ${grades} grades changed.\n\nNext: \`riskledger publish\`, or \`riskledger query worst_entities\`.`
    })
    return EXIT.done
  },
}
