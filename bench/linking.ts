/**
 * How fast records become entities in a ledger that is full already: many at once, some thousands more, one by one, and all anew. A third of
 * the parties have no code and another legal form, so that likeness has to join them. Usage: npm run bench:linking -- [--rows 100000] [--single 300]
 */

import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from '../pipelines/load.js'
import { rebuild } from '../pipelines/rebuild.js'
import { resolve } from '../pipelines/resolve.js'
import type { Stage } from '../pipelines/stage.js'
import { withLedger, withStage } from './ledger.js'
import { LiveAppender, liveBatches } from './live_records.js'
import { machineNow } from './machine.js'
import { numberAfter } from './options.js'
import { PENALTY_COLUMNS, penaltyRows, quoted } from './penalties.js'

const BATCH_ROWS = 1000
const MORE = 5000

/** Writes rows from one number up to another. */
async function writeRows(path: string, from: number, to: number): Promise<void> {
  const out = createWriteStream(path)
  out.write(`${PENALTY_COLUMNS.join(',')}\n`)
  let at = 0
  for (const fields of penaltyRows(to)) {
    if (at++ < from) continue
    const bare = at % 3 === 0
    const row = fields.map((field, column) => {
      if (!bare) return field
      return column === 0 ? field.replace('有限公司', '有限责任公司') : column === 2 ? '' : field
    })
    if (!out.write(`${row.map(quoted).join(',')}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}

/** Appends and loads the rows of a file. */
async function loadRows(stage: Stage, path: string, batchRows: number): Promise<void> {
  const appender = new LiveAppender(stage)
  for (const batch of await liveBatches(stage, path, batchRows)) await appender.append(batch)
  await appender.settle()
  await load(stage)
}

/** Milliseconds that resolving takes for each of the rows of a file, one by one. */
async function oneByOne(stage: Stage, path: string): Promise<number[]> {
  const appender = new LiveAppender(stage)
  const taken: number[] = []
  for (const batch of await liveBatches(stage, path, 1)) {
    await appender.append(batch)
    await appender.settle()
    await load(stage)
    taken.push((await seconds(() => resolve(stage))) * 1000)
  }
  return taken.sort((a, b) => a - b)
}

async function counts(stage: Stage): Promise<Record<string, number>> {
  const { rows } = await stage.database.pool.query<Record<string, number>>(`
    select (select count(*) from store.mention) as mentions, (select count(*) from store.unit) as units, (select count(*) from store.entity) as entities,
      (select count(*) from store.link) as links, (select count(*) from store.unit_key) as keys, (select count(*) from store.oversize_key) as oversize_keys`)
  return rows[0] ?? {}
}

async function measure(work: string, rows: number, single: number) {
  return await withLedger(work, null, (ledger) =>
    withStage(ledger, BATCH_ROWS, async (stage) => {
      const file = (name: string) => join(work, `${name}.csv`)
      await writeRows(file('first'), 0, rows)
      await writeRows(file('more'), rows, rows + MORE)
      await writeRows(file('single'), rows + MORE, rows + MORE + single)
      await loadRows(stage, file('first'), BATCH_ROWS)
      const first = await seconds(() => resolve(stage))
      const rebuilt = await seconds(() => rebuild(stage))
      await loadRows(stage, file('more'), BATCH_ROWS)
      const more = await seconds(() => resolve(stage))
      const taken = await oneByOne(stage, file('single'))
      const at = (part: number) => Math.round((taken[Math.floor(taken.length * part)] ?? 0) * 10) / 10
      return {
        rows,
        first_records_a_second: Math.round(rows / first),
        rebuild_seconds: Math.round(rebuilt * 10) / 10,
        more_records_a_second: Math.round(MORE / more),
        single_p50_ms: at(0.5),
        single_p99_ms: at(0.99),
        ...(await counts(stage)),
      }
    }),
  )
}

const work = mkdtempSync(join(tmpdir(), 'riskledger-linking-'))
try {
  const measured = await measure(work, numberAfter('--rows', 100_000), numberAfter('--single', 300))
  const result = { machine: machineNow(), ...measured }
  console.log(JSON.stringify(result, null, 2))
  writeFileSync(join('bench', 'results', 'linking.json'), `${JSON.stringify(result, null, 2)}\n`)
} finally {
  rmSync(work, { recursive: true, force: true })
}
