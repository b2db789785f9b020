/** Members share partitions; the dead and the stopped lose theirs, and what they owned is fenced. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { connectAgain, type Database } from '../../warehouse/database.js'
import { asMember, type Member, nameOf, type Ownership } from '../../warehouse/members.js'
import { fence, moveTo, positionsOf, resetPosition } from '../../warehouse/positions.js'
import { type Ledger, openLedger } from '../support/ledger.js'

const SIX = Array.from({ length: 6 }, (_, partition) => ({ topic: 't', partition }))
const CALM_S = 60

let ledger: Ledger
const others: Database[] = []
beforeAll(async () => {
  ledger = await openLedger()
})
afterEach(() => Promise.all(others.splice(0).map((database) => database.close().catch(() => undefined))))
afterAll(() => ledger.close())

/** A member with connections of its own, as another process has them. */
async function join(consumer: string, timeoutSeconds: number) {
  const database = connectAgain(ledger.database.loader)
  others.push(database)
  let leave = () => {}
  const left = new Promise<void>((resolve) => {
    leave = resolve
  })
  let ended: Promise<void> = Promise.resolve()
  const member = await new Promise<Member>((resolve, reject) => {
    ended = asMember(database, consumer, timeoutSeconds, async (joined) => {
      resolve(joined)
      await left
    })
    ended.catch(reject)
  })
  return {
    database,
    member,
    async leave() {
      leave()
      await ended.catch(() => undefined)
    },
  }
}

/** Shares in turns until nothing moves any more. */
async function settle(...members: Member[]): Promise<(readonly Ownership[])[]> {
  let shares: (readonly Ownership[])[] = []
  for (let round = 0; round < 3; round++) {
    await sleep(510)
    shares = []
    for (const member of members) shares.push(await member.share(SIX))
  }
  return shares
}

const names = (owned: readonly Ownership[] | undefined) => (owned ?? []).map(nameOf).sort()

test('one has all, two have half each, and who leaves gives its part back', async () => {
  const a = await join('halves', CALM_S)
  expect(names(await a.member.share(SIX))).toEqual(SIX.map(nameOf))
  const b = await join('halves', CALM_S)
  const [mine, yours] = await settle(a.member, b.member)
  expect(mine).toHaveLength(3)
  expect([...names(mine), ...names(yours)].sort()).toEqual(SIX.map(nameOf))
  await a.leave()
  const [all] = await settle(b.member)
  expect(names(all)).toEqual(SIX.map(nameOf))
  await b.leave()
})

test('what a killed process owned is free as soon as its connections end', async () => {
  const a = await join('killed', CALM_S)
  await a.member.share(SIX)
  const b = await join('killed', CALM_S)
  // As the server sees it: the process is gone, and its connections with it.
  await ledger.rows('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
    a.database.connections,
  ])
  const [all] = await settle(b.member)
  expect(all).toHaveLength(6)
  await b.leave()
  await a.leave()
})

test('a process that stands still past its session loses its partitions and the locks it held, and writes nothing when it wakes up', async () => {
  // Its beats come too late for the other, which is in a hurry.
  const zombie = await join('zombie', CALM_S)
  const owned = await zombie.member.share(SIX)
  await standAt(owned, 10)
  const stuck = zombie.database.transaction(async (session) => {
    await fence(session, owned)
    await sleep(4000)
    await moveTo(session, 'zombie', [{ topic: 't', partition: 0, nextOffset: 99, lastId: 'z' }])
  })
  stuck.catch(() => undefined)
  await sleep(1200)
  const heir = await join('zombie', 1)
  const [all] = await settle(heir.member)
  expect(all).toHaveLength(6)
  await expect(stuck).rejects.toThrow()
  await expect(ledger.database.transaction((session) => fence(session, owned))).rejects.toMatchObject({
    code: 'run_fenced',
  })
  await expect(zombie.member.share(SIX)).rejects.toThrow()
  expect(await positionsOf(ledger.database, 'zombie', [{ topic: 't', partition: 0 }])).toMatchObject([
    { nextOffset: 10 },
  ])
  await heir.leave()
  await zombie.leave()
})

async function standAt(owned: readonly Ownership[], nextOffset: number): Promise<void> {
  await ledger.database.transaction(async (session) => {
    await fence(session, owned)
    await moveTo(
      session,
      'zombie',
      owned.map(({ topic, partition }) => ({ topic, partition, nextOffset, lastId: 'a' })),
    )
  })
}

test('positions never go back, but for one that is set on purpose, which fences its owner', async () => {
  const a = await join('back', CALM_S)
  const owned = (await a.member.share(SIX)).filter(({ partition }) => partition === 0)
  const at = (nextOffset: number) => [{ topic: 't', partition: 0, nextOffset, lastId: String(nextOffset) }]
  await ledger.database.transaction((session) => moveTo(session, 'back', at(7)))
  await ledger.database.transaction((session) => moveTo(session, 'back', at(3)))
  expect(await positionsOf(ledger.database, 'back', at(0))).toMatchObject([{ nextOffset: 7, lastId: '7' }])
  await resetPosition(ledger.database, 'back', { topic: 't', partition: 0 }, 2)
  await expect(ledger.database.transaction((session) => fence(session, owned))).rejects.toMatchObject({
    code: 'run_fenced',
  })
  // Also one that has nothing to write hears of it.
  await sleep(510)
  const [again] = (await a.member.share(SIX)).filter(({ partition }) => partition === 0)
  expect(again?.epoch).toBeGreaterThan(Number(owned[0]?.epoch))
  expect(await positionsOf(ledger.database, 'back', at(0))).toMatchObject([{ nextOffset: 2, lastId: null }])
  await a.leave()
})
