/** The documents for those who read the topics, as texts: JSON Schema files, and the AsyncAPI document that refers to them. */
import { stringify } from 'yaml'
import { jsonSchemaOf } from './json_schema.js'
import { kindOf, TOPICS, type TopicDeclaration } from './topics.js'

/** What the AsyncAPI document says that is not in the table of topics. */
interface Release {
  /** The version of riskledger. */
  readonly version: string
  /** Into how many partitions riskledger makes topics unless it is told otherwise. */
  readonly partitions: number
}

/** The text of docs/schemas/<topic>.json. */
export function schemaText(topic: TopicDeclaration): string {
  return `${JSON.stringify(jsonSchemaOf(topic), null, 2)}\n`
}

const BINDING_VERSION = '0.5.0'

function channelOf({ name, about, compacted }: TopicDeclaration, partitions: number) {
  return {
    address: name,
    summary: about,
    messages: { message: { $ref: `#/components/messages/${name}` } },
    bindings: {
      kafka: {
        topic: name,
        partitions,
        topicConfiguration: { 'cleanup.policy': [compacted ? 'compact' : 'delete'] },
        bindingVersion: BINDING_VERSION,
      },
    },
  }
}

function operationOf({ name, about }: TopicDeclaration) {
  return {
    action: 'receive',
    summary: `Read ${about}.`,
    channel: { $ref: `#/channels/${name}` },
    messages: [{ $ref: `#/channels/${name}/messages/message` }],
  }
}

function messageOf({ name, about, key, compacted }: TopicDeclaration) {
  const headers = kindOf(name) === undefined ? 'event_headers' : 'record_headers'
  return {
    name,
    summary: about,
    contentType: 'application/json',
    headers: { $ref: `#/components/schemas/${headers}` },
    payload: { $ref: `./schemas/${name}.json` },
    bindings: {
      kafka: {
        key: {
          type: 'string',
          description: `The ${key}. ${compacted ? 'A null value is its tombstone. ' : ''}Order is kept per key.`,
        },
        bindingVersion: BINDING_VERSION,
      },
    },
  }
}

const text = (description: string) => ({ type: 'string', description })

/** CloudEvents 1.0, binary mode: its attributes are headers, in UTF-8. */
const ATTRIBUTES = {
  ce_specversion: { type: 'string', const: '1.0' },
  ce_id: text('Unique within ce_source: a message with both equal is a repeat, to be dropped.'),
  ce_type: text('The name of the topic.'),
  ce_source: { type: 'string', format: 'uri-reference', description: 'What the message came out of.' },
  ce_time: { type: 'string', format: 'date-time' },
}

const headersWith = (more: Record<string, unknown>) => ({
  type: 'object',
  required: Object.keys(ATTRIBUTES),
  properties: { ...ATTRIBUTES, ...more },
})

const DESCRIPTION = `What riskledger publishes, from the side of those who read it: the operations are what a reader may do, and nobody but riskledger writes. An installation may put a prefix before the names of topics.

Delivery is at least once, and order is kept per key. Drop repeats by ce_source and ce_id; expect fields, and values of extensible lists (x-extensible-enum), that are not named here; take a null value for the end of its key. A change that would break a reader comes on another topic, whose name ends in .v2.`

/** The text of docs/asyncapi.yaml: AsyncAPI 3.0.0. */
export function asyncapiText({ version, partitions }: Release): string {
  const each = <T>(make: (topic: TopicDeclaration) => T) =>
    Object.fromEntries(TOPICS.map((topic) => [topic.name, make(topic)]))
  const document = {
    asyncapi: '3.0.0',
    id: 'urn:riskledger',
    info: {
      title: 'riskledger topics',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      kafka: {
        host: '{broker}',
        protocol: 'kafka',
        description: 'The brokers of RISKLEDGER_KAFKA_BROKERS.',
        variables: { broker: { default: 'localhost:9092' } },
      },
    },
    channels: each((topic) => channelOf(topic, partitions)),
    operations: Object.fromEntries(TOPICS.map((topic) => [`read_${topic.name.split('.')[1]}`, operationOf(topic)])),
    components: {
      messages: each(messageOf),
      schemas: {
        event_headers: headersWith({}),
        record_headers: headersWith({
          run: text('The run that read the record, as ledger id/run id. A repeat of ingest has another.'),
        }),
      },
    },
  }
  return `# Written by tests/documents.test.ts from schemas/. Do not edit.\n${stringify(document, { lineWidth: 140, aliasDuplicateObjects: false })}`
}
