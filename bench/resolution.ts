/**
 * Entity resolution beside Splink with DuckDB, on the same files in one run, each in a process of its own: seconds, peak memory, pairwise precision and recall.
 *
 *     SPLINK_PYTHON=/path/to/venv/bin/python npm run bench:resolution [-- --counts 200000,1000000 --persons 50000]
 *
 * The environment needs `pip install 'splink==4.*' duckdb`; without it only ours is measured. Splink's cluster threshold is the best of the three that
 * bench/splink/resolve.py tries, which only the labels tell; its seconds end with the first clusters. Both begin
 * with the process. What Splink takes is what its blocking rules make it compare:
 * organisations are given to it with lean rules, and up to 200,000 with a wide one too (see there).
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../core/paths.js'
import { machineNow } from './machine.js'
import { pairwise, type Quality } from './mentions/quality.js'
import type { Kind } from './mentions/write.js'
import { numberAfter, textAfter } from './options.js'

const ONE = join(import.meta.dirname, 'resolution_one.js')
const SPLINK = join(ROOT, 'bench/splink/resolve.py')

interface Side {
  readonly seconds: number
  readonly cpu_seconds: number
  readonly peak_resident_mb: number
  readonly quality: Quality
}

interface SplinkSide extends Side {
  readonly blocking: Blocking
  readonly threshold: string
}

const tenths = (value: number) => Math.round(10 * value) / 10
const lastLine = (text: string) => JSON.parse(text.trim().split('\n').at(-1) ?? '')

async function ours(folder: string): Promise<Side> {
  const out = join(folder, 'ours.csv')
  const begun = performance.now()
  const told = execFileSync(process.execPath, [ONE, '--folder', folder, '--out', out], { encoding: 'utf8' })
  const seconds = tenths((performance.now() - begun) / 1000)
  const { cpu_seconds, peak_resident_mb } = lastLine(told)
  return { seconds, cpu_seconds: tenths(cpu_seconds), peak_resident_mb, quality: await qualityOf(folder, out) }
}

const qualityOf = (folder: string, out: string) => pairwise(join(folder, 'truth.csv'), out)

/** Undefined without a Python that has Splink. */
function pythonWithSplink(): string | undefined {
  const python = process.env['SPLINK_PYTHON'] ?? 'python3'
  return spawnSync(python, ['-c', 'import splink, duckdb']).status === 0 ? python : undefined
}

type Blocking = 'lean' | 'wide'
/** A million would have 25 times the pairs, more than half a billion. */
const MOST_WIDE = 200_000

async function splink(python: string, kind: Kind, folder: string, blocking: Blocking): Promise<SplinkSide> {
  const args = [
    SPLINK,
    kind,
    join(folder, 'records.csv'),
    join(folder, 'splink.csv'),
    blocking,
    String(Date.now() / 1000),
  ]
  const told = execFileSync(python, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const { seconds, cpu_seconds, peak_resident_mb, files } = lastLine(told)
  const tried: { threshold: string; quality: Quality }[] = []
  for (const [threshold, file] of Object.entries<string>(files))
    tried.push({ threshold, quality: await qualityOf(folder, file) })
  const best = tried.reduce((one, other) => (other.quality.f1 > one.quality.f1 ? other : one))
  return { blocking, seconds: tenths(seconds), cpu_seconds: tenths(cpu_seconds), peak_resident_mb, ...best }
}

async function compared(kind: Kind, count: number, work: string, python: string | undefined) {
  const folder = join(work, `${kind}-${count}`)
  execFileSync(process.execPath, [ONE, '--make', kind, '--count', String(count), '--folder', folder])
  const own = await ours(folder)
  // `ratio`: how many times as long as ours it took.
  const theirs: (SplinkSide & { ratio: number })[] = []
  const isWideToo = kind === 'organisations' && count <= MOST_WIDE
  const blockings: readonly Blocking[] = isWideToo ? ['lean', 'wide'] : ['lean']
  if (python !== undefined)
    for (const blocking of blockings) {
      const side = await splink(python, kind, folder, blocking)
      theirs.push({ ...side, ratio: Math.round((100 * side.seconds) / own.seconds) / 100 })
    }
  rmSync(folder, { recursive: true, force: true })
  return { kind, mentions: count, ours: own, splink: theirs }
}

const counts = (textAfter('--counts') ?? '200000,1000000').split(',').map(Number)
const python = pythonWithSplink()
const machine = machineNow()
const work = mkdtempSync(join(tmpdir(), 'riskledger-resolution-'))
try {
  if (python === undefined) console.log('Splink is left out: SPLINK_PYTHON names no Python that has it')
  const lines: Awaited<ReturnType<typeof compared>>[] = []
  for (const [kind, count] of [
    ...counts.map((count) => ['organisations', count] as const),
    ['persons', numberAfter('--persons', 50_000)] as const,
  ]) {
    const line = await compared(kind, count, work, python)
    lines.push(line)
    console.log(JSON.stringify(line))
  }
  if (python !== undefined) {
    const report = { ...machine, lines }
    writeFileSync(join(ROOT, 'bench/results/resolution.json'), `${JSON.stringify(report, null, 2)}\n`)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
