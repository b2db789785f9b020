import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { ifPresent } from './failure.js'
import { ownRegistration, registeredProcess } from './registration.js'

// A worker thread has this module, and its count of open servers, for itself: so it registers for itself.
const own = threadId === 0 ? String(process.pid) : `${process.pid}.${threadId}`

/** Registers this process as a user of the server. All functions here need the lock of the data directory. */
export async function register(home: string): Promise<void> {
  const directory = join(home, 'clients')
  await writeFile(join(directory, own), await ownRegistration(directory), { mode: 0o644 })
}

export async function unregister(home: string): Promise<void> {
  await rm(join(home, 'clients', own), { force: true })
}

/** The other registered clients that are alive. The registrations of dead ones are removed. */
export async function otherClients(home: string): Promise<number[]> {
  const directory = join(home, 'clients')
  const living: number[] = []
  for (const name of (await ifPresent(readdir(directory))) ?? []) {
    if (name === own) continue
    const pid = await registeredProcess(join(directory, name))
    if (pid === undefined) await rm(join(directory, name), { force: true })
    else living.push(pid)
  }
  return living
}
