/** What was measured on a broker: lines, what they have to reach, and both as a table. */
import type { BrokenMessageResult } from './broken_message.js'
import type { BadRowResult } from './connect.js'
import { type Latency, RECORDS_A_SECOND } from './latency.js'

/** Every side of the comparisons, in the words of the table. */
export const SIDES = {
  e: '(e) run, embedded log: records loaded',
  e_whole: '(e) run, embedded log: whole command',
  k: '(k) run, Kafka: records loaded',
  k_whole: '(k) run, Kafka: whole command',
  l1: '(l1) load --loaders 1, one process',
  l2: '(l2) load --loaders 1, two processes',
  l: '(l) load, its usual loaders',
  l_warm: '(l) the second half of the rows',
  d: '(d) Debezium JDBC sink',
  d_warm: '(d) the second half of the rows',
} as const
export type Side = keyof typeof SIDES

export interface Line {
  readonly side: Side
  readonly rows: number
  readonly seconds: number
}

export interface Target {
  readonly what: string
  readonly value: number
  /** What the value has to be at least and at most; both null: it is told, and wanted is nothing. */
  readonly least: number | null
  readonly most: number | null
}

export interface Measurements {
  readonly lines: readonly Line[]
  readonly latencies: readonly Latency[]
  readonly broken: { readonly riskledger: BrokenMessageResult; readonly sink: BadRowResult | null } | null
}

/** Rows per second of all rounds of a side together; undefined when it was not measured. */
export function rateOf(lines: readonly Line[], side: Side): number | undefined {
  const own = lines.filter((line) => line.side === side)
  const total = (of: 'rows' | 'seconds') => own.reduce((sum, line) => sum + line[of], 0)
  return own.length === 0 ? undefined : total('rows') / total('seconds')
}

export function targetsOf({ lines, latencies, broken }: Measurements): Target[] {
  const ratio = (what: string, one: Side, other: Side, least: number | null): Target[] => {
    const [above, below] = [rateOf(lines, one), rateOf(lines, other)]
    return above === undefined || below === undefined ? [] : [{ what, value: above / below, least, most: null }]
  }
  const exactly = (what: string, value: number, wanted: number) => ({ what, value, least: wanted, most: wanted })
  const riskledger = broken?.riskledger
  return [
    ...ratio('(k) / (e), whole command', 'k_whole', 'e_whole', 0.7),
    ...ratio('(k) / (e), records loaded', 'k', 'e', null),
    ...ratio('(l2) / (l1)', 'l2', 'l1', 1),
    ...ratio('(l) / (d)', 'l', 'd', 1.5),
    ...ratio('(l) / (d), second halves', 'l_warm', 'd_warm', null),
    ...(riskledger === undefined
      ? []
      : [
          exactly('broken message: records loaded', riskledger.landed, riskledger.expected),
          exactly('broken message: in quarantine', riskledger.quarantined, 1),
        ]),
    ...latencies.flatMap(({ log, rate, p99_ms, unseen }) => [
      {
        what: `(p) appended a second, ${log} log`,
        value: Math.round(rate),
        least: 0.95 * RECORDS_A_SECOND,
        most: null,
      },
      { what: `(p) p99 in ms, ${log} log`, value: p99_ms, least: null, most: 999 },
      exactly(`(p) records never seen, ${log} log`, unseen, 0),
    ]),
  ]
}

export function isMet({ value, least, most }: Target): boolean {
  return (least === null || value >= least) && (most === null || value <= most)
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US')

export function print(measurements: Measurements): void {
  const { lines, latencies, broken } = measurements
  if (lines.length > 0) console.log(`\n${'what'.padEnd(40)}      rows  seconds    rows/s`)
  for (const side of Object.keys(SIDES) as Side[])
    for (const { rows, seconds } of lines.filter((line) => line.side === side)) {
      const cells = [whole(rows).padStart(10), seconds.toFixed(1).padStart(8), whole(rows / seconds).padStart(9)]
      console.log(SIDES[side].padEnd(40) + cells.join(' '))
    }
  if (latencies.length > 0) console.log(`\n(p) append to visible    records  a second   p50 ms   p99 ms   max ms`)
  for (const { log, records, rate, p50_ms, p99_ms, max_ms } of latencies)
    console.log(
      `${log.padEnd(23)}${[whole(records), whole(rate), p50_ms, p99_ms, max_ms].map((cell) => String(cell).padStart(9)).join('')}`,
    )
  if (broken !== null) printBroken(broken)
  const targets = targetsOf(measurements)
  if (targets.length > 0) console.log(`\n${'target'.padEnd(40)}     value    wanted`)
  for (const target of targets) {
    const { what, value, least, most } = target
    const shown = Number.isInteger(value) ? whole(value) : value.toFixed(2)
    const wanted = least === most ? (least === null ? '–' : whole(least)) : least === null ? `≤ ${most}` : `≥ ${least}`
    console.log(
      `${what.padEnd(40)}${shown.padStart(10)}${wanted.padStart(10)}  ${isMet(target) ? '' : 'MISSED'}`.trimEnd(),
    )
  }
}

function printBroken({ riskledger, sink }: NonNullable<Measurements['broken']>): void {
  const of = ({ landed, expected }: { landed: number; expected: number }) =>
    `${whole(landed)} of the ${whole(expected)} good records loaded`
  console.log('\none broken message in the middle of a topic')
  console.log(`riskledger load: ${of(riskledger)}, ${riskledger.quarantined} in quarantine`)
  if (sink !== null)
    console.log(`Debezium sink:   ${of(sink)}, tasks ${sink.tasks.join(' and ')}: ${sink.reason ?? 'no reason given'}`)
}
