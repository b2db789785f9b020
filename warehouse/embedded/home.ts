import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, open, readFile, realpath, rename, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { codeOf, homeFailure, ifPresent } from './failure.js'

/**
 * The real path of the data directory, made when missing. For root it is made passable (0711, not 0700): the user that
 * Postgres then runs as has to get through to the cluster. What is secret has a 0700 directory of its own.
 */
export async function prepareHome(home: string): Promise<string> {
  const path = resolve(home)
  try {
    await mkdir(dirname(path), { recursive: true })
    await mkdir(path, { mode: 0o700 })
    if (process.getuid?.() === 0) await chmod(path, 0o711)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw homeFailure(home, error)
  }
  const real = await realpath(path)
  if (!(await stat(real)).isDirectory()) throw homeFailure(home, Object.assign(new Error(), { code: 'ENOTDIR' }))
  for (const name of ['lock', 'clients', 'secrets']) await ownDirectory(real, join(real, name))
  return real
}

/** Makes a directory that all users can pass to, whatever the umask. One that is there already stays as it is. */
export async function makePassable(path: string): Promise<void> {
  if ((await mkdir(path, { recursive: true })) !== undefined) await chmod(path, 0o755)
}

/** The real path of the data directory, or undefined where there is none. */
export async function existingHome(home: string): Promise<string | undefined> {
  const real = await ifPresent(realpath(resolve(home)))
  return real !== undefined && (await stat(real)).isDirectory() ? real : undefined
}

/** Makes a directory in the home that belongs to whom the home belongs, also when root makes it. */
async function ownDirectory(home: string, path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    throw error
  }
  await giveToOwner(home, path)
}

async function giveToOwner(home: string, path: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(home)
  if (uid !== 0) await chown(path, uid, gid)
}

/** The password of the superuser, or undefined before it was made. */
export async function readPassword(home: string): Promise<string | undefined> {
  const text = await ifPresent(readFile(join(home, 'secrets', 'postgres'), 'utf8'))
  return text === undefined || text.trim() === '' ? undefined : text.trim()
}

/** Makes a random password and keeps it, on disk before the cluster that it opens. */
export async function makePassword(home: string): Promise<string> {
  const password = randomBytes(24).toString('base64url')
  const path = join(home, 'secrets', 'postgres')
  await writeDurably(path, `${password}\n`, 0o600)
  await giveToOwner(home, path)
  return password
}

/** Replaces a file whole, and has it on disk before it goes on. Never writes through a symlink at `path`. */
export async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  await syncDirectory(dirname(path))
}

/** A rename is only durable once its directory is on disk. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
