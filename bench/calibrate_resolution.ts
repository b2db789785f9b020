/**
 * Learns the released weights of the warehouse anew and says how good they are. Weights are learned without labels, from labelled sets and from the
 * records of all connectors (their samples, or a file that is named); labels give the curves of probability, and score. Prints what
 * resolution/parameters.ts is to hold. Usage: npm run eval:resolution -- --calibrate <set …> [--sites set,…] [--data connector=file …]
 */
import { table } from '../app/output.js'
import { connectorIds } from '../pipelines/registry.js'
import { CHANCES, CURVES } from '../resolution/parameters.js'
import { FIRST_GUESSES } from './calibration/first_guesses.js'
import { labelledSet, type UnitSet } from './calibration/labelled_units.js'
import { type AllChances, learn } from './calibration/learn.js'
import { recordUnits } from './calibration/record_units.js'
import { type Answers, answersOn, type Curves, curveThrough, reliability, type Weighed } from './calibration/scores.js'
import { textAfter } from './options.js'
import type { Score } from './resolution_scores.js'

const out = (text: string) => process.stdout.write(`${text}\n`)
const short = (value: number) => Number(value.toPrecision(2))
const four = (value: number) => value.toFixed(4)
const scores = (score: Score | null) => (score === null ? ['–', '–'] : [four(score.precision), four(score.recall)])

type Answered = ReturnType<typeof answersOn>

async function calibrate(
  directories: readonly string[],
  sites: ReadonlySet<string>,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const sets = await Promise.all(directories.map((directory) => labelledSet(directory, sites.has(directory))))
  const units = await recordUnits(connectorIds(), files)
  const records: UnitSet = { name: 'records', units, truth: units.map(() => null), rows: [], given: null }
  const learned = learn([...sets, records], FIRST_GUESSES)
  const rounded: AllChances = Object.fromEntries(
    Object.entries(learned).map(([label, { m, u }]) => [label, { m: short(m), u: short(u) }]),
  )
  const before = sets.map((set) => answersOn(set, CHANCES))
  const after = sets.map((set) => answersOn(set, rounded))
  // Pairs that somebody chose say nothing of how likely a pair is that shares a key.
  const drawn = after.filter((_, at) => sets[at]?.given === null).map(({ weighed }) => weighed)
  const curves = { corroborated: curveThrough(drawn, true), open: curveThrough(drawn, false) }
  out(`As released:\n${answersTable(before)}\n\nAs learned:\n${answersTable(after)}\n`)
  tellReliability('as released', before, CURVES)
  tellReliability('as learned', after, curves)
  out(`CURVES: ${JSON.stringify(curves)}`)
  for (const [label, { m, u }] of Object.entries(rounded)) out(`  '${label}': { m: ${m}, u: ${u} },`)
}

const HEAD = ['set', 'units', 'links P', 'links R', 'exact P', 'exact R', 'entities P', 'entities R', 'review']

function answersTable(all: readonly { readonly answers: Answers }[]): string {
  const rows = all.map(({ answers: { set, units, links, exact, entities, review_share } }) => [
    set,
    units,
    ...[links, exact, entities].flatMap(scores),
    four(review_share),
  ])
  return table(HEAD, rows)
}

function tellReliability(title: string, answered: readonly Answered[], curves: Curves): void {
  const all: Weighed[] = answered.flatMap(({ weighed }) => weighed)
  for (const [name, pairs] of [
    ...answered.map(({ answers, weighed }) => [answers.set, weighed] as const),
    ['all', all] as const,
  ]) {
    const bins = reliability(pairs, curves).map(({ from, to, pairs: count, said, observed }) => [
      `${from}–${to}`,
      count,
      four(said),
      four(observed),
    ])
    out(`${name}, ${title}\n${table(['said', 'pairs', 'mean said', 'observed'], bins)}`)
  }
}

const words = process.argv.slice(2)
const isData = (word: string) => /^[a-z_]+=/.test(word)
const sites = textAfter('--sites')
await calibrate(
  words.filter((word) => !isData(word) && !word.startsWith('--') && word !== sites),
  new Set(sites?.split(',')),
  new Map(words.filter(isData).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)])),
)
