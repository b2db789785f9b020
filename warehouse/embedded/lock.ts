import { randomBytes } from 'node:crypto'
import { link, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LedgerError } from '../../core/errors.js'
import { codeOf, ifPresent } from './failure.js'
import { commandOf } from './processes.js'
import { ownRegistration, registeredProcess } from './registration.js'

const POLL_MS = 8
const NOTICE_AFTER_MS = 2_000
// Longer than the longest that a holder may take, which is a start with crash recovery.
const GIVE_UP_AFTER_MS = 660_000

/**
 * Runs `body` while no other process, thread or call runs one under the same directory.
 *
 * The lock is a file whose name is a number, made by linking a finished file to the number after the highest one.
 * The highest file holds the lock while its process lives and it is not empty. Why not one file that is removed:
 * two processes that find its holder dead can each remove it, the second one removing the first one's new lock.
 * Here the highest number never goes down, so nobody can take a lock on an old observation.
 *
 * @throws LedgerError database_start_failed when the holder lives and does not let go.
 */
export async function withLock<T>(
  directory: string,
  onNotice: (text: string) => void,
  body: () => Promise<T>,
): Promise<T> {
  const mine = await acquire(directory, onNotice)
  try {
    return await body()
  } finally {
    // Emptying is letting go. The directory may have been removed meanwhile; then there is nothing to let go.
    await ifPresent(truncate(mine, 0))
  }
}

async function acquire(directory: string, onNotice: (text: string) => void): Promise<string> {
  const ticket = join(directory, `ticket-${process.pid}-${randomBytes(6).toString('hex')}`)
  // Readable by others: an ordinary user must be able to see that root holds the lock of his directory.
  await writeFile(ticket, await ownRegistration(directory), { mode: 0o644, flag: 'wx' })
  try {
    const number = await take(directory, ticket, onNotice)
    await sweep(directory, number)
    return join(directory, String(number))
  } finally {
    await rm(ticket, { force: true })
  }
}

async function take(directory: string, ticket: string, onNotice: (text: string) => void): Promise<number> {
  const begun = performance.now()
  let noticed = false
  for (;;) {
    const last = await highest(directory)
    // Not there any more: swept away, so there is a higher one, and `claim` will find it.
    const holder = last === 0 ? undefined : await registeredProcess(join(directory, String(last)))
    if (holder === undefined) {
      if (await claim(directory, ticket, last + 1)) return last + 1
      continue
    }
    const waited = performance.now() - begun
    if (waited > GIVE_UP_AFTER_MS) throw held(directory, holder)
    if (waited > NOTICE_AFTER_MS && !noticed) {
      noticed = true
      onNotice(`waiting for process ${holder}, which is starting or stopping the embedded Postgres`)
    }
    await sleep(POLL_MS)
  }
}

async function claim(directory: string, ticket: string, number: number): Promise<boolean> {
  const mine = join(directory, String(number))
  try {
    await link(ticket, mine)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
  if ((await highest(directory)) === number) return true
  // This number was used and swept away while we looked at an old one.
  await rm(mine, { force: true })
  return false
}

async function highest(directory: string): Promise<number> {
  return Math.max(0, ...(await readdir(directory)).filter((name) => /^\d+$/.test(name)).map(Number))
}

/** Removes the files of former holders, and the tickets of processes that died while they waited. */
async function sweep(directory: string, number: number): Promise<void> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name)
    if (/^\d+$/.test(name) && Number(name) < number) await rm(path, { force: true })
    // An empty one may be about to be written, so it goes by the number in its name.
    const waiting = /^ticket-(\d+)-/.exec(name)?.[1]
    if (waiting !== undefined && (await commandOf(Number(waiting))) === undefined) await rm(path, { force: true })
  }
}

function held(directory: string, holder: number): LedgerError {
  return new LedgerError(
    'database_start_failed',
    `Process ${holder} has held the lock ${directory} for ${GIVE_UP_AFTER_MS / 60_000} minutes.`,
    `Look at process ${holder}: continue it if it was suspended, or end it, then run the command again.`,
  )
}
