/** What a run found that somebody should look at: rejects, file faults, signals, refusals. They make exit code 3. */
import type { Job } from '../pipelines/run.js'
import type { Stage } from '../pipelines/stage.js'
import { causesOf, placesOf, signalsOf } from '../warehouse/findings.js'
import type { Run } from '../warehouse/runs.js'
import { brokenByDesign } from './by_design.js'
import { table } from './output.js'
import { cut } from './width.js'

export interface Findings {
  readonly any: boolean
  readonly quarantine: readonly {
    connector: string
    code: string
    field: string | null
    items: number
    example: string
    message: string
  }[]
  readonly signals: readonly {
    connector: string
    code: string
    field: string
    value: string
    seen: number
    locator: string
  }[]
  readonly refusals: readonly { connector: string; error: string }[]
  /** How many of what is in quarantine are rows that a bundled sample holds broken on purpose. */
  readonly byDesign: number
}

/** The findings of some runs, which read the files of `jobs`. */
export async function findingsOf(stage: Stage, runs: readonly Run[], jobs: readonly Job[]): Promise<Findings> {
  const ids = runs.map((run) => run.run_id)
  const quarantine = await causesOf(stage.database, ids)
  const signals = await signalsOf(stage.database, ids)
  const refusals = runs.flatMap((run) => (run.error === null ? [] : [{ connector: run.connector, error: run.error }]))
  const broken = brokenByDesign(jobs)
  const places = broken.size === 0 ? [] : await placesOf(stage.database, ids)
  const byDesign = places.filter((place) => broken.has(place)).length
  const any =
    runs.some((run) => run.rejected > 0 || run.unloadable > 0 || run.file_faults > 0) ||
    signals.length > 0 ||
    refusals.length > 0
  return { any, quarantine, signals, refusals, byDesign }
}

/** The findings as text, of each sort the first `most`; empty when there are none. */
export function findingsText(findings: Findings, most = Number.POSITIVE_INFINITY): string {
  const parts: string[] = []
  const rest = (all: readonly unknown[], next: string) =>
    all.length > most ? [`  … and ${all.length - most} more: \`${next}\``] : []
  if (findings.quarantine.length > 0)
    parts.push(
      'Quarantined, kept and replayable:',
      causeLines(findings.quarantine.slice(0, most)),
      ...rest(findings.quarantine, 'riskledger quarantine list'),
    )
  if (findings.byDesign > 0) parts.push(byDesignText(findings))
  if (findings.signals.length > 0)
    parts.push(
      'Signals: values that no declaration foresaw:',
      table(
        ['connector', 'code', 'field', 'value', 'seen', 'first at'],
        findings.signals
          .slice(0, most)
          .map((signal) => [signal.connector, signal.code, signal.field, signal.value, signal.seen, signal.locator]),
      ),
      ...rest(findings.signals, 'riskledger query signals'),
    )
  for (const refusal of findings.refusals) parts.push(`${refusal.connector}: ${refusal.error}`)
  return parts.join('\n')
}

/** One sentence, so that nobody looks for a fault in rows that are there to be rejected. */
function byDesignText({ quarantine, byDesign }: Findings): string {
  const all = quarantine.reduce((sum, { items }) => sum + items, 0)
  const count = byDesign === all ? `All ${all}` : `${byDesign} of these ${all}`
  return `${count} are rows that bundled samples hold broken on purpose, as the expected.json beside each sample says; they make exit code 3 like any other, except of \`riskledger start\`.`
}

/** Causes of quarantine, a line each and the reason in full: in a table it is the column that is cut. */
export function causeLines(causes: Findings['quarantine']): string {
  const wide = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length))
  const counts = causes.map((cause) => cause.items.toLocaleString('en-US'))
  const [count, connector] = [wide(counts), wide(causes.map((cause) => cause.connector))]
  return causes
    .map(
      (cause, index) =>
        `  ${String(counts[index]).padStart(count)}  ${cause.connector.padEnd(connector)}  ${cause.code}${cause.field === null ? '' : ` of ${cause.field}`}: ${cut(cause.message, 100)}, first at ${cause.example}`,
    )
    .join('\n')
}
