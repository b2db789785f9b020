import { expect } from 'vitest'
import { openLedger } from '../support/ledger.js'
import { contract } from './contract.js'

contract('embedded', async () => {
  const ledger = await openLedger()
  return {
    log: ledger.stage.topics,
    transaction: ledger.database.transaction,
    expire: async (topic) => {
      await ledger.rows("update topic.topic set retention = interval '1 hour' where name = $1", [topic])
      await ledger.rows(
        "insert into topic.position (consumer, topic, partition, next_offset) select 'load', topic, partition, next_offset from topic.partition where topic = $1",
        [topic],
      )
      await ledger.rows("update topic.batch set appended_at = now() - interval '2 hours' where topic = $1", [topic])
      expect(await ledger.stage.topics.trim()).toBeGreaterThan(0)
    },
    close: ledger.close,
  }
})
