import { EXIT, type ExitCode, LedgerError } from '../../core/errors.js'
import { decide, decisionWords, undo } from '../../pipelines/review.js'
import type { Database } from '../../warehouse/database.js'
import { type FoundMentions, findMentions, type MentionRow } from '../../warehouse/decidable.js'
import type { Verdict } from '../../warehouse/decision_graph.js'
import { decisionLog } from '../../warehouse/decision_log.js'
import { allConstraints } from '../../warehouse/decisions.js'
import { possibleLinks } from '../../warehouse/possible.js'
import type { CommandContext, CommandModule } from '../command.js'
import { actionOf, countOption, needed, textOption, wholeNumber } from '../options.js'
import { decisionDocument, linkText, logText, mentionId, mentionsText, restingText } from '../review_text.js'
import { login } from '../who.js'

const LINKS = 20

type Options = Readonly<Record<string, unknown>>

export const command: CommandModule = {
  about: 'Who is who, decided by people: what awaits a decision, same, different, never, undo, and the log.',
  declare: (command) =>
    command
      .argument('[action]', 'list (default), show <a> [b], same|different|never <a> <b>, undo <decision> or log')
      .argument('[ids...]', 'entity ids or mention ids (record:ordinal); undo: the number of the decision')
      .option('--why <text>', 'same, different, never, undo: the reason, for others to read')
      .option('--who <name>', 'same, different, never, undo: who decides; the user of this login when left out')
      .option('--replace <decision>', 'same, different, never: the decision of somebody else that gives way')
      .option('--limit <n>', `list, show, log: how many (${LINKS} when left out)`)
      .addHelpText(
        'after',
        '\nExamples:\n  riskledger review list\n  riskledger review show <a> <b>\n  riskledger review same <a> <b> --why "same address and manager, seen on site"\n  riskledger review never <a> <b> --why "two shops of one name" --who "Li Hua"\n  riskledger review undo 7 --why "mixed up two files"\n  riskledger review log\n\nNext: `riskledger resolve` lets decisions take effect. docs/review.md tells what each means.',
      ),
  async run(context, args, options) {
    const action = actionOf('review', args[0], ['list', 'show', 'same', 'different', 'never', 'undo', 'log'])
    if (action === 'list') return list(context, options)
    if (action === 'log') return log(context, options)
    if (action === 'show')
      return show(context, needed(args[1], 'The entity or mention', 'review show <a> <b>'), args[2], options)
    return action === 'undo' ? takeBack(context, args[1], options) : judge(context, action, args, options)
  },
}

/** Who decides, why, and whose login it is. */
function byWhom(options: Options, example: string): { who: string; why: string; entered_by: string } {
  const why = needed(textOption(options, 'why')?.trim(), '--why', `${example} --why "seen on site"`)
  const entered_by = login()
  const who = needed(textOption(options, 'who')?.trim() ?? entered_by, '--who', `${example} --why "…" --who "Li Hua"`)
  return { who, why, entered_by }
}

async function list(context: CommandContext, options: Options): Promise<ExitCode> {
  const limit = countOption(options, 'limit', '--limit') ?? LINKS
  const { database } = await context.open()
  const { mustLink, cannotLink, resting } = await allConstraints(database.pool)
  const without = [...mustLink, ...cannotLink].map(({ a, b }) => (a < b ? ([a, b] as const) : ([b, a] as const)))
  const { links, in_all } = await possibleLinks(database.pool, { limit, pair: null, without })
  context.output.result({ in_all, links, resting }, () => {
    const [first] = links
    const parts =
      first === undefined
        ? ['Nothing awaits a decision.']
        : [
            `${in_all.toLocaleString('en-US')} possible links${in_all > links.length ? `, the ${links.length} most consequential` : ', the most consequential first'}:`,
            ...links.map(linkText),
            `Next: \`riskledger review show ${first.a.id} ${first.b.id}\`.`,
          ]
    return [...parts, ...(resting.length === 0 ? [] : [restingText(resting)])].join('\n\n')
  })
  return EXIT.done
}

async function show(context: CommandContext, a: string, b: string | undefined, options: Options): Promise<ExitCode> {
  const limit = countOption(options, 'limit', '--limit') ?? LINKS
  const { database } = await context.open()
  const sides = [await found(database, a, limit)]
  if (b !== undefined) sides.push(await found(database, b, limit))
  const [one, other] = sides.map(({ mentions }) => mentions[0]?.unit)
  const { links } =
    one === undefined || other === undefined
      ? { links: [] }
      : await possibleLinks(database.pool, { limit: 1, pair: [one, other], without: [] })
  const named = new Set(sides.flatMap(({ mentions }) => mentions.map((mention) => mention.record_id)))
  const decisions = (await decisionLog(database, Number.MAX_SAFE_INTEGER)).filter(
    (decision) => named.has(decision.a.record_id) || named.has(decision.b.record_id),
  )
  context.output.result({ link: links[0] ?? null, sides, decisions: decisions.map(decisionDocument) }, () =>
    [
      ...(b === undefined
        ? []
        : [links[0] === undefined ? 'The machine sees no link between the two.' : linkText(links[0])]),
      ...sides.map(({ mentions, in_all }) => mentionsText(mentions, in_all)),
      ...(decisions.length === 0 ? [] : [`Decisions:\n${logText(decisions)}`]),
      `Next: \`riskledger review same|different|never ${a} ${b ?? '<b>'} --why …\`.`,
    ].join('\n\n'),
  )
  return EXIT.done
}

/** The mentions that an id leads to. Throws LedgerError where it leads to none. */
async function found(database: Database, typed: string, limit: number): Promise<FoundMentions> {
  const mentions = await findMentions(database.pool, typed, limit)
  if (mentions === null)
    throw new LedgerError(
      'usage',
      `'${typed}' is neither an entity id nor a mention id`,
      '`riskledger entity <name>` finds ids of entities, `riskledger review show <entity>` those of their mentions.',
    )
  if (mentions === undefined)
    throw new LedgerError(
      'not_found',
      `No entity and no mention has the id ${typed}`,
      '`riskledger entity <name>` finds ids of entities, `riskledger review show <entity>` those of their mentions.',
    )
  return mentions
}

/** The one mention that an id stands for, and how it was taken. */
async function mentionFor(
  database: Database,
  typed: string,
): Promise<{ mention: MentionRow; by: FoundMentions['by'] }> {
  const { by, mentions, in_all } = await found(database, typed, 1)
  const [mention] = mentions
  if (mention === undefined) throw new Error('what was found has a mention')
  if (by === 'record' && in_all > 1)
    throw new LedgerError(
      'usage',
      `Record ${typed} names ${in_all} parties`,
      `Say which, as in ${typed}:0; \`riskledger review show ${typed}\` lists them.`,
    )
  return { mention, by }
}

async function judge(
  context: CommandContext,
  verdict: Verdict,
  [, typedA, typedB]: readonly string[],
  options: Options,
): Promise<ExitCode> {
  const example = `review ${verdict} <a> <b>`
  const [a, b] = [needed(typedA, 'The first of the two', example), needed(typedB, 'The second of the two', example)]
  const { who, why, entered_by } = byWhom(options, example)
  const given = textOption(options, 'replace')
  const replace = given === undefined ? null : wholeNumber(given, '--replace')
  const { database } = await context.open()
  const one = await mentionFor(database, a)
  const other = await mentionFor(database, b)
  if (mentionId(one.mention) === mentionId(other.mention))
    throw new LedgerError(
      'usage',
      `Both ids lead to one mention, ${mentionId(one.mention)}`,
      `\`riskledger review show ${one.mention.entity_id}\` lists the mentions of an entity: name two of them.`,
    )
  const decided = await decide(database, {
    verdict,
    a: one.mention,
    b: other.mention,
    who,
    why,
    enteredBy: entered_by,
    replace,
  })
  const { decision, changed, replaced, notes } = decided
  const took = [one, other].map(({ mention, by }) => ({ taken_for: by, mention: mentionId(mention), ...mention }))
  context.output.result(
    {
      decision: decisionDocument(decision),
      changed,
      replaced: replaced === null ? null : decisionDocument(replaced),
      took,
      notes,
    },
    () => {
      const lines = took.map(
        ({ taken_for, name, region, connector, source_key, mention }) =>
          `  ${name} (${region ?? 'region not known'}), ${connector} ${source_key}: mention ${mention}${taken_for === 'mention' ? '' : `, taken for the ${taken_for}`}`,
      )
      if (!changed) return `That was decided already: ${decisionWords(decision)}.\n${lines.join('\n')}`
      return [
        `Decision ${decision.decision_id}: ${verdict}, by ${who}.\n${lines.join('\n')}`,
        ...(replaced === null ? [] : [`It takes the place of ${decisionWords(replaced)}.`]),
        ...notes,
        `Next: \`riskledger resolve\` lets it take effect; \`riskledger review undo ${decision.decision_id} --why …\` takes it back.`,
      ].join('\n\n')
    },
  )
  return EXIT.done
}

async function takeBack(context: CommandContext, typed: string | undefined, options: Options): Promise<ExitCode> {
  const id = wholeNumber(needed(typed, 'The number of the decision', 'review undo 7 --why "…"'), 'The decision')
  const by = byWhom(options, `review undo ${id}`)
  const { database } = await context.open()
  const decision = await undo(database, id, by)
  context.output.result(
    { decision: decisionDocument(decision), undone_by: by.who, why: by.why },
    () =>
      `Undone by ${by.who}: ${decisionWords(decision)}.\n\nNext: \`riskledger resolve\` lets what the machine says hold again.`,
  )
  return EXIT.done
}

async function log(context: CommandContext, options: Options): Promise<ExitCode> {
  const { database } = await context.open()
  const decisions = await decisionLog(database, countOption(options, 'limit', '--limit') ?? LINKS)
  const { resting } = await allConstraints(database.pool)
  context.output.result({ decisions: decisions.map(decisionDocument), resting }, () =>
    decisions.length === 0
      ? 'Nobody has decided anything yet. `riskledger review list` shows what awaits a decision.'
      : [logText(decisions), ...(resting.length === 0 ? [] : [restingText(resting)])].join('\n\n'),
  )
  return EXIT.done
}
