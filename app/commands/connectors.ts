import { LEVELS, SOURCE_CLASSES } from '../../connectors/define.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { acceptConnector, type CheckReport, checkConnector } from '../../pipelines/check.js'
import { type Acceptance, shownValue } from '../../pipelines/check_expected.js'
import { sentenceOf } from '../../pipelines/check_finding.js'
import { connectorIds, type LoadedConnector, loadConnector, loadConnectors } from '../../pipelines/registry.js'
import { catalogueOf, catalogueText, type Freshness } from '../catalogue.js'
import type { CommandContext, CommandModule } from '../command.js'
import { freshnessAtHand } from '../freshness.js'
import { newConnector } from '../new_connector.js'
import { actionOf, needed, textOption } from '../options.js'
import { cell, table } from '../output.js'
import { shownPlace } from '../place_options.js'

export const command: CommandModule = {
  about: 'The connectors: which there are, what each declares, and whether each does what its sample says.',
  declare: (command) =>
    command
      .argument('[action]', 'list (default), show <id>, new <id>, check [id…] or accept <id>')
      .argument('[ids...]', 'connector ids')
      .option('--file <path>', 'new: a sample as the publisher writes it')
      .option('--kind <kind>', 'new: the kind of record that a row makes')
      .option('--title <text>', 'new: what the data set is, in one line')
      .option('--agency <name>', 'new: the agency, in its own language')
      .option('--level <level>', `new: ${LEVELS.join(', ')}`)
      .option('--region <code>', 'new: GB/T 2260 in China, ISO 3166 elsewhere; list: only this region and those within')
      .option('--source-class <class>', `new: ${SOURCE_CLASSES.join(', ')}`)
      .option('--licence <terms>', 'new: under which terms the data may be used')
      .option('--time-zone <zone>', 'new: the time zone of the agency, as in Asia/Shanghai')
      .option('--yes', 'new: ask nothing; what no flag says is left to be filled in')
      .option('--class <class>', 'list: only this class of source')
      .addHelpText(
        'after',
        '\nExamples:\n  riskledger connectors list --region CN --class administration\n  riskledger connectors new cn_sh_market_penalties --file sample.csv --kind penalty\n  riskledger connectors check\n\n`accept` writes the outcomes of the sample as they are now; read them through before you keep them.',
      ),
  async run(context, args, options) {
    const action = actionOf('connectors', args[0], ['list', 'show', 'new', 'check', 'accept'])
    if (action === 'list') return list(context, options)
    if (action === 'new') return newConnector(context, args[1], options)
    if (action === 'check') return check(context, args[1] === undefined ? connectorIds() : args.slice(1))
    const loaded = await loadConnector(needed(args[1], 'The connector', `connectors ${action} cn_credit_penalty`))
    return action === 'show' ? show(context, loaded) : accept(context, loaded)
  },
}

async function list(context: CommandContext, options: Readonly<Record<string, unknown>>): Promise<ExitCode> {
  const all = await loadConnectors()
  const [wanted, region] = [textOption(options, 'class'), textOption(options, 'region')]
  if (wanted !== undefined) actionOf('connectors list --class', wanted, SOURCE_CLASSES)
  const loaded = all.filter(
    ({ connector: { agency } }) =>
      (wanted === undefined || agency.source_class === wanted) &&
      (region === undefined || isWithin(agency.region, region)),
  )
  const freshness = await freshnessAtHand(context, loaded)
  const places = new Map(
    await Promise.all(loaded.map(async (one) => [one.id, await shownPlace(one, context.config)] as const)),
  )
  const connectors = loaded.map(({ id, connector }) => ({
    id,
    title: connector.title,
    agency: connector.agency,
    source_class: connector.agency.source_class,
    region: connector.agency.region,
    kinds: connector.kinds,
    synthetic: connector.source.synthetic === true,
    classification: connector.classification,
    mode: connector.mode.type,
    cadence: connector.cadence,
    place: places.get(id) ?? null,
    bundled_files: connector.source.files,
    freshness: freshness?.get(id) ?? null,
  }))
  context.output.result(connectors, () => {
    const pages = connectors.map(
      ({ id, title, agency, region, kinds, synthetic, cadence, place, bundled_files, freshness: fresh }) =>
        [
          `${id}${synthetic ? ' (synthetic)' : ''}`,
          `  ${title}`,
          `  ${agency.name}, ${region}, ${agency.source_class}; gives ${kinds.join(', ')}; worth asking ${cadence.cron} (${cadence.time_zone})`,
          ...(place === null
            ? []
            : [
                `  reads from ${place.type}, ${place.where}${bundled_files === '' ? '' : `; bundled: ${bundled_files}`}`,
              ]),
          ...(fresh === null ? [] : [`  ${freshLine(fresh)}`]),
        ].join('\n'),
    )
    if (connectors.length === 0) return `None of the ${all.length} connectors is of that class and region.`
    return `${pages.join('\n\n')}\n\nNext: \`riskledger connectors show ${connectors[0]?.id}\`.`
  })
  return EXIT.done
}

const freshLine = ({ last_run, days_since_arrival, stale }: Freshness) =>
  last_run === null
    ? 'never ran here'
    : `last run ${cell(last_run.started_at)} (${last_run.status}); last new file ${days_since_arrival === null ? 'never' : `${days_since_arrival} days ago`}${stale ? ', STALE' : ''}`

/** Whether a region is another or lies in it: CN holds every code of six digits, 310000 those that begin with 31, US holds US-CA. */
function isWithin(region: string, wanted: string): boolean {
  if (region === wanted || region.startsWith(`${wanted}-`)) return true
  if (!/^\d{6}$/.test(region)) return false
  return wanted === 'CN' || (/^\d{6}$/.test(wanted) && region.startsWith(wanted.replace(/(00)+$/, '')))
}

async function show(context: CommandContext, loaded: LoadedConnector): Promise<ExitCode> {
  const page = await catalogueOf(loaded, context.config)
  const freshness = (await freshnessAtHand(context, [loaded]))?.get(loaded.id)
  context.output.result({ ...page, freshness: freshness ?? null }, () => catalogueText(page, freshness))
  return EXIT.done
}

async function check(context: CommandContext, ids: readonly string[]): Promise<ExitCode> {
  const reports: ({ id: string } & CheckReport)[] = []
  for (const loaded of await loadConnectors(ids)) reports.push({ id: loaded.id, ...(await checkConnector(loaded)) })
  const ok = reports.every((report) => report.ok)
  context.output.result({ ok, connectors: reports }, () => {
    const rows = reports.map(({ id, ok, rows, findings }) => [id, ok ? 'ok' : 'failed', rows, findings.length])
    const findings = reports.flatMap(({ id, findings }) =>
      findings.map((finding) => `  connectors/${id}/${sentenceOf(finding)}\n    next: ${finding.next}`),
    )
    return [table(['connector', 'check', 'sample rows', 'findings'], rows), ...(ok ? [] : [findings.join('\n')])].join(
      '\n\n',
    )
  })
  return ok ? EXIT.done : EXIT.doneWithFindings
}

async function accept(context: CommandContext, loaded: LoadedConnector): Promise<ExitCode> {
  const { path, acceptance } = await acceptConnector(loaded)
  context.output.result({ id: loaded.id, written: path, ...acceptance }, () =>
    acceptanceText(loaded.id, path, acceptance),
  )
  return EXIT.done
}

const MOST_SHOWN = 40

/** What accepting changed, as lines: + added, - removed, ~ changed with the fields. */
function acceptanceText(id: string, path: string, { added, removed, changed, unchanged }: Acceptance): string {
  const lines = [
    ...added.map((place) => `+ ${place}`),
    ...removed.map((place) => `- ${place}`),
    ...changed.flatMap(({ place, differences }) => [
      `~ ${place}`,
      ...differences.map(
        ({ field, before, now }) =>
          `    ${field === '' ? 'the row' : field}: ${shownValue(before)} -> ${shownValue(now)}`,
      ),
    ]),
  ]
  const more = lines.length > MOST_SHOWN ? [`… and ${lines.length - MOST_SHOWN} lines more`] : []
  const counts = `${added.length} added, ${removed.length} removed, ${changed.length} changed, ${unchanged} as before`
  return [
    `The outcomes of the sample of ${id} are written to ${path}: ${counts}.`,
    ...(lines.length === 0 ? [] : [[...lines.slice(0, MOST_SHOWN), ...more].join('\n')]),
    `Next: read them through${added.length > 0 && removed.length + changed.length + unchanged === 0 ? '' : ' with `git diff`'}, they are now what is expected; then \`riskledger connectors check ${id}\`.`,
  ].join('\n\n')
}
