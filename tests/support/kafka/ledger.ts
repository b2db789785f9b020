/** A ledger of a test's own whose log is on Kafka, under topic names of its own. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs from 'kafkajs'
import { inject, test } from 'vitest'
import { type Ledger, openLedger } from '../ledger.js'

/** Declares tests that need something of the machine: without it they are skipped, and their names say what is missing. */
export function needing(missing: string) {
  return (name: string, body: () => Promise<void>, timeoutMs?: number) =>
    missing === '' ? test(name, body, timeoutMs) : test.skip(`${name} (${missing})`, body)
}

/** Declares tests that need a broker. */
export const withBroker = needing(inject('whyNoBroker'))

export interface KafkaLedger extends Ledger {
  readonly admin: kafkajs.Admin
  /** The name of a topic on the broker. */
  wire(topic: string): string
  /** Gives a topic a setting in place of all that were given to it, and returns when its partitions go by it. */
  configure(topic: string, name: string, value: string): Promise<void>
  /** Takes away everything that is there, as retention does. */
  expire(topic: string): Promise<void>
}

/** Another client of the same broker, as a stranger would use it. */
export function stranger(): kafkajs.Kafka {
  return new kafkajs.Kafka({ brokers: inject('brokers').split(','), logLevel: kafkajs.logLevel.NOTHING })
}

const TOPIC_RESOURCE = 2

/**
 * The broker says that it changed settings when they are written down; it tells them, and goes by them, when it comes to read that. It takes such changes one
 * after the other, and tells each before it goes by it: when it tells a second one, which means nothing here, it goes by the first.
 */
async function configure(admin: kafkajs.Admin, topic: string, name: string, value: string): Promise<void> {
  const wanted = { name, value }
  for (const configEntries of [[wanted], [wanted, { name: 'file.delete.delay.ms', value: '101' }]]) {
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: TOPIC_RESOURCE, name: topic, configEntries }],
    })
    while (!(await tells(admin, topic, configEntries))) await sleep(20)
  }
}

async function tells(
  admin: kafkajs.Admin,
  topic: string,
  wanted: readonly { readonly name: string; readonly value: string }[],
): Promise<boolean> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: TOPIC_RESOURCE, name: topic }],
  })
  const told = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]))
  return wanted.every(({ name, value }) => told.get(name) === value)
}

export async function openKafkaLedger(environment: Readonly<Record<string, string>> = {}): Promise<KafkaLedger> {
  const prefix = `t${randomUUID().slice(0, 8)}.`
  const ledger = await openLedger({
    environment: { RISKLEDGER_KAFKA_BROKERS: inject('brokers'), RISKLEDGER_KAFKA_TOPIC_PREFIX: prefix, ...environment },
  })
  const admin = stranger().admin()
  await admin.connect()
  const wire = (topic: string) => prefix + topic
  return {
    ...ledger,
    admin,
    wire,
    configure: (topic, name, value) => configure(admin, wire(topic), name, value),
    async expire(topic) {
      const partitions = await admin.fetchTopicOffsets(wire(topic))
      await admin.deleteTopicRecords({
        topic: wire(topic),
        partitions: partitions.map(({ partition, high }) => ({ partition, offset: high })),
      })
    },
    async close() {
      const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix))
      await ledger.close()
      if (topics.length > 0) await admin.deleteTopics({ topics })
      await admin.disconnect()
    },
  }
}
