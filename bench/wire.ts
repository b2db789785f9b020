/** Topics under a name of their own on a broker, gone afterwards; and a broker where none is given. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { kafkaJars, LocalBroker } from './broker.js'
import { guarded } from './ends.js'

const [DELETE_TRIES, DELETE_PAUSE_MS] = [30, 500]

export interface Wire {
  /** As host:port, comma separated. */
  readonly brokers: string
  /** What the names of the topics begin with. */
  readonly prefix: string
}

export function strangerOf(brokers: string): Kafka {
  return new Kafka({ brokers: brokers.split(','), clientId: 'riskledger-bench', logLevel: logLevel.NOTHING })
}

/** Starts a broker of our own, which ends with everything else; the reason where that is not possible. */
export async function startBroker(): Promise<{ brokers: string } | { missing: string }> {
  const found = await kafkaJars()
  if ('missing' in found) return found
  const broker = await LocalBroker.make(found.jars)
  guarded(() => broker.stop())
  await broker.start()
  return { brokers: broker.brokers }
}

/** Runs `use` with names that nobody has used before, and deletes the topics that it made. */
export async function withTopics<T>(brokers: string, use: (wire: Wire) => Promise<T>): Promise<T> {
  const prefix = `bench-${randomUUID().slice(0, 8)}.`
  const end = guarded(() => deleteTopics(brokers, prefix))
  try {
    return await use({ brokers, prefix })
  } finally {
    await end()
  }
}

async function deleteTopics(brokers: string, prefix: string): Promise<void> {
  const admin = strangerOf(brokers).admin()
  await admin.connect()
  try {
    // A broker says that they are deleted a while before they are gone; one that is gone already cannot be deleted.
    for (let tries = 0; tries < DELETE_TRIES; tries++) {
      const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix))
      if (topics.length === 0) return
      await admin.deleteTopics({ topics }).catch(() => undefined)
      await sleep(DELETE_PAUSE_MS)
    }
    throw new Error(`the topics ${prefix}* are still there`)
  } finally {
    await admin.disconnect()
  }
}
