/** What `load` makes of a message that is no record, in the middle of a topic. */
import { recordTopic } from '../schemas/topics.js'
import { penaltiesIn, withDatabase, withLedger } from './ledger.js'
import { askRiskledger } from './riskledger.js'
import { copyTopic } from './topic_copy.js'
import { withTopics } from './wire.js'

const TOPIC = recordTopic('penalty')

export interface BrokenMessageResult {
  readonly landed: number
  /** What should have landed: all records, for the broken message came on top of them. */
  readonly expected: number
  readonly quarantined: number
}

/** Loads `most` records of the topic `from` with a stranger's `{not json` among them. */
export async function brokenMessage(
  work: string,
  brokers: string,
  from: string,
  most: number,
): Promise<BrokenMessageResult> {
  return await withTopics(brokers, (wire) =>
    withLedger(work, wire, async (ledger) => {
      // Makes the topics as they should be.
      await askRiskledger(['topics', 'list'], ledger.environment)
      const { records } = await copyTopic({
        brokers,
        from,
        to: wire.prefix + TOPIC,
        make: false,
        most,
        write({ key, value, headers = {} }, _record, ordinal) {
          const same = { key, value, headers }
          return ordinal === Math.floor(most / 2) ? [{ key: null, value: '{not json' }, same] : [same]
        },
      })
      await askRiskledger(['load'], ledger.environment)
      return withDatabase(ledger, async (database) => {
        const { rows } = await database.pool.query<{ count: string }>('select count(*) from store.quarantine')
        return { landed: await penaltiesIn(database), expected: records, quarantined: Number(rows[0]?.count) }
      })
    }),
  )
}
