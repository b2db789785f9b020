import { openKafkaLedger } from '../support/kafka/ledger.js'
import { contract } from './contract.js'

contract(
  'kafka',
  async () => {
    const ledger = await openKafkaLedger({ RISKLEDGER_KAFKA_PARTITIONS: '1' })
    return {
      log: ledger.stage.topics,
      transaction: ledger.database.transaction,
      expire: ledger.expire,
      close: ledger.close,
    }
  },
  {
    'an append whose transaction fails was never there':
      'a broker takes no part in transactions of Postgres: what was appended ahead stays, and is a repeat to its readers',
    'a value of several lines is refused before anything is written':
      'a message on Kafka is JSON in any form; only the embedded log keeps a value a line',
  },
)
