/** A short form of `npm run fuzz`, and what it has found before. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hostileWorkbook } from '../../bench/fuzz/hostile_workbook.js'
import { hostileZip } from '../../bench/fuzz/hostile_zip.js'
import { type Ground, grounds } from '../../bench/fuzz/inputs.js'
import { mutated, mutatedRow } from '../../bench/fuzz/mutate.js'
import { addFates, judgeBytes, judgeFile, judgeRow, noFates } from '../../bench/fuzz/oracle.js'
import { Random } from '../../bench/fuzz/random.js'

const INPUTS_EACH = 40
const FOUND = join(import.meta.dirname, 'regressions')

const all = await grounds()

describe('hostile inputs end in an outcome each', () => {
  it.each(all.map((ground) => [ground.loaded.id, ground] as const))('%s', async (_, { loaded, files, rows }) => {
    const random = new Random(7)
    const fates = noFates()
    for (let input = 0; input < INPUTS_EACH; input++) {
      const bytes = mutated(random.pick(files), random, random.pick(random.pick(all).files))
      const found = await judgeBytes(loaded, bytes, 1 + random.below(5000), true)
      addFates(fates, found)
      if (rows.length > 0)
        judgeRow(loaded, { line: 1, row: mutatedRow(random.pick(rows), random, random.pick(rows)) }, fates, true)
    }
    // Some were broken, and some were not.
    expect(fates.rejected + fates.faults).toBeGreaterThan(0)
    expect(fates.accepted + fates.ignored).toBeGreaterThan(0)
  })
})

describe('hostile archives and workbooks end in an outcome each', () => {
  const home = mkdtempSync(join(tmpdir(), 'riskledger-fuzz-'))
  afterAll(() => rmSync(home, { recursive: true }))

  it.each([
    ['archives', all, ({ files }: Ground, random: Random) => hostileZip(files, random)],
    [
      'workbooks',
      all.filter(({ takesSheets }) => takesSheets),
      ({ rows }: Ground, random: Random) => hostileWorkbook(rows, random),
    ],
  ])('%s', async (_, some, make) => {
    const random = new Random(7)
    const fates = noFates()
    for (let input = 0; input < 4 * INPUTS_EACH; input++) {
      const ground = random.pick(some)
      addFates(fates, await judgeFile(ground.loaded, make(ground, random), join(home, 'f'), true))
    }
    expect(fates.rejected + fates.faults).toBeGreaterThan(0)
    expect(fates.accepted).toBeGreaterThan(0)
  })
})

/** Each file is named `<connector>.<what>`, and holds bytes that once broke something. */
describe('what was found before', () => {
  it.each(readdirSync(FOUND).filter((name) => name !== 'README.md'))('%s', async (name) => {
    const id = String(name.split('.')[0])
    const loaded = all.find((ground) => ground.loaded.id === id)?.loaded
    if (loaded === undefined) throw new Error(`there is no ${id}`)
    if (/\.(zip|xlsx)$/.test(name)) {
      const home = mkdtempSync(join(tmpdir(), 'riskledger-fuzz-'))
      await judgeFile(loaded, readFileSync(join(FOUND, name)), join(home, 'f'), true)
      rmSync(home, { recursive: true })
    } else for (const chunk of [1, 7, 1 << 20]) await judgeBytes(loaded, readFileSync(join(FOUND, name)), chunk, true)
  })
})
