/**
 * Measures, in one run on one embedded server: (a) plain COPY of a double-publication CSV into a typed table and upsert by key, which
 * is about what the machine can do; (b) `riskledger run --file` of the same file to where the records are in the warehouse; (c) the same
 * with resolve and assess; (d) the same file again. Prints a table and writes JSON. Usage: npm run bench -- [--rows 1000000]
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../core/paths.js'
import { openEmbedded, stopEmbedded } from '../warehouse/embedded/server.js'
import { copyAndUpsert } from './baseline.js'
import { checkedOut } from './machine.js'
import { bytesOnDisk, type Measured, runRiskledger } from './measure.js'
import { numberAfter } from './options.js'
import { writePenalties } from './penalties.js'

interface Line {
  readonly what: string
  readonly rows: number
  readonly seconds: number
  readonly peak_mb: number | null
  readonly disk_mb: number | null
}

async function measure(rows: number, file: string, home: string): Promise<Line[]> {
  const server = await openEmbedded(home, { keep: true })
  try {
    const baseline = await copyAndUpsert(server.superuserUrl, file)
    const empty = await bytesOnDisk(server.superuserUrl, 'riskledger')
    const first: Measured = await runRiskledger(home, file)
    const full = await bytesOnDisk(server.superuserUrl, 'riskledger')
    const again: Measured = await runRiskledger(home, file)
    const loaded = first.seconds - first.stages.resolve - first.stages.assess - first.stages.publish
    return [
      { what: '(a) COPY + upsert', rows, seconds: baseline.seconds, peak_mb: null, disk_mb: baseline.bytes / 1e6 },
      {
        what: '(b) riskledger, records loaded',
        rows,
        seconds: loaded,
        peak_mb: first.peakMb,
        disk_mb: (full - empty) / 1e6,
      },
      {
        what: '(c) with resolve and assess',
        rows,
        seconds: first.seconds - first.stages.publish,
        peak_mb: first.peakMb,
        disk_mb: (full - empty) / 1e6,
      },
      { what: '(d) the same file again', rows, seconds: again.seconds, peak_mb: again.peakMb, disk_mb: null },
    ]
  } finally {
    await server.release()
  }
}

function print(lines: readonly Line[]): void {
  const base = lines[0]?.seconds ?? 1
  console.log('what                             rows/s   of (a)  seconds  peak MB  disk MB')
  for (const { what, rows, seconds, peak_mb, disk_mb } of lines) {
    const cells = [
      Math.round(rows / seconds)
        .toLocaleString('en-US')
        .padStart(8),
      (base / seconds).toFixed(2).padStart(8),
      seconds.toFixed(1).padStart(8),
      (peak_mb?.toFixed(0) ?? '–').padStart(8),
      (disk_mb?.toFixed(0) ?? '–').padStart(8),
    ]
    console.log(what.padEnd(31) + cells.join(' '))
  }
}

const rows = numberAfter('--rows', 1_000_000)
const work = mkdtempSync(join(tmpdir(), 'riskledger-bench-'))
const home = join(work, 'home')
try {
  const file = join(work, `penalties-${rows}.csv`)
  await writePenalties(file, rows)
  // On the disk before the clock starts: else what is measured first pays for it.
  execFileSync('sync')
  const small = join(work, 'penalties-100000.csv')
  if (!existsSync(small)) await writePenalties(small, 100_000)
  console.log(
    `${rows.toLocaleString('en-US')} rows, ${Math.round(statSync(file).size / 1e6)} MB; ${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  )
  const lines = await measure(rows, file, home)
  const memory = await (async () => {
    const other = join(work, 'small')
    const measured = await runRiskledger(other, small)
    await stopEmbedded(other)
    return measured.peakMb
  })()
  print(lines)
  console.log(`peak memory at 100,000 rows: ${memory?.toFixed(0) ?? '–'} MB`)
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true })
  const report = {
    date: new Date().toISOString().slice(0, 10),
    commit: checkedOut(),
    node: process.version,
    cpus: cpus().length,
    model: cpus()[0]?.model,
    rows,
    lines,
    peak_mb_at_100000: memory,
  }
  writeFileSync(join(ROOT, 'bench/results/load.json'), `${JSON.stringify(report, null, 2)}\n`)
} finally {
  await stopEmbedded(home)
  rmSync(work, { recursive: true, force: true })
}
