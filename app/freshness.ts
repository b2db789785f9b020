/** How fresh each connector is in the ledger at hand; nothing is started or made to find out. */
import type { LoadedConnector } from '../pipelines/registry.js'
import { lastArrivals, lastRuns } from '../warehouse/status.js'
import type { Freshness } from './catalogue.js'
import type { CommandContext } from './command.js'

const DAY_MS = 86_400_000

/** The freshness of each connector by its id; undefined where no ledger is at hand. */
export async function freshnessOf(
  context: CommandContext,
  connectors: readonly LoadedConnector[],
): Promise<Map<string, Freshness> | undefined> {
  const ledger = await context.openIfReady()
  if (ledger === undefined) return undefined
  const runs = new Map((await lastRuns(ledger.database)).map((run) => [run.connector, run]))
  const arrivals = await lastArrivals(ledger.database)
  const now = Date.now()
  return new Map(
    connectors.map(({ id, connector }): [string, Freshness] => {
      const run = runs.get(id)
      const arrival = arrivals.get(id) ?? null
      const days = arrival === null ? null : Math.floor((now - arrival.getTime()) / DAY_MS)
      const last =
        run === undefined
          ? null
          : {
              run_id: run.run_id,
              status: run.status,
              started_at: run.started_at,
              read: run.read,
              accepted: run.accepted,
              rejected: run.rejected,
              ignored: run.ignored,
            }
      return [
        id,
        {
          last_run: last,
          last_arrival: arrival,
          days_since_arrival: days,
          stale: days === null || days > connector.cadence.stale_after_days,
        },
      ]
    }),
  )
}
