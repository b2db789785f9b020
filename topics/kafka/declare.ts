/** The topics on the broker: made where they are missing, checked where they are there. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, ConfigResourceTypes, ITopicConfig } from 'kafkajs'
import type { KafkaConfig } from '../../core/config.js'
import { LedgerError } from '../../core/errors.js'
import type { Log } from '../../core/log.js'
import { TOPICS, type TopicDeclaration } from '../../schemas/topics.js'
import type { Difference } from '../log.js'
import { passes } from './client.js'

const DAY_MS = 86_400_000
const TOPIC_RESOURCE: ConfigResourceTypes.TOPIC = 2
const READABLE = new Set(['producer', 'gzip', 'uncompressed'])
const MAX_MESSAGE_BYTES = 8 << 20
/** A broker that is asked to make topics gets so long. */
const MOST_WAIT_MS = 30_000
// The broker's own default, where it does not tell.
const DEFAULT_MESSAGE_BYTES = 1_048_588

type TopicMaker = Pick<Admin, 'createTopics' | 'fetchTopicMetadata'>

export interface Declared {
  /** The longest message that every topic takes. */
  readonly maxMessageBytes: number
  readonly differences: readonly Difference[]
}

function settingsOf(
  { compacted }: TopicDeclaration,
  config: KafkaConfig,
  retentionDays: number | null,
): Record<string, string> {
  return {
    'cleanup.policy': compacted ? 'compact' : 'delete',
    // Compacted topics keep the last message of each key for ever.
    'retention.ms': String(compacted || retentionDays === null ? -1 : retentionDays * DAY_MS),
    // What a stranger packs in another way, which we could not read, the broker packs anew.
    'compression.type': config.compression === 'gzip' ? 'gzip' : 'uncompressed',
    'max.message.bytes': String(MAX_MESSAGE_BYTES),
  }
}

/** Makes the missing topics and looks at the others. Throws LedgerError topic_misconfigured where messages would be lost. */
export async function declareTopics(
  admin: Admin,
  config: KafkaConfig,
  retentionDays: number | null,
  log: Log,
): Promise<Declared> {
  const there = new Set(await admin.listTopics())
  const ours = TOPICS.map((topic) => ({ ...topic, name: config.topicPrefix + topic.name }))
  const missing = ours.filter(({ name }) => !there.has(name))
  if (missing.length > 0)
    await makeTopics(
      admin,
      missing.map((topic) => ({
        topic: topic.name,
        numPartitions: config.partitions,
        ...(config.replication === null ? {} : { replicationFactor: config.replication }),
        configEntries: Object.entries(settingsOf(topic, config, retentionDays)).map(([name, value]) => ({
          name,
          value,
        })),
      })),
    )
  const found = await configsOf(admin, ours, log)
  const { topics } = await admin.fetchTopicMetadata({ topics: ours.map(({ name }) => name) })
  const differences = ours.flatMap((topic) => {
    const partitions = topics.find(({ name }) => name === topic.name)?.partitions.length ?? 0
    return [
      ...partitionDifference(topic, partitions, config),
      ...settingDifferences(topic, found?.get(topic.name), config, retentionDays),
    ]
  })
  const limits = ours.map(({ name }) => Number(found?.get(name)?.get('max.message.bytes') ?? DEFAULT_MESSAGE_BYTES))
  return { maxMessageBytes: Math.min(...limits), differences }
}

/**
 * Makes topics, and waits until each partition of them has a leader. The client's own wait gives up where a busy broker, which has made a topic, does not know it yet
 * by name.
 */
export async function makeTopics(admin: TopicMaker, topics: ITopicConfig[]): Promise<void> {
  const until = performance.now() + MOST_WAIT_MS
  await admin.createTopics({ topics, waitForLeaders: false, timeout: MOST_WAIT_MS })
  const names = topics.map(({ topic }) => topic)
  while (!(await areLed(admin, names, performance.now() > until))) await sleep(100)
}

/** False while a topic is not known by name, or a partition of it has no leader; on the last try the one is an error, and the other is left to whoever writes. */
async function areLed(admin: TopicMaker, topics: string[], last: boolean): Promise<boolean> {
  try {
    const found = await admin.fetchTopicMetadata({ topics })
    const isLed = (name: string) => {
      const partitions = found.topics.find((topic) => topic.name === name)?.partitions ?? []
      return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)
    }
    return last || topics.every(isLed)
  } catch (error) {
    if (last || !passes(error)) throw error
    return false
  }
}

/** The settings of our topics; undefined without the right to see them. */
async function configsOf(
  admin: Admin,
  ours: readonly TopicDeclaration[],
  log: Log,
): Promise<Map<string, Map<string, string>> | undefined> {
  try {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: ours.map(({ name }) => ({ type: TOPIC_RESOURCE, name })),
    })
    return new Map(
      resources.map(({ resourceName, configEntries }) => [
        resourceName,
        new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
      ]),
    )
  } catch (error) {
    if (!/AUTHORIZATION_FAILED/.test(String(Object(error).type))) throw error
    log.warn('no right to see the settings of topics: they are not checked')
    return undefined
  }
}

function partitionDifference({ name }: TopicDeclaration, partitions: number, config: KafkaConfig): Difference[] {
  if (partitions >= config.partitions) return []
  return [
    {
      topic: name,
      what: `${partitions} partitions, and ${config.partitions} are configured`,
      next: `Add them while nothing is ingested: kafka-topics.sh --alter --topic ${name} --partitions ${config.partitions}`,
    },
  ]
}

function settingDifferences(
  topic: TopicDeclaration,
  found: ReadonlyMap<string, string> | undefined,
  config: KafkaConfig,
  retentionDays: number | null,
): Difference[] {
  if (found === undefined) return []
  const wanted = settingsOf(topic, config, retentionDays)
  // A topic of records or events that is compacted forgets versions; one that should be and is not only grows.
  const policy = found.get('cleanup.policy') ?? ''
  if (!topic.compacted && policy.includes('compact'))
    throw new LedgerError(
      'topic_misconfigured',
      `${topic.name} is compacted (cleanup.policy=${policy}): older versions of a key would be lost`,
      `kafka-configs.sh --alter --entity-type topics --entity-name ${topic.name} --add-config cleanup.policy=delete`,
    )
  // A broker that packs anew packs our own messages so that we cannot read them.
  const compression = found.get('compression.type') ?? 'producer'
  if (!READABLE.has(compression))
    throw new LedgerError(
      'topic_misconfigured',
      `${topic.name} is packed by the broker as ${compression}, which riskledger cannot read`,
      `kafka-configs.sh --alter --entity-type topics --entity-name ${topic.name} --add-config compression.type=${wanted['compression.type']}`,
    )
  return (['cleanup.policy', 'retention.ms', 'compression.type'] as const)
    .filter((setting) => found.get(setting) !== wanted[setting])
    .map((setting) => ({
      topic: topic.name,
      what: `${setting}=${found.get(setting)}, and ${wanted[setting]} is configured`,
      next: `kafka-configs.sh --alter --entity-type topics --entity-name ${topic.name} --add-config ${setting}=${wanted[setting]}`,
    }))
}
