/** How fresh sources are, and what is said wherever data of a stale one is shown. */
import { styleText } from 'node:util'
import { connectorIds, declarationOf, type LoadedConnector, loadConnector } from '../pipelines/registry.js'
import { freshnessOf, keepDeclarations, noDeclarations, type SourceFreshness } from '../warehouse/connectors.js'
import type { Database } from '../warehouse/database.js'
import { lastRuns } from '../warehouse/status.js'
import type { Freshness } from './catalogue.js'
import type { CommandContext } from './command.js'

/** The freshness of each connector by its id; undefined where no ledger is at hand. Nothing is started or made to find out. */
export async function freshnessAtHand(
  context: CommandContext,
  connectors: readonly LoadedConnector[],
): Promise<Map<string, Freshness> | undefined> {
  const ledger = await context.openIfReady()
  if (ledger === undefined) return undefined
  const runs = new Map((await lastRuns(ledger.database)).map((run) => [run.connector, run]))
  const fresh = await freshnessOf(ledger.database, connectors.map(declarationOf))
  return new Map(
    fresh.map(({ connector, stale_after_days: _, ...freshness }): [string, Freshness] => {
      const run = runs.get(connector)
      if (run === undefined) return [connector, { last_run: null, ...freshness }]
      const { run_id, status, started_at, read, accepted, rejected, ignored } = run
      return [connector, { last_run: { run_id, status, started_at, read, accepted, rejected, ignored }, ...freshness }]
    }),
  )
}

/** Has the ledger know what every connector declares: all of them, or only where it knows none. A folder that is broken is left to who asks for it. */
export async function declareConnectors(database: Database, onlyIfNone: boolean): Promise<void> {
  if (onlyIfNone && !(await noDeclarations(database))) return
  const loading = await Promise.allSettled(connectorIds().map(loadConnector))
  const loaded = loading.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  await keepDeclarations(database.pool, loaded.map(declarationOf))
}

/** `fresh: 3 of 7 days` or the like, stale ones in colour. */
export function freshnessWords({
  last_arrival,
  days_since_arrival: days,
  stale_after_days: promise,
  stale,
}: Pick<SourceFreshness, 'last_arrival' | 'days_since_arrival' | 'stale_after_days' | 'stale'>): string {
  if (stale === null) return 'not known: nothing is promised'
  if (last_arrival === null) return 'never read'
  return stale ? styleText('red', `STALE: ${days} of ${promise} days`) : `fresh: ${days} of ${promise} days`
}

// More names make no sentence.
const MOST_NAMED = 5

/** One line about stale sources that an answer rests on; empty when there are none. */
export function staleText(sources: readonly SourceFreshness[]): string {
  if (sources.length === 0) return ''
  const named = sources
    .slice(0, MOST_NAMED)
    .map(
      ({ connector, days_since_arrival: days, stale_after_days: promise }) =>
        `${connector} (${days} days without anything new, ${promise} promised at most)`,
    )
  const more = sources.length > MOST_NAMED ? [`and ${sources.length - MOST_NAMED} more`] : []
  return `${styleText('red', 'STALE:')} ${[...named, ...more].join(', ')}. What was published there since is not in it.`
}
