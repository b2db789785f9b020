/** The example consumers read what the ledger publishes, and end with what stands in its tables. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import ts from 'typescript'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { ROOT } from '../../core/paths.js'
import { GRADE_TOPIC } from '../../schemas/topics.js'
import { type KafkaLedger, needing, openKafkaLedger, withBroker } from '../support/kafka/ledger.js'
import { toyConnector } from '../support/toy.js'

const EXAMPLES = join(ROOT, 'docs/examples')
const HEAD = 'key,name,region,uscc,org,fine\n'
// The client of Python is not a package of npm: where it is not installed its example is skipped by name.
const python = needing(
  inject('whyNoBroker') || (spawnSync('python3', ['-c', 'import kafka']).status === 0 ? '' : 'no package kafka-python'),
)

let ledger: KafkaLedger
beforeAll(async () => {
  if (inject('brokers') === '') return
  ledger = await openKafkaLedger({ RISKLEDGER_KAFKA_PARTITIONS: '3' })
  const toy = toyConnector('examples')
  const rows = Array.from({ length: 40 }, (_, n) => `${n},公司${n},310100,,,${n % 2 === 0 ? 10 : 900000}\n`).join('')
  await ledger.run(
    toy,
    ledger.file('e1.csv', `${HEAD}a,丁公司,310100,91440101MA5CJQ4N59,,1\nb,丁厂,310100,,MA5CJQ4N5,1\n${rows}`),
  )
  await repeatFirst()
  // One entity becomes another, and its grade ends; one gets another colour.
  await ledger.run(
    toy,
    ledger.file('e2.csv', `${HEAD}c,丁公司,310100,91440101MA5CJQ4N59,MA5CJQ4N5,1\nd,公司0,310100,,,900000\n`),
  )
})
afterAll(async () => await ledger?.close())

/** Appends what a partition begins with once more, as a publisher does that is killed before its commit. */
async function repeatFirst(): Promise<void> {
  const { topics, database } = ledger.stage
  // What a transaction brought is seen a moment after its end.
  let batch = await topics.read(GRADE_TOPIC, 0, 0)
  for (; batch === null; batch = await topics.read(GRADE_TOPIC, 0, 0)) await sleep(50)
  const encoded = await topics.encode(GRADE_TOPIC, batch.headers, batch.messages)
  await topics.appendAhead([encoded])
  await database.transaction((session) => topics.appendWithin(encoded, session))
}

/** What the ledger itself says, in the form of the examples' summary. */
async function expected() {
  const colours = await ledger.rows<{ colour: string; n: number }>(
    'select colour, count(*)::int as n from ledger.grade group by colour',
  )
  return {
    entities: colours.reduce((sum, { n }) => sum + n, 0),
    by_colour: Object.fromEntries(colours.map(({ colour, n }) => [colour, n])),
    messages: await messagesOf(GRADE_TOPIC),
    repeats: expect.any(Number),
    tombstones: 1,
  }
}

/** How many messages a topic holds: the marks of transactions have offsets too. */
async function messagesOf(topic: string): Promise<number> {
  const { topics } = ledger.stage
  let messages = 0
  for (const { partition, firstOffset } of await topics.bounds([topic]))
    for (let batch = await topics.read(topic, partition, firstOffset); batch !== null; ) {
      messages += batch.messages.length
      batch = await topics.read(topic, partition, batch.nextOffset)
    }
  return messages
}

function summaryOf(command: string, ...flags: string[]): { repeats: number } {
  const input = command === 'node' ? compiled('consumer.ts') : ''
  const ran = spawnSync(command, [...flags, inject('brokers'), '--topic', ledger.wire(GRADE_TOPIC)], {
    cwd: ROOT,
    input,
    encoding: 'utf8',
  })
  expect(ran.status, ran.stderr).toBe(0)
  return JSON.parse(ran.stdout)
}

/** The example as Node runs it: a Node that knows no types gets it without. */
function compiled(name: string): string {
  const { ESNext } = ts.ModuleKind
  const compilerOptions = { module: ESNext, target: ts.ScriptTarget.ES2023 }
  return ts.transpileModule(readFileSync(join(EXAMPLES, name), 'utf8'), { compilerOptions }).outputText
}

withBroker('consumer.ts ends with the grades of the ledger', async () => {
  const summary = summaryOf('node', '--input-type=module', '-')
  expect(summary).toEqual(await expected())
  expect(summary.repeats).toBeGreaterThan(0)
})

python('consumer.py ends with the grades of the ledger', async () => {
  const summary = summaryOf('python3', join(EXAMPLES, 'consumer.py'))
  expect(summary).toEqual(await expected())
  expect(summary.repeats).toBeGreaterThan(0)
})
