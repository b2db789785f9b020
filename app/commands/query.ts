import { EXIT, LedgerError } from '../../core/errors.js'
import { didYouMean } from '../../core/nearest.js'
import { type Answer, ask, namedQueries } from '../../warehouse/queries.js'
import { type NamedQuery, parameterText } from '../../warehouse/query_file.js'
import type { CommandContext, CommandModule } from '../command.js'
import { staleText } from '../freshness.js'
import { dayOption } from '../options.js'
import { decimal, records, table } from '../output.js'
import { today } from '../today.js'

// More columns than this are unreadable side by side.
const SIDE_BY_SIDE = 10

const collect = (text: string, all: string[]) => [...all, text]

export const command: CommandModule = {
  about: 'Asks a named question of the ledger; without a name, lists the questions.',
  declare: (command) =>
    command
      .argument('[name]', 'the query; each is a file in sql/queries')
      .option('--param <name=value>', 'a parameter; may be given several times', collect, [])
      .option(
        '--as-of <date>',
        'show records as the ledger held them at the end of that day (UTC); grades and facts are of now',
      )
      .addHelpText(
        'after',
        '\nExamples:\n  riskledger query\n  riskledger query worst_entities --param region=TW --param limit=10 --json',
      ),
  async run(context, args, options) {
    const [name] = args
    if (name === undefined) return list(context)
    const query = queryOf(name)
    const parameters = parametersOf(options['param'])
    const asOf = dayOption(options, 'asOf', '--as-of') ?? null
    const stage = await context.open()
    const answer = await ask(stage.database, { query, parameters, asOf, today: today() })
    context.output.result(
      {
        query: query.name,
        question: query.question,
        parameters,
        as_of: asOf,
        rows: answer.rows,
        stale_sources: answer.stale,
      },
      () => answerText(query, answer),
    )
    return EXIT.done
  },
}

/** The query of a name. Throws LedgerError query_invalid with the likeliest one. */
function queryOf(name: string): NamedQuery {
  const queries = namedQueries()
  const query = queries.find((known) => known.name === name)
  if (query !== undefined) return query
  const suggestion = didYouMean(
    name,
    queries.map((known) => known.name),
  )
  throw new LedgerError(
    'query_invalid',
    `There is no query '${name}'`,
    `${suggestion}\`riskledger query\` lists all ${queries.length}.`,
  )
}

function parametersOf(given: unknown): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const text of Array.isArray(given) ? given.map(String) : []) {
    const at = text.indexOf('=')
    if (at < 1)
      throw new LedgerError('query_invalid', `--param '${text}' is no name=value`, 'As in `--param limit=10`.')
    parameters[text.slice(0, at)] = text.slice(at + 1)
  }
  return parameters
}

function list(context: CommandContext) {
  const queries = namedQueries()
  context.output.result(
    {
      queries: queries.map(({ name, question, parameters }) => ({
        name,
        question,
        parameters: parameters.map(({ fallback, ...parameter }) => ({
          ...parameter,
          default: fallback ?? null,
          required: fallback === undefined,
        })),
      })),
    },
    () => [...queries.map(queryText), 'Next: `riskledger query worst_entities --param limit=10`.'].join('\n\n'),
  )
  return EXIT.done
}

function queryText(query: NamedQuery): string {
  return [
    query.name,
    `  ${query.question}`,
    ...query.parameters.map((parameter) => `    ${parameterText(parameter).padEnd(24)} ${parameter.about}`),
  ].join('\n')
}

/** The answer as a table. Decimals come as exact text; only their digits are grouped here. */
function answerText(query: NamedQuery, { columns, numeric, rows, stale }: Answer): string {
  const shown = (column: string, value: unknown) =>
    numeric.includes(column) && typeof value === 'string' ? decimal(value) : column === 'year' ? String(value) : value
  const cells = rows.map((row) => columns.map((column) => shown(column, row[column])))
  const head = columns.map((column) => column.replaceAll('_', ' '))
  const shape = columns.length > SIDE_BY_SIDE && rows.length > 0 ? records : table
  const count = `${rows.length.toLocaleString('en-US')} ${rows.length === 1 ? 'row' : 'rows'}.`
  return [query.question, shape(head, cells), count, ...(stale.length === 0 ? [] : [staleText(stale)])].join('\n')
}
