/** `connectors new`: reads a sample, asks what it does not say, and writes the folder of a connector. */
import { createInterface } from 'node:readline/promises'
import { LEVELS, SOURCE_CLASSES } from '../connectors/define.js'
import { EXIT, type ExitCode, LedgerError } from '../core/errors.js'
import { didYouMean } from '../core/nearest.js'
import type { Known } from '../pipelines/proposal/connector_text.js'
import { checkNewId, readFacts, type SampleFacts, writeFolder } from '../pipelines/proposal/scaffold.js'
import { KIND_NAMES, type Kind } from '../schemas/record.js'
import { listFiles } from '../sources/files.js'
import type { CommandContext } from './command.js'
import { needed, textOption } from './options.js'
import { table } from './output.js'

type Options = Readonly<Record<string, unknown>>

/** A fact that the sample does not tell, with what is asked for it on a terminal. */
interface Question {
  readonly name: keyof Known
  readonly option: string
  readonly asks: string
  readonly choices?: readonly string[]
}

const QUESTIONS: readonly Question[] = [
  { name: 'title', option: 'title', asks: 'What is the data set, in one line?' },
  { name: 'agency', option: 'agency', asks: 'Which agency says it, in its own language?' },
  { name: 'level', option: 'level', asks: 'Of which level is the agency?', choices: LEVELS },
  {
    name: 'region',
    option: 'region',
    asks: 'Of which region: a GB/T 2260 code in China (310000), ISO 3166 elsewhere (JP, US-CA)?',
  },
  { name: 'source_class', option: 'sourceClass', asks: 'Which class of source is it?', choices: SOURCE_CLASSES },
  { name: 'licence', option: 'licence', asks: 'Under which terms may the data be used?' },
  { name: 'time_zone', option: 'timeZone', asks: 'In which time zone does the agency work, as in Asia/Shanghai?' },
]

/** Makes a connector. Throws LedgerError usage for wrong flags; what no flag says stands in the folder as to be filled in. */
export async function newConnector(
  context: CommandContext,
  given: string | undefined,
  options: Options,
): Promise<ExitCode> {
  const id = needed(given, 'The id', 'connectors new cn_sh_market_penalties --file sample.csv')
  checkNewId(id)
  const path = needed(textOption(options, 'file'), '--file', `connectors new ${id} --file sample.csv`)
  const kindGiven = kindOption(textOption(options, 'kind'))
  const flags = knownFrom(options)
  const files = await listFiles(path)
  const [file] = files
  if (file === undefined || files.length > 1)
    throw new LedgerError('usage', `${path} holds ${files.length} files, and a sample is one`, 'Name the file itself.')
  const facts = await readFacts(file)
  const asking = process.stdin.isTTY === true && options['yes'] !== true && !context.output.json
  if (asking) context.output.say(factsText(facts))
  const { kind, known } = asking
    ? await ask(facts, kindGiven, flags)
    : { kind: kindGiven ?? likeliest(facts), known: flags }
  const made = writeFolder(id, facts, kind, known)
  const next = [
    `riskledger connectors check ${id}`,
    `riskledger connectors accept ${id}`,
    `riskledger ingest ${id} --file ${path} --dry-run`,
  ]
  context.output.result(
    {
      id,
      directory: made.directory,
      files: made.files,
      kind,
      format: facts.format.title,
      key: facts.key,
      used: made.used,
      ignored: made.ignored,
      next,
    },
    () => madeText(id, facts, kind, made, next, asking),
  )
  return EXIT.done
}

function kindOption(text: string | undefined): Kind | undefined {
  if (text === undefined) return undefined
  const kind = KIND_NAMES.find((name) => name === text)
  if (kind !== undefined) return kind
  throw new LedgerError(
    'usage',
    `--kind '${text}' is no kind of record`,
    `${didYouMean(text, KIND_NAMES)}There are ${KIND_NAMES.join(', ')}.`,
  )
}

/** What the flags say. Throws LedgerError usage for a value that no list has. */
function knownFrom(options: Options): Known {
  const values = QUESTIONS.map(({ name, option, choices }): [keyof Known, string | null] => {
    const value = textOption(options, option)?.trim()
    if (value === undefined || value === '') return [name, null]
    if (choices !== undefined && !choices.includes(value))
      throw new LedgerError(
        'usage',
        `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} '${value}' is none of ${choices.join(', ')}`,
        didYouMean(value, choices) || 'Give one of them.',
      )
    return [name, value]
  })
  return {
    title: null,
    agency: null,
    level: null,
    region: null,
    source_class: null,
    licence: null,
    time_zone: null,
    ...Object.fromEntries(values),
  }
}

/** The kind that the columns speak of, where one clearly does. Throws LedgerError usage where none does. */
function likeliest({ kinds }: SampleFacts): Kind {
  const [first, second] = kinds
  if (first !== undefined && first.says >= 2 && first.says > (second?.says ?? 0)) return first.kind
  throw new LedgerError(
    'usage',
    'The columns do not tell which kind of record a row is',
    `Say it, as in --kind ${first?.kind ?? KIND_NAMES[0]}: ${KIND_NAMES.join(', ')}.`,
  )
}

async function ask(
  facts: SampleFacts,
  kindGiven: Kind | undefined,
  flags: Known,
): Promise<{ kind: Kind; known: Known }> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = async (question: string, choices: readonly string[] | undefined, proposed: string | null) => {
      const hint = choices === undefined ? '' : `\n  ${choices.join(', ')}`
      for (;;) {
        const text = (await terminal.question(`${question}${hint}\n  [${proposed ?? 'leave open'}] `)).trim()
        if (text === '') return proposed
        if (choices === undefined || choices.includes(text)) return text
        process.stderr.write(`  '${text}' is none of them. ${didYouMean(text, choices)}\n`)
      }
    }
    const proposed = kindGiven ?? facts.kinds[0]?.kind ?? null
    const kind =
      kindGiven ?? kindOption((await answer('Which kind of record is a row?', KIND_NAMES, proposed)) ?? undefined)
    const known: Record<string, string | null> = { ...flags }
    for (const { name, asks, choices } of QUESTIONS)
      if (flags[name] === null) known[name] = await answer(asks, choices, null)
    return { kind: kind ?? likeliest(facts), known: { ...flags, ...known } }
  } finally {
    terminal.close()
  }
}

/** What the sample says, as people read it before they answer. */
function factsText({ file, format, read, sum, profiles, key }: SampleFacts): string {
  const rows = profiles.map(({ column, type, misfits, required, unique, codes }) => [
    column,
    misfits === 0 ? type.replace('_', ' ') : `${type.replace('_', ' ')}, not in ${misfits}`,
    required ? 'yes' : '',
    unique ? 'yes' : '',
    codes.join(', '),
  ])
  return [
    `${file.name}: ${format.title}, ${read.rows.length} rows${read.broken === 0 ? '' : `, ${read.broken} that cannot be read`}; key: ${key.join(' + ') || 'none found'}`,
    ...(sum ? ['The last row is a sum or a note. As a row it lacks what is required, and goes to quarantine.'] : []),
    table(['column', 'says', 'always there', 'tells rows apart', 'codes'], rows, 40),
  ].join('\n')
}

function madeText(
  id: string,
  facts: SampleFacts,
  kind: Kind,
  made: { readonly files: readonly string[]; readonly used: readonly string[]; readonly ignored: readonly string[] },
  next: readonly string[],
  told: boolean,
): string {
  return [
    ...(told ? [] : [factsText(facts)]),
    `connectors/${id} is made: ${made.files.join(', ')}. Each row makes a ${kind}. Read: ${made.used.join(', ') || 'nothing'}. Not used, with the reason to fill in: ${made.ignored.join(', ') || 'nothing'}.`,
    'What neither the sample nor the flags say is marked FILL_IN or fillIn(…). Nothing goes into the ledger before it is said.',
    `Next:\n${next.map((command) => `  ${command}`).join('\n')}`,
  ].join('\n\n')
}
