/** What a campaign found, as a table for people and as one JSON document. */
import type { Report, StretchReport } from './campaign.js'
import { KINDS } from './kinds.js'
import type { Finding } from './oracle/verdict.js'

const countOf = (findings: readonly Finding[], what: Finding['what']) =>
  findings.filter((one) => one.what === what).reduce((sum, { count }) => sum + count, 0)

function figuresOf(stretches: readonly StretchReport[]) {
  const sum = (of: (stretch: StretchReport) => number) => stretches.reduce((total, stretch) => total + of(stretch), 0)
  const found = (what: Finding['what']) => sum(({ findings }) => countOf(findings, what))
  return {
    runs: sum(({ kinds }) => kinds.length),
    stretches: stretches.length,
    rows: sum(({ rows }) => rows),
    events: sum(({ events }) => events),
    repeats: sum(({ repeats }) => repeats),
    looks: sum(({ looks }) => looks),
    lost: found('lost'),
    doubled: found('doubled'),
    different: found('different'),
    out_of_order: found('order'),
    stuck: found('stuck'),
    seconds: Math.round(sum(({ seconds }) => seconds)),
  }
}

const ADAPTERS = ['embedded', 'kafka'] as const

export function summaryJson(report: Report) {
  const of = (adapter: string) => report.stretches.filter((stretch) => stretch.adapter === adapter)
  const used = ADAPTERS.filter((adapter) => of(adapter).length > 0)
  return {
    seed: report.seed,
    ok: report.stretches.every(({ findings }) => findings.length === 0),
    adapters: Object.fromEntries(used.map((adapter) => [adapter, figuresOf(of(adapter))])),
    kinds: Object.fromEntries(
      Object.keys(KINDS).map((kind) => [
        kind,
        Object.fromEntries(
          used.map((adapter) => [
            adapter,
            of(adapter)
              .flatMap(({ kinds }) => kinds)
              .filter((one) => one === kind).length,
          ]),
        ),
      ]),
    ),
    skipped: report.skipped,
    findings: report.stretches.flatMap(({ adapter, leg, ground, findings, kept }) =>
      findings.map((one) => ({ adapter, leg, ground, ...one, kept })),
    ),
    seconds: Math.round(report.seconds),
  }
}

/** Columns as wide as what stands in them. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
        .join('  '),
    )
    .join('\n')
}

export function summaryText(report: Report): string {
  const { seed, ok, adapters, kinds, skipped, findings, seconds } = summaryJson(report)
  const used = Object.keys(adapters)
  const head = ['', ...used]
  const faults = Object.entries(kinds)
    .filter(([, counts]) => used.some((adapter) => counts[adapter] !== 0))
    .map(([kind, counts]) => [kind, ...used.map((adapter) => String(counts[adapter] ?? 0))])
  const figures = Object.keys(Object.values(adapters)[0] ?? {}).map((name) => [
    name.replaceAll('_', ' '),
    ...used.map((adapter) => String(new Map(Object.entries(adapters[adapter] ?? {})).get(name) ?? '')),
  ])
  const parts = [columns([head, ...faults, head.map(() => ''), ...figures])]
  if (skipped.length > 0) parts.push(`Not possible:\n${skipped.map((line) => `  ${line}`).join('\n')}`)
  for (const { adapter, leg, ground, what, count, where, kept } of findings)
    parts.push(`${adapter} ${leg} (${ground}), ${what} ${count}: ${where}\n  kept in ${kept}`)
  parts.push(
    ok
      ? `Nothing lost, doubled, different, out of order or stuck. Seed ${seed}, ${seconds} s.`
      : `Something is wrong: see above. The same again: npm run test:faults -- --seed ${seed}`,
  )
  return parts.join('\n\n')
}
