import { EXIT, type ExitCode, LedgerError } from '../../core/errors.js'
import { explanationOf } from '../../pipelines/explain.js'
import { loadModels } from '../../pipelines/models.js'
import { type Dossier, dossierOf, entityOf } from '../../warehouse/dossier.js'
import { type Candidate, endedOn, type FoundBy, findEntities, nearestNames } from '../../warehouse/search.js'
import type { CommandContext, CommandModule } from '../command.js'
import { dossierText, gradeWords } from '../dossier.js'
import { explanationText } from '../explanation.js'
import { countOption } from '../options.js'
import { colour, table } from '../output.js'

const CANDIDATES = 25
const RECORDS = 15

export const command: CommandModule = {
  about: 'One dossier: names, identifiers, grade and why, facts, records, and what joined them.',
  declare: (command) =>
    command
      .argument('<entity>', 'an identifier, an entity id, a name, or part of a name')
      .option(
        '--explain',
        'why its mentions are one, what spoke against it, and which namesakes were not joined and why',
      )
      .option('--limit <n>', `how many records to show, newest first (${RECORDS} when left out)`)
      .addHelpText(
        'after',
        '\nExamples:\n  riskledger entity 924419008060337185\n  riskledger entity 台塑\n\nA name that fits several entities lists them; ask again with an id.',
      ),
  async run(context, args, options) {
    const typed = args.join(' ').trim()
    if (typed === '') throw new LedgerError('usage', 'The entity is missing', 'As in `riskledger entity 台塑`.')
    const limit = countOption(options, 'limit', '--limit') ?? RECORDS
    const { database } = await context.open()
    const found = await findEntities(database, typed, CANDIDATES + 1)
    if (found === undefined) {
      const day = await endedOn(database, typed)
      if (day !== undefined)
        throw new LedgerError(
          'not_found',
          `Nothing is left of entity ${typed}: its last mention left it on ${day}`,
          'Its records name others now, or nobody; `ledger.membership` has them, by its `entity_id`.',
        )
      const nearest = await nearestNames(database, typed, 5)
      const hint =
        nearest.length > 0 ? `Near it: ${nearest.map((name) => `'${name}'`).join(', ')}.` : 'Try a part of the name.'
      throw new LedgerError(
        'not_found',
        `Nothing in the ledger answers to '${typed}'`,
        `${hint} It is no proof of a clean record: \`riskledger status\` tells how fresh the sources are.`,
      )
    }
    const [only] = found.candidates
    if (only === undefined || found.candidates.length > 1) return candidates(context, typed, found.by, found.candidates)
    const entity = await entityOf(database, only.entity_id)
    if (entity === undefined) throw new Error(`entity ${only.entity_id} was found and is not there`)
    if (options['explain'] === true) {
      const explanation = await explanationOf(database, entity.entity_id)
      context.output.result({ ...entity, ...explanation }, () => explanationText(entity, explanation))
      return EXIT.done
    }
    const dossier = await dossierOf(database, entity, limit)
    return show(context, dossier, found.by === 'alias' ? typed : null)
  },
}

function candidates(context: CommandContext, typed: string, by: FoundBy, all: readonly Candidate[]): ExitCode {
  const shown = all.slice(0, CANDIDATES)
  context.output.result({ sought: typed, found_by: by, more: all.length > CANDIDATES, candidates: shown }, () => {
    const rows = shown.map((one) => [
      one.name,
      one.region,
      one.kind,
      one.mentions,
      one.colour === null ? null : colour(one.colour),
      one.entity_id,
    ])
    const many = all.length > CANDIDATES ? `More than ${CANDIDATES}` : `${shown.length}`
    return `${many} entities fit '${typed}' (by ${by}):\n${table(['name', 'region', 'kind', 'mentions', 'grade', 'id'], rows)}\n\nNext: \`riskledger entity ${shown[0]?.entity_id}\`.`
  })
  return EXIT.done
}

async function show(context: CommandContext, dossier: Dossier, alias: string | null): Promise<ExitCode> {
  const model = (await loadModels()).find(({ id }) => id === dossier.grade?.model)
  const why = dossier.grade === null ? [] : gradeWords(dossier.grade, model?.parameters)
  const { entity, ...rest } = dossier
  context.output.result(
    {
      ...(alias === null ? {} : { asked_for: alias }),
      ...entity,
      ...rest,
      grade: dossier.grade === null ? null : { ...dossier.grade, why },
    },
    () => dossierText(dossier, why, alias),
  )
  return EXIT.done
}
