import { EXIT, LedgerError } from '../../core/errors.js'
import { compareFile } from '../../pipelines/compare_file.js'
import type { CommandModule } from '../command.js'
import { fileProgress } from '../file_progress.js'
import { needed } from '../options.js'
import { checkPaths, hasFindings, notesText, required } from '../own_files.js'

export const command: CommandModule = {
  about: 'Two parties a row, from a table of your own: same, related, possible or different, and why.',
  declare: (command) =>
    command
      .argument(
        '[pairs]',
        'a table (CSV with any separator, JSON lines, .xlsx) with the columns of the mapping twice, with 1 and 2 behind their names',
      )
      .option('--mapping <file>', 'a YAML file that says what the columns mean')
      .option('--out <file>', 'where to write the rows with probability, answer and why')
      .addHelpText(
        'after',
        '\nExample:\n  riskledger compare pairs.csv --mapping mapping.yaml --out answers.csv\n\nIt needs no database. docs/resolution.md tells what a mapping is and how to read the answers.',
      ),
  async run(context, [operand, more], options) {
    const example = 'compare pairs.csv --mapping mapping.yaml --out answers.csv'
    const pairs = needed(operand, 'The file of pairs', example)
    if (more !== undefined)
      throw new LedgerError('usage', `'${more}' is one file too many`, `As in \`riskledger ${example}\`.`)
    const [mapping, out] = [required(options, 'mapping', example), required(options, 'out', example)]
    checkPaths(mapping, [out])
    const display = fileProgress(context.output.json)
    const summary = await compareFile({ pairs, mapping, out, progress: display.report }).finally(display.stop)
    for (const text of notesText(summary)) context.output.say(text)
    context.output.result(summary, () => {
      const counts = Object.entries(summary.answers).map(
        ([answer, count]) => `${count.toLocaleString('en-US')} ${answer}`,
      )
      return `${summary.pairs.toLocaleString('en-US')} pairs compared: ${counts.join(', ')}.\nWritten to ${out}.`
    })
    return hasFindings(summary) ? EXIT.doneWithFindings : EXIT.done
  },
}
