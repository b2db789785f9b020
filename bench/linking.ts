/**
 * How fast records become entities in a ledger that is full already: many at once, some thousands more, one by one, and all anew. A third of
 * the parties have no code and another legal form, so that likeness has to join them. Usage:
 * npm run bench:linking -- [--mentions 100000] [--single 300] [--home DIRECTORY]
 *
 * A ledger of a million mentions takes a while to grow; with `--home` it is kept there, and the next measurement begins where this one ended.
 */

import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve as pathOf } from 'node:path'
import { load } from '../pipelines/load.js'
import { rebuild } from '../pipelines/rebuild.js'
import { resolve } from '../pipelines/resolve.js'
import type { Stage } from '../pipelines/stage.js'
import { type FreshLedger, withKeptLedger, withLedger, withStage } from './ledger.js'
import { LiveAppender, liveBatches } from './live_records.js'
import { machineNow } from './machine.js'
import { numberAfter, textAfter } from './options.js'
import { PENALTY_COLUMNS, penaltyRows, quoted } from './penalties.js'

const BATCH_ROWS = 1000
const CHUNK = 100_000
const MORE = 5000
// Statements are prepared, and tables read for the first time, by those before.
const WARMING = 20

/** The rows of penalties from one number on; each is given once. */
class Rows {
  readonly #rows = penaltyRows(Number.MAX_SAFE_INTEGER)
  #at = 0

  constructor(from: number) {
    while (this.#at < from) this.#next()
  }

  #next(): readonly string[] {
    this.#at++
    const { value, done } = this.#rows.next()
    if (done === true) throw new Error('no more rows')
    return value
  }

  /** Writes the next rows to a file. */
  async write(path: string, count: number): Promise<void> {
    const out = createWriteStream(path)
    out.write(`${PENALTY_COLUMNS.join(',')}\n`)
    for (let written = 0; written < count; written++) {
      const bare = this.#at % 3 === 0
      const row = this.#next().map((field, column) => {
        if (!bare) return field
        return column === 0 ? field.replace('有限公司', '有限责任公司') : column === 2 ? '' : field
      })
      if (!out.write(`${row.map(quoted).join(',')}\n`)) await once(out, 'drain')
    }
    out.end()
    await once(out, 'finish')
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}

/** Appends and loads the rows of a file. */
async function loadRows(stage: Stage, path: string): Promise<void> {
  const appender = new LiveAppender(stage)
  for (const batch of await liveBatches(stage, path, BATCH_ROWS)) await appender.append(batch)
  await appender.settle()
  await load(stage)
}

/**
 * Milliseconds for each of the records of a file, one by one: from the record that stands in the warehouse, unresolved, to its entity committed. Beside
 * them those of the least that any commit takes here and now: one row changed.
 */
async function oneByOne(stage: Stage, path: string): Promise<{ single: number[]; commit: number[] }> {
  const appender = new LiveAppender(stage)
  const [single, commit]: [number[], number[]] = [[], []]
  for (const batch of await liveBatches(stage, path, 1)) {
    await appender.append(batch)
    await appender.settle()
    await load(stage)
    let turns = 0
    let records = 0
    const once = { more: () => false, stop: () => turns++ > 0 }
    const taken = await seconds(async () => {
      records = (await resolve(stage, once)).records
    })
    // Rows that are invalid, or say what another said before, leave nothing to resolve.
    if (records > 0) single.push(taken * 1000)
    const one = 'update store.load set resolved = true where load_id = (select max(load_id) from store.load)'
    commit.push((await seconds(() => stage.database.pool.query(one))) * 1000)
  }
  return { single: single.slice(WARMING), commit: commit.slice(WARMING) }
}

function percentiles(name: string, taken: readonly number[]): Record<string, number> {
  const sorted = [...taken].sort((a, b) => a - b)
  const at = (part: number) => Math.round((sorted[Math.floor(sorted.length * part)] ?? 0) * 10) / 10
  return { [`${name}_p50_ms`]: at(0.5), [`${name}_p90_ms`]: at(0.9), [`${name}_p99_ms`]: at(0.99) }
}

async function asked(stage: Stage, text: string): Promise<Record<string, number>> {
  const { rows } = await stage.database.pool.query<Record<string, number>>(text)
  return rows[0] ?? {}
}

const COUNTS = `
  select (select count(*) from store.mention) as mentions, (select count(*) from store.unit) as units, (select count(*) from store.entity) as entities,
    (select count(*) from store.link) as links, (select count(*) from store.unit_key) as keys, (select count(*) from store.oversize_key) as oversize_keys`

const mentionsIn = async (stage: Stage) =>
  (await asked(stage, 'select count(*) as count from store.mention')).count ?? 0

/** Loads and resolves rows until there are so many mentions; terms are counted after the first rows, as somebody would who begins. */
async function grow(stage: Stage, rows: Rows, path: string, wanted: number) {
  let [mentions, resolving] = [await mentionsIn(stage), 0]
  const before = mentions
  const told: Record<string, number> = {}
  while (mentions < wanted) {
    await rows.write(path, Math.min(CHUNK, Math.ceil((wanted - mentions) * 1.02)))
    await loadRows(stage, path)
    resolving += await seconds(() => resolve(stage))
    const first = mentions === 0
    mentions = await mentionsIn(stage)
    console.error(`${mentions} mentions`)
    if (!first) continue
    told.rebuilt_mentions = mentions
    told.rebuild_seconds = Math.round((await seconds(() => rebuild(stage))) * 10) / 10
  }
  if (mentions === before) return told
  return { grown_from_mentions: before, grown_records_a_second: Math.round((mentions - before) / resolving), ...told }
}

async function measure(work: string, ledger: FreshLedger, mentions: number, single: number) {
  return await withStage(ledger, BATCH_ROWS, async (stage) => {
    const path = join(work, 'rows.csv')
    // The number of a row stands in its document number.
    const { last } = await asked(
      stage,
      "select coalesce(max((regexp_match(source_key, '〕([0-9]{8})号'))[1]::int), 0) as last from store.penalty",
    )
    const rows = new Rows(last ?? 0)
    const grown = await grow(stage, rows, path, mentions)
    await rows.write(path, MORE)
    await loadRows(stage, path)
    const before = await mentionsIn(stage)
    const more = await seconds(() => resolve(stage))
    const added = (await mentionsIn(stage)) - before
    await rows.write(path, single + WARMING)
    const taken = await oneByOne(stage, path)
    return {
      ...grown,
      more_records_a_second: Math.round(added / more),
      ...percentiles('single', taken.single),
      ...percentiles('commit_alone', taken.commit),
      ...(await asked(stage, COUNTS)),
    }
  })
}

const work = mkdtempSync(join(tmpdir(), 'riskledger-linking-'))
try {
  const home = textAfter('--home')
  const [mentions, single] = [numberAfter('--mentions', 100_000), numberAfter('--single', 300)]
  const use = (ledger: FreshLedger) => measure(work, ledger, mentions, single)
  const measured = await (home === undefined ? withLedger(work, null, use) : withKeptLedger(pathOf(home), use))
  const result = { machine: machineNow(), ...measured }
  console.log(JSON.stringify(result, null, 2))
  writeFileSync(join('bench', 'results', 'linking.json'), `${JSON.stringify(result, null, 2)}\n`)
} finally {
  rmSync(work, { recursive: true, force: true })
}
