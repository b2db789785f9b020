/** What lies in a directory on an SFTP server, and which of its files are whole. */
import { posix } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { goOn, invalid, unsafe } from './refusals.js'
import type { SftpConnection } from './sftp_connection.js'

const BESIDE_DATA = ['.manifest.json', '.done']
const DONE = '.done'

/** Which files of which directory are wanted; see the declaration of the place. */
export interface Wanted {
  readonly directory: string
  readonly pattern: string
  readonly ready: 'stable' | 'done'
  readonly settle_seconds: number
  readonly files: number
}

export interface Entry {
  /** As the server has it. */
  readonly name: string
  readonly path: string
  readonly bytes: number
  /** Seconds since 1970. */
  readonly changed: number
}

/** By which a file is known again. */
export function stampOf({ bytes, changed }: Entry): string {
  return `${bytes}:${changed}`
}

/**
 * The files that are whole, and a link that leads out of the directory, if there is one. Throws LedgerError place_invalid (too many),
 * place_unsafe (a name that is none), place_refused, interrupted; Fault.
 */
export async function settled(
  connection: SftpConnection,
  declared: Wanted,
  signal: AbortSignal,
): Promise<{ readonly entries: readonly Entry[]; readonly out: string | null }> {
  const first = await listed(connection, declared)
  if (declared.ready === 'done') {
    const entries = first.entries.filter(({ name }) => first.names.has(`${name}${DONE}`))
    return { entries, out: first.out }
  }
  if (first.entries.length === 0) return { entries: [], out: first.out }
  await sleep(declared.settle_seconds * 1000, undefined, { signal }).catch(() => {}) // the next line says that it was stopped
  goOn(signal)
  const stamps = new Map(first.entries.map((entry) => [entry.name, stampOf(entry)]))
  const second = await listed(connection, declared)
  return { entries: second.entries.filter((entry) => stamps.get(entry.name) === stampOf(entry)), out: second.out }
}

interface Listing {
  readonly entries: readonly Entry[]
  readonly names: ReadonlySet<string>
  readonly out: string | null
}

async function listed(connection: SftpConnection, { directory, pattern, files }: Wanted): Promise<Listing> {
  const base = await connection.realPath(directory)
  const found = await connection.list(base, files)
  if (found.length > files)
    throw invalid(
      `${directory} holds more than ${files} files`,
      'Ask its operator to clear it, or raise `files` in the declaration.',
    )
  const names = new Set(found.map(({ filename }) => filename))
  const matches = matcher(pattern)
  const entries: Entry[] = []
  let out: string | null = null
  for (const { filename: name, attrs } of found) {
    if (name.startsWith('.') || BESIDE_DATA.some((end) => name.endsWith(end)) || !matches(name)) continue
    // A server could name what lies elsewhere.
    if (/[/\\\0]/.test(name))
      throw unsafe(`${directory} lists a name that is none: ${JSON.stringify(name)}`, 'Tell its operator.')
    const target = attrs.isSymbolicLink() ? await connection.realPath(posix.join(base, name)) : posix.join(base, name)
    if (target !== base && !target.startsWith(base === '/' ? base : `${base}/`)) out ??= name
    else {
      const stats = attrs.isSymbolicLink() ? await connection.stat(target) : attrs
      if (stats?.isFile() === true) entries.push({ name, path: target, bytes: stats.size, changed: stats.mtime })
    }
  }
  return { entries, names, out }
}

function matcher(pattern: string): (name: string) => boolean {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const expression = new RegExp(`^${text}$`, 'su')
  return (name) => expression.test(name)
}
