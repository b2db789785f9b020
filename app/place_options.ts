/** What a command line and riskledger.yaml say of the places that connectors read from. */
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../core/config.js'
import { LedgerError } from '../core/errors.js'
import { didYouMean } from '../core/nearest.js'
import { connectorIds, type LoadedConnector } from '../pipelines/registry.js'
import { type CheckedPlace, checkPlace, openPlace } from '../sources/places/registry.js'
import { dayOption } from './options.js'

export interface JobOptions {
  readonly file?: string
  readonly full?: boolean
  readonly bundled?: boolean
  readonly since?: string
  readonly until?: string
}

/** Declares the options that say what is read. */
export function declareReading(command: Command): Command {
  return command
    .option('--file <path>', 'a file or directory to read instead of the place or the bundled data; for one connector')
    .option(
      '--bundled',
      'read the bundled data or sample, although there is a place to read from; asks nothing of the network',
    )
    .option(
      '--full',
      'a file is the whole of what the publisher holds, and a place is read from its beginning: what is not there is withdrawn (snapshot connectors)',
    )
    .option('--since <day>', 'from a place, only what was changed from this day on, whatever was read before')
    .option('--until <day>', 'from a place, only what was changed before this day')
}

/** The days of a backfill. Throws LedgerError usage. */
export function daysOf(options: JobOptions): { readonly since: string | null; readonly until: string | null } {
  const given = { ...options }
  const since = dayOption(given, 'since', '--since') ?? null
  const until = dayOption(given, 'until', '--until') ?? null
  if (since !== null && until !== null && since >= until)
    throw new LedgerError(
      'usage',
      `--since ${since} is not before --until ${until}`,
      '--until is the first day left out.',
    )
  if ((since !== null || until !== null) && options.full === true)
    throw new LedgerError(
      'usage',
      '--full asks for everything, and --since or --until for a part',
      'Leave one of them out.',
    )
  return { since, until }
}

/**
 * Where a connector reads from that somebody named, or that the scheduler runs: what it declares, or what riskledger.yaml says; undefined: from files. Throws
 * LedgerError config_invalid for what riskledger.yaml says wrongly of any place.
 */
export function placeOf({ id, connector }: LoadedConnector, { places }: Config): CheckedPlace | undefined {
  const ids = connectorIds()
  const stray = Object.keys(places).find((named) => !ids.includes(named))
  if (stray !== undefined)
    throw new LedgerError(
      'config_invalid',
      `places of riskledger.yaml names '${stray}', and there is no such connector`,
      `${didYouMean(stray, ids)}\`riskledger connectors list\` shows all.`,
    )
  return checkPlace(id, connector.source.place, Object.hasOwn(places, id) ? places[id] : undefined)
}

/**
 * Where a connector reads from that nobody named, as when all are run: a place that is only declared is not asked, because whoever runs everything has not
 * said that the network may be used. An entry in riskledger.yaml says so, be it empty. Throws as `placeOf`.
 */
export function configuredPlaceOf(loaded: LoadedConnector, config: Config): CheckedPlace | undefined {
  const place = placeOf(loaded, config)
  return Object.hasOwn(config.places, loaded.id) ? place : undefined
}

/** A place as people and documents see it. */
export interface ShownPlace {
  readonly type: CheckedPlace['type']
  /** Never with a secret. */
  readonly where: string
}

/** The place of a connector, opened only to say where it is; null: it has none. Without a configuration, what the connector declares. */
export async function shownPlace(loaded: LoadedConnector, config?: Config): Promise<ShownPlace | null> {
  const { id, connector } = loaded
  const place = config === undefined ? checkPlace(id, connector.source.place, undefined) : placeOf(loaded, config)
  if (place === undefined) return null
  const { where } = await openPlace(place, { inbox: join(config?.inbox ?? '', id) })
  return { type: place.type, where }
}
