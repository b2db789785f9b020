/** Topic to table by riskledger alone: processes of `load` on a topic that is full, into a ledger that is empty. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../warehouse/database.js'
import { type Landed, LOOK_MS, type Look, landedIn } from './landed.js'
import { type FreshLedger, penaltiesIn, withDatabase, withLedger } from './ledger.js'
import { askRiskledger, startRiskledger } from './riskledger.js'
import type { Wire } from './wire.js'

/** Fills the topics of `wire` with a file, by a ledger that is gone afterwards. */
export async function fillTopics(work: string, wire: Wire, file: string): Promise<void> {
  await withLedger(work, wire, ({ environment }) =>
    askRiskledger(['ingest', 'cn_credit_penalty', '--file', file], environment),
  )
}

/** Loads the topics of `wire` by one process for each of `commands`, all at once; returns once all have ended. */
export async function loadTopics(work: string, wire: Wire, commands: readonly (readonly string[])[]): Promise<Landed> {
  return await withLedger(work, wire, (ledger) =>
    withDatabase(ledger, async (database) => {
      const looks = await looksWhile(database, processesOf(ledger, commands))
      const total = await penaltiesIn(database)
      const [begin, end] = [looks[0], looks.at(-1)]
      if (begin === undefined || end === undefined) throw new Error('nothing was loaded')
      // Loads count messages. Some of them repeat a record: in this part of them as in the others.
      return landedIn(looks, Math.round((total * begin.size) / end.size), total)
    }),
  )
}

async function processesOf({ environment }: FreshLedger, commands: readonly (readonly string[])[]): Promise<void> {
  const running = commands.map((command) => startRiskledger(command, environment))
  try {
    await Promise.all(running.map(({ ended }) => ended))
  } finally {
    for (const { stop } of running) await stop()
  }
}

/** What was committed, whenever that had changed, until `work` is done. */
async function looksWhile(database: Database, work: Promise<void>): Promise<Look[]> {
  const looks: Look[] = []
  let done = false
  const ended = work.finally(() => {
    done = true
  })
  // Heard when it is awaited.
  ended.catch(() => undefined)
  for (let last = false; !last; ) {
    last = done
    const size = await messagesIn(database)
    if (size > (looks.at(-1)?.size ?? 0)) looks.push({ moment: performance.now(), size })
    if (!last) await sleep(LOOK_MS)
  }
  await ended
  return looks
}

async function messagesIn(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ messages: string }>(
    'select coalesce(sum(records), 0) as messages from store.load',
  )
  return Number(rows[0]?.messages)
}
