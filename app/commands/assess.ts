import { EXIT } from '../../core/errors.js'
import { assess } from '../../pipelines/assess.js'
import type { CommandModule } from '../command.js'
import { dayOption } from '../options.js'
import { today } from '../today.js'

export const command: CommandModule = {
  about: 'Entities to facts and grades: runs every model over what changed, until caught up.',
  declare: (command) =>
    command
      .option('--all', 'every entity, not only those whose records changed')
      .option('--as-of <date>', 'the day that ages are counted to; today when left out')
      .addHelpText('after', '\nExample:\n  riskledger assess --all --as-of 2024-12-31\n\nNext: riskledger publish'),
  async run(context, _args, options) {
    const asOf = dayOption(options, 'asOf', '--as-of') ?? today()
    const stage = await context.open()
    const { entities, facts_changed, grades_changed } = await assess(stage, { asOf, all: options['all'] === true })
    context.output.result({ as_of: asOf, entities, facts_changed, grades_changed }, () => {
      const [seen, facts, grades] = [entities, facts_changed, grades_changed].map((count) =>
        count.toLocaleString('en-US'),
      )
      return `${seen} entities assessed as of ${asOf}: ${facts} facts and ${grades} grades changed.\n\nNext: \`riskledger publish\`, or \`riskledger query worst_entities\`.`
    })
    return EXIT.done
  },
}
