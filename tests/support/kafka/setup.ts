/**
 * One broker for all tests that need one: the given one, else a container where Docker answers, else a process of the jars that Maven has. Where
 * there is none the tests are skipped by name.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { GenericContainer, Wait } from 'testcontainers'
import type { TestProject } from 'vitest/node'
import { freePort, kafkaJars, LocalBroker } from '../../../bench/broker.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** host:port; empty when there is no broker. */
    brokers: string
    whyNoBroker: string
  }
}

const run = promisify(execFile)
const IMAGE = 'apache/kafka:4.1.1'
const DOCKER_MS = 5000

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['RISKLEDGER_KAFKA_BROKERS'] ?? ''
  project.provide('whyNoBroker', '')
  project.provide('brokers', given)
  if (given !== '') return undefined
  if (
    await run('docker', ['info'], { timeout: DOCKER_MS }).then(
      () => true,
      () => false,
    )
  )
    return inDocker(project)
  const found = await kafkaJars()
  if ('missing' in found) {
    project.provide('whyNoBroker', `no broker: no RISKLEDGER_KAFKA_BROKERS, no Docker, ${found.missing}`)
    return undefined
  }
  const broker = await LocalBroker.make(found.jars)
  await broker.start()
  project.provide('brokers', broker.brokers)
  return () => broker.stop()
}

async function inDocker(project: TestProject): Promise<() => Promise<void>> {
  const port = await freePort()
  const container = await new GenericContainer(IMAGE)
    .withExposedPorts({ container: port, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: `PLAINTEXT://:${port},CONTROLLER://:9093`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start()
  project.provide('brokers', `127.0.0.1:${port}`)
  return async () => void (await container.stop())
}
