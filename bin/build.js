/**
 * Compiles the TypeScript sources into dist/. Run by `npm run build`, by npm's prepare step, and by
 * bin/riskledger.js when dist/ is behind the sources of a checkout.
 *
 * tsc writes into a stage below node_modules/.cache (where its incremental state lives too), one process at a
 * time; from there each changed file is renamed into dist/, so a reader never meets half a file and a build that
 * fails leaves dist/ as it was.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DIST = join(ROOT, 'dist')
const STAMP = join(DIST, '.built')
const CACHE = join(ROOT, 'node_modules', '.cache', 'riskledger')
const STAGE = join(CACHE, 'build')
const LOCK = join(CACHE, 'build.lock')
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json']
const SOURCE_FOLDERS = [
  'core',
  'schemas',
  'sources',
  'connectors',
  'topics',
  'warehouse',
  'resolution',
  'models',
  'pipelines',
  'app',
  'bench',
]
const LOCK_WAIT_MS = 180_000
const LOCK_POLL_MS = 50

/** A build that cannot be made: told in its message, never with a stack. */
export class BuildError extends Error {}

/** True where there are sources to compile: a checkout, and not the published package. */
export function isCheckout() {
  return existsSync(join(ROOT, 'tsconfig.json'))
}

/** True when dist/ was made from exactly the sources that are here now. */
export function isFresh() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint()
}

/** True when dist/ holds a finished build, of whatever sources. */
export function isBuilt() {
  return existsSync(join(DIST, 'app', 'main.js'))
}

/** The path of the compiler, or undefined where development dependencies are left out. */
export function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc')
  } catch {
    return undefined
  }
}

/** Brings dist/ up to date. Throws BuildError with the compiler's output when the sources do not compile. */
export function build() {
  const compiler = findCompiler()
  if (compiler === undefined) {
    throw new BuildError('Cannot build: TypeScript is not installed. Run `npm ci` with development dependencies.')
  }
  const release = lock()
  try {
    // Another process may have built the same sources while this one waited for the lock.
    if (isFresh()) return
    // Taken before compiling: a file saved meanwhile makes the next start build again.
    const made = fingerprint()
    compile(compiler)
    publish()
    writeAtomically(STAMP, made)
  } finally {
    release()
  }
}

/** Path, time and size of every source: unlike a comparison of times it also sees deleted and restored files. */
function fingerprint() {
  const hash = createHash('sha1')
  const add = (path) => {
    const found = statSync(join(ROOT, path), { throwIfNoEntry: false })
    if (found !== undefined) hash.update(`${path} ${found.mtimeMs} ${found.size}\n`)
  }
  for (const path of SETTINGS) add(path)
  for (const folder of SOURCE_FOLDERS) for (const path of filesBelow(ROOT, folder, '.ts')) add(path)
  return hash.digest('hex')
}

function filesBelow(root, folder, ending) {
  const full = join(root, folder)
  if (!existsSync(full)) return []
  return readdirSync(full, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesBelow(root, path, ending)
      return entry.name.endsWith(ending) ? [path] : []
    })
}

function compile(compiler) {
  const flags = ['--outDir', STAGE, '--tsBuildInfoFile', join(CACHE, 'tsbuildinfo')]
  // The incremental state believes that its output is still there: without the stage it is of no use.
  if (!existsSync(STAGE)) rmSync(join(CACHE, 'tsbuildinfo'), { force: true })
  const pretty = process.stderr.isTTY ? 'true' : 'false'
  const result = spawnSync(
    process.execPath,
    [compiler, '-p', join(ROOT, 'tsconfig.build.json'), '--pretty', pretty, ...flags],
    { cwd: ROOT, encoding: 'utf8' },
  )
  if (result.status === 0) return
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim() || String(result.error ?? 'no output')
  throw new BuildError(`${output}\nThe build failed: correct the errors above and run the command again.`)
}

/** Makes dist/ equal to the stage, a file at a time; what has lost its source goes from both. */
function publish() {
  const staged = new Set(filesBelow(STAGE, '.', ''))
  for (const path of staged) {
    if (isOrphan(path)) {
      unlinkSync(join(STAGE, path))
      staged.delete(path)
    } else {
      copyIfChanged(path)
    }
  }
  for (const path of filesBelow(DIST, '.', '')) {
    if (!staged.has(path) && path !== '.built') rmSync(join(DIST, path), { force: true })
  }
}

function isOrphan(path) {
  return !existsSync(join(ROOT, path.replace(/\.(js|d\.ts)(\.map)?$/, '.ts')))
}

function copyIfChanged(path) {
  const content = readFileSync(join(STAGE, path))
  const target = join(DIST, path)
  if (existsSync(target) && readFileSync(target).equals(content)) return
  writeAtomically(target, content)
}

function writeAtomically(path, content) {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}.new`
  writeFileSync(draft, content)
  renameSync(draft, path)
}

/** Takes the build lock, waiting for its holder; the lock of a process that died is broken. */
function lock() {
  mkdirSync(CACHE, { recursive: true })
  const draft = `${LOCK}.${process.pid}`
  writeFileSync(draft, String(process.pid))
  try {
    const deadline = Date.now() + LOCK_WAIT_MS
    while (!tryLink(draft)) {
      if (Date.now() > deadline)
        throw new BuildError(`Another build holds ${LOCK}; delete that file if none is running.`)
      breakIfAbandoned()
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_POLL_MS)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => rmSync(LOCK, { force: true })
}

// A link appears with its content, so a waiting process never reads a lock without its holder.
function tryLink(draft) {
  try {
    linkSync(draft, LOCK)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function breakIfAbandoned() {
  try {
    const holder = Number(readFileSync(LOCK, 'utf8'))
    if (isAlive(holder)) return
    // Moved aside before it is deleted: of several waiting processes only one can move it.
    const aside = `${LOCK}.${process.pid}.abandoned`
    renameSync(LOCK, aside)
    rmSync(aside, { force: true })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** What `npm run build` does; the exit code. */
function runBuild() {
  if (!isCheckout() || (findCompiler() === undefined && isBuilt())) {
    process.stderr.write('Nothing to build: TypeScript is not installed here and dist/ is already built.\n')
    return 0
  }
  try {
    build()
    return 0
  } catch (error) {
    process.stderr.write(`${reportOf(error)}\n`)
    return 1
  }
}

/** What to print for a failed build: its own text, or for the file system's errors a sentence about them. */
export function reportOf(error) {
  if (error instanceof BuildError) return error.message
  if (typeof error.code === 'string') return `Cannot build into dist/: ${error.message}`
  throw error
}

if (process.argv[1] !== undefined && existsSync(process.argv[1]) && isThisFile(process.argv[1])) {
  process.exitCode = runBuild()
}

function isThisFile(path) {
  return realpathSync(path) === fileURLToPath(import.meta.url)
}
