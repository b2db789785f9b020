/** The connectors as the scheduler runs them: by their declarations, or by what the configuration says instead. */
import type { Config } from '../core/config.js'
import { isTimeZone, parseCron } from '../core/cron.js'
import { LedgerError, messageOf } from '../core/errors.js'
import { didYouMean } from '../core/nearest.js'
import { connectorIds, type LoadedConnector, loadConnectors } from '../pipelines/registry.js'
import type { Feed } from '../pipelines/schedule.js'

/** Every connector with its cadence. Throws LedgerError config_invalid for a connector that is not there, connector_invalid for a declared cadence that is none. */
export async function feedsOf({ schedule }: Config): Promise<Feed[]> {
  const ids = connectorIds()
  for (const id of Object.keys(schedule))
    if (!ids.includes(id))
      throw new LedgerError(
        'config_invalid',
        `schedule.${id}: there is no connector '${id}'`,
        `${didYouMean(id, ids)}Correct riskledger.yaml; \`riskledger connectors list\` shows all ${ids.length}.`,
      )
  return (await loadConnectors(ids)).map((loaded) => feedOf(loaded, schedule[loaded.id] ?? {}))
}

function feedOf({ id, connector }: LoadedConnector, said: Config['schedule'][string]): Feed {
  const { cron, time_zone, stale_after_days } = connector.cadence
  const timeZone = said.time_zone ?? time_zone
  try {
    // The configuration was checked when it was read: what is wrong here was declared so.
    if (!isTimeZone(timeZone)) throw new Error(`there is no time zone '${timeZone}'`)
    return {
      id,
      cadence: { cron: parseCron(said.cron ?? cron), timeZone },
      staleAfterDays: stale_after_days,
      paused: said.paused === true,
    }
  } catch (error) {
    throw new LedgerError(
      'connector_invalid',
      `The cadence of ${id} is none: ${messageOf(error)}`,
      `Mend \`cadence\` in connectors/${id}/connector.ts, or set schedule.${id} in riskledger.yaml.`,
      error,
    )
  }
}
