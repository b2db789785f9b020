/**
 * Scores resolution on labelled sets, each in a process of its own. A set is a directory with records.csv (or .csv.gz), truth.csv
 * (`id,cluster`) and mapping.yaml, or with pairs.csv (`name1`, `name2` …, `match`: 1 or 0) and mapping.yaml; a directory of sets stands for all of them.
 * Usage: npm run eval:resolution -- [directory …] [--json]; with --calibrate the weights of the warehouse instead, see calibrate_resolution.ts
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { table } from '../app/output.js'
import { ROOT } from '../core/paths.js'
import type { Score } from './resolution_scores.js'
import type { SetScore } from './resolution_set.js'

const OWN_SETS = join(ROOT, 'tests/resolution/sets')
const ONE_SET = fileURLToPath(new URL('resolution_set.js', import.meta.url))

function setsIn(directory: string): string[] {
  if (existsSync(join(directory, 'mapping.yaml'))) return [directory]
  const within = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(directory, entry.name, 'mapping.yaml')))
    .map(({ name }) => join(directory, name))
    .sort()
  if (within.length === 0)
    throw new Error(`${directory} holds no labelled set: no mapping.yaml in it or right below it`)
  return within
}

if (process.argv.includes('--calibrate')) await import('./calibrate_resolution.js')
else evaluate()

function evaluate(): void {
  const given = process.argv.slice(2).filter((word) => word !== '--json')
  const scores = (given.length === 0 ? [OWN_SETS] : given)
    .flatMap(setsIn)
    .map((set): SetScore => JSON.parse(execFileSync(process.execPath, [ONE_SET, set], { encoding: 'utf8' })))

  const four = (share: number | null) => (share === null ? '–' : share.toFixed(4))
  const cells = (score: Score | null) =>
    score === null ? ['–', '–', '–'] : [four(score.precision), four(score.recall), four(score.f1)]
  const HEAD = ['set', 'mentions', 'P', 'R', 'F1', 'B3 P', 'B3 R', 'B3 F1', 'blocking R', 'review', 's', 'MB']

  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ sets: scores }, null, 2)}\n`)
  else {
    const rows = scores.map((score) => [
      score.set,
      score.mentions,
      ...cells(score.pairwise),
      ...cells(score.b_cubed),
      four(score.blocking_recall),
      four(score.review_share),
      score.seconds.toFixed(1),
      Math.round(score.memory_mb),
    ])
    process.stdout.write(`${table(HEAD, rows)}\n`)
  }
}
