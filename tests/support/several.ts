/** Several processes of a stage, as far as the warehouse can tell: stages with connections of their own. */
import { readConfig } from '../../core/config.js'
import { makeLog } from '../../core/log.js'
import { ROOT } from '../../core/paths.js'
import type { Stage } from '../../pipelines/stage.js'
import { openLog } from '../../topics/open.js'
import { connectAgain } from '../../warehouse/database.js'
import type { Ledger } from './ledger.js'

/** Runs `work` once for each of `count` stages on one ledger, all at once. */
export async function severally<T>(
  ledger: Ledger,
  count: number,
  environment: Readonly<Record<string, string>>,
  work: (stage: Stage) => Promise<T>,
): Promise<T[]> {
  const { kafka } = readConfig(ROOT, { RISKLEDGER_HOME: ledger.home, ...environment })
  return Promise.all(
    Array.from({ length: count }, async () => {
      const database = connectAgain(ledger.database.loader)
      const topics = await openLog(kafka, database, makeLog('silent'))
      try {
        return await work({ ...ledger.stage, database, topics })
      } finally {
        await topics.close()
        await database.close()
      }
    }),
  )
}

/** What the stages have made, without what differs between any two ledgers: times, and ids that are counted. */
export async function tablesOf(ledger: Ledger): Promise<Record<string, unknown>> {
  const without = (table: string, columns: readonly string[], order: string) =>
    `(select jsonb_agg(to_jsonb(t) ${columns.map((column) => `- '${column}'`).join(' ')} order by ${order}) from ${table} t)`
  const counted = ['run_id', 'load_id', 'source_id', 'recorded_at', 'version_at', 'superseded_at']
  const [found] = await ledger.rows(`select
    ${without('store.penalty', counted, 'record_id')} as records,
    ${without('store.penalty_history', counted, 'record_id, version')} as history,
    ${without('store.mention', ['joined_at'], 'record_id, ordinal')} as mentions,
    ${without('store.unit', [], 'unit_id')} as units,
    ${without('store.link', [], 'a, b')} as links,
    ${without('store.entity', ['made_at', 'changed_at'], 'entity_id')} as entities,
    ${without('store.fact', [], 'entity_id, predicate, qualifier')} as facts,
    ${without('store.grade', ['graded_at'], 'entity_id')} as grades,
    (select jsonb_agg(jsonb_build_array(connector, status, read, accepted, rejected, inserted, updated, unchanged) order by run_id) from store.run) as runs`)
  return found ?? {}
}
