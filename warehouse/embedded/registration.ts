import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ifPresent } from './failure.js'
import { identityOf, isAlive } from './processes.js'

/**
 * A file by which a process says that it holds or uses something in a directory. It says in which directory: a copy of
 * the data directory copies the file too, and what the process holds in the original it does not hold in the copy.
 */
export async function ownRegistration(directory: string): Promise<string> {
  const { ino } = await stat(directory)
  return JSON.stringify({ ...(await identityOf(process.pid)), directory: ino })
}

/** The process registered by this file, if it lives. Empty, torn, copied or missing files register nobody. */
export async function registeredProcess(path: string): Promise<number | undefined> {
  const text = await ifPresent(readFile(path, 'utf8'))
  const registration = text === undefined ? undefined : parse(text)
  if (registration === undefined) return undefined
  if ((await stat(dirname(path))).ino !== registration.directory) return undefined
  return (await isAlive(registration)) ? registration.pid : undefined
}

function parse(text: string): { pid: number; started: string; directory: number } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    if (!('pid' in value) || !('started' in value) || !('directory' in value)) return undefined
    const { pid, started, directory } = value
    if (typeof pid !== 'number' || typeof started !== 'string' || typeof directory !== 'number') return undefined
    return { pid, started, directory }
  } catch {
    return undefined // emptied by its holder, or torn by a crash of the machine
  }
}
