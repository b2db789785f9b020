/** The log that the configuration asks for. */
import type { Config } from '../core/config.js'
import type { Log } from '../core/log.js'
import type { Database } from '../warehouse/database.js'
import { embeddedLog } from './embedded.js'
import type { TopicLog } from './log.js'

/** Kafka where brokers are named, else the log in Postgres. Nothing connects to a broker before it is asked for something. */
export async function openLog(kafka: Config['kafka'], database: Database, log: Log): Promise<TopicLog> {
  if (kafka === null) return embeddedLog(database)
  // Its client takes a while to load, and most commands run without it.
  const { kafkaLog } = await import('./kafka/log.js')
  return kafkaLog(kafka, log)
}
