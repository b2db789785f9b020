/** The suite that every adapter of the log port passes. The suite is the interface: an adapter that differs here is broken. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EncodedBatch, Message, TopicLog } from '../../topics/log.js'
import type { Session } from '../../warehouse/database.js'

export interface LogUnderTest {
  readonly log: TopicLog
  /** A transaction on the warehouse; it rolls back when `work` throws. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** Takes away everything that is there, as retention does. */
  expire(topic: string): Promise<void>
  close(): Promise<void>
}

/** Tests of the contract that an adapter need not pass, each with the reason. */
export interface Waivers {
  readonly 'an append whose transaction fails was never there'?: string
  readonly 'a value of several lines is refused before anything is written'?: string
}

const TOPIC = 'riskledger.penalty.v1'
const OTHER = 'riskledger.recall.v1'
const HEADERS = { type: TOPIC, source: '/tests', time: '2026-01-01T00:00:00.000Z', run: 'some-ledger/1' }
const messages = (from: number, count: number): (Message & { value: Buffer })[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `i${from + index}`,
    key: `k"\n\t${(from + index) % 3}`,
    value: Buffer.from(JSON.stringify({ n: from + index, text: '罚款\u2028\n"\\' })),
  }))

/** Declares the contract's tests for one adapter. */
export function contract(name: string, open: () => Promise<LogUnderTest>, waivers: Waivers = {}): void {
  const unlessWaived = (title: keyof Waivers, body: () => Promise<void>) =>
    waivers[title] === undefined
      ? test(`${name}: ${title}`, body)
      : test.skip(`${name}: ${title} (${waivers[title]})`, body)
  let it: LogUnderTest
  beforeAll(async () => {
    it = await open()
  })
  afterAll(() => it.close())
  const appendAll = (batches: readonly EncodedBatch[], fail?: string) =>
    it.transaction(async (session) => {
      await it.log.appendAhead(batches)
      for (const batch of batches) await it.log.appendWithin(batch, session)
      if (fail !== undefined) throw new Error(fail)
    })
  const append = async (count: number, from = 0, topic = TOPIC) =>
    appendAll([await it.log.encode(topic, { ...HEADERS, type: topic }, messages(from, count))])
  const end = async (topic = TOPIC) => Math.max(...(await it.log.bounds([topic])).map((bound) => bound.nextOffset))
  const readAll = async (from: number) => {
    const seen = []
    for (
      let offset = from, batch = await it.log.read(TOPIC, 0, offset);
      batch !== null;
      offset = batch.nextOffset, batch = await it.log.read(TOPIC, 0, offset)
    )
      seen.push(...batch.messages)
    return seen
  }

  test(`${name}: what was appended is read back whole, in order, with its headers`, async () => {
    const from = await end()
    await append(5)
    await append(3, 5)
    const seen = await readAll(from)
    expect(seen.map((message) => message.offset)).toEqual(Array.from({ length: 8 }, (_, index) => from + index))
    expect(seen.map(({ id, key, value }) => ({ id, key, value }))).toEqual(messages(0, 8))
    expect((await it.log.read(TOPIC, 0, from))?.headers).toMatchObject(HEADERS)
  })

  test(`${name}: reading begins in the middle of a batch, and ends with null`, async () => {
    const from = await end()
    await append(10)
    expect((await it.log.read(TOPIC, 0, from + 7))?.messages.map((message) => message.offset)).toEqual([
      from + 7,
      from + 8,
      from + 9,
    ])
    expect(await it.log.read(TOPIC, 0, from + 10)).toBeNull()
  })

  unlessWaived('an append whose transaction fails was never there', async () => {
    const from = await end()
    const batch = await it.log.encode(TOPIC, HEADERS, messages(0, 4))
    await expect(appendAll([batch], 'changed my mind')).rejects.toThrow('changed my mind')
    expect(await end()).toBe(from)
    await append(1)
    expect(await readAll(from)).toHaveLength(1)
  })

  test(`${name}: appenders side by side lose nothing, double nothing, and each keeps its order`, async () => {
    const from = await end()
    await Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        for (let n = 0; n < 10; n++) await append(5, writer * 1000 + n * 5)
      }),
    )
    const seen = (await readAll(from)).map((message) => Number(message.id.slice(1)))
    expect(seen).toHaveLength(200)
    expect(new Set(seen).size).toBe(200)
    for (let writer = 0; writer < 4; writer++) {
      const own = seen.filter((n) => Math.floor(n / 1000) === writer)
      expect(own).toEqual([...own].sort((a, b) => a - b))
    }
  })

  test(`${name}: several topics are appended together`, async () => {
    const before = [await end(), await end(OTHER)]
    await appendAll([
      await it.log.encode(TOPIC, HEADERS, messages(0, 2)),
      await it.log.encode(OTHER, HEADERS, messages(0, 3)),
    ])
    expect([await end(), await end(OTHER)]).toEqual([Number(before[0]) + 2, Number(before[1]) + 3])
  })

  test(`${name}: an unknown topic is said by name`, async () => {
    await expect(it.log.bounds(['riskledger.nothing.v1'])).rejects.toMatchObject({
      code: 'topic_unknown',
      message: expect.stringContaining('riskledger.nothing.v1'),
    })
  })

  test(`${name}: an append to an unknown topic is refused by name`, async () => {
    await expect(append(1, 0, 'riskledger.nothing.v1')).rejects.toMatchObject({ code: 'topic_unknown' })
  })

  test(`${name}: a tombstone is read back as null`, async () => {
    const from = await end()
    const { id, key } = { id: 't', key: 'k' }
    await appendAll([await it.log.encode(TOPIC, HEADERS, [{ id, key, value: null }, ...messages(0, 1)])])
    expect((await readAll(from)).map(({ value }) => value)).toEqual([null, messages(0, 1)[0]?.value])
  })

  unlessWaived('a value of several lines is refused before anything is written', async () => {
    const value = Buffer.from('{\n}')
    await expect(it.log.encode(TOPIC, HEADERS, [{ id: '1', key: 'k', value }])).rejects.toThrow('one line')
  })

  test(`${name}: a reader whose messages retention took away is told how many, never skipped ahead`, async () => {
    await append(4)
    const gone = await end()
    await it.expire(TOPIC)
    await expect(it.log.read(TOPIC, 0, 0)).rejects.toMatchObject({
      code: 'topic_truncated',
      message: expect.stringContaining(`${gone} messages`),
    })
    await append(2)
    expect((await it.log.read(TOPIC, 0, gone))?.messages).toHaveLength(2)
  })
}
