/** What the client of Kafka throws, as operating errors. What takes a cluster of several brokers to see is made up here. */
import kafkajs from 'kafkajs'
import { expect, test } from 'vitest'
import { readConfig } from '../../core/config.js'
import { LedgerError } from '../../core/errors.js'
import { ROOT } from '../../core/paths.js'
import { explainKafka, passes } from '../../topics/kafka/client.js'

const { kafka } = readConfig(ROOT, { RISKLEDGER_KAFKA_BROKERS: 'a:1, b:2' })
if (kafka === null) throw new Error('no brokers')

const protocol = (type: string, retriable: boolean) =>
  Object.assign(new kafkajs.KafkaJSProtocolError(new Error(`the broker says ${type}`)), { type, retriable })
const retried = (cause: Error) =>
  Object.assign(new kafkajs.KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 12, retryTime: 1 }), { cause })

test.each([
  [retried(protocol('NOT_ENOUGH_REPLICAS', true)), 'kafka_replicas', true],
  [protocol('NOT_ENOUGH_REPLICAS_AFTER_APPEND', true), 'kafka_replicas', true],
  [protocol('TOPIC_AUTHORIZATION_FAILED', false), 'kafka_refused', false],
  [protocol('SASL_AUTHENTICATION_FAILED', false), 'kafka_refused', false],
  [protocol('MESSAGE_TOO_LARGE', false), 'kafka_failed', false],
  [protocol('INVALID_REPLICATION_FACTOR', false), 'config_invalid', false],
  [protocol('INVALID_PRODUCER_EPOCH', false), 'run_fenced', false],
  [protocol('NOT_LEADER_FOR_PARTITION', true), 'kafka_failed', true],
  [retried(new kafkajs.KafkaJSConnectionError('connect ECONNREFUSED')), 'kafka_unreachable', true],
] as const)('%s', (error, code, passing) => {
  const explained = explainKafka(error, kafka, 'append')
  expect(explained).toBeInstanceOf(LedgerError)
  expect(explained).toMatchObject({ code, message: expect.stringMatching(/a:1, b:2|took over/) })
  expect(passes(error)).toBe(passing)
})

test('what the client itself trips over, when a connection is lost under it, passes like the loss', () => {
  const error = new TypeError("Cannot read properties of null (reading 'topicMetadata')")
  error.stack = `${error.message}\n    at Object.fetchTopicMetadata (/app/node_modules/kafkajs/src/admin/index.js:1:1)`
  expect(passes(error)).toBe(true)
  expect(explainKafka(error, kafka, 'append')).toMatchObject({ code: 'kafka_unreachable' })
})

test('an error of our own stays what it is', () => {
  const error = new TypeError('x is not a function')
  expect(explainKafka(error, kafka, 'append')).toBe(error)
})
