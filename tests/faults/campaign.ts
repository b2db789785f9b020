/** All stretches of a campaign, one after the other, and what they add up to. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../../core/errors.js'
import { type BrokerBehindProxy, startBroker } from './broker.js'
import { Chance } from './chance.js'
import { makeDeliveries } from './deliveries.js'
import type { Ground } from './ground.js'
import { KINDS } from './kinds.js'
import { calmLedger } from './oracle/calm.js'
import type { Finding } from './oracle/verdict.js'
import { type Adapter, kindOf, type PlannedStretch, planStretches } from './plan.js'
import { AS_OF, BATCH_ROWS, type PlannedFault, runStretch, type Stretched } from './stretch.js'

export interface CampaignOptions {
  readonly seed: string
  readonly runs: number
  readonly adapters: readonly Adapter[]
  /** Kinds of faults to choose from. */
  readonly kinds: readonly string[]
  /** Keeps the work directory even if all is well. */
  readonly keep: boolean
  /** The jars of a broker; undefined where there are none, and then only the embedded log can be asked for. */
  readonly jars: string | undefined
  readonly say: (text: string) => void
}

export interface StretchReport extends PlannedStretch, Omit<Stretched, 'desertions'> {
  readonly seconds: number
  /** Where all of it is kept, when something was found. */
  readonly kept: string | undefined
}

export interface Report {
  readonly seed: string
  readonly stretches: readonly StretchReport[]
  /** Kinds that were not possible somewhere, and why. */
  readonly skipped: readonly string[]
  readonly seconds: number
}

// How long it may take until something that is just being begun can be ended.
const BEGINNING_MS = 30_000

type End = (keep: boolean) => Promise<void>

export class Campaign {
  readonly #options: CampaignOptions
  readonly #directory = mkdtempSync(join(tmpdir(), 'riskledger-faults-'))
  readonly #skipped = new Set<string>()
  /** How many faults there were on a ground: they go on where the stretch before left off. */
  readonly #struck = new Map<string, number>()
  /** What has to be ended, the last first. */
  readonly #ends: End[] = []
  #broker: BrokerBehindProxy | undefined
  #interrupted = false
  #running: Promise<void> = Promise.resolve()

  constructor(options: CampaignOptions) {
    this.#options = options
    // The user that Postgres runs as has to get through, else the cluster would lie elsewhere and not on the disk that is filled.
    chmodSync(this.#directory, 0o755)
  }

  async run(): Promise<Report> {
    const report = this.#run()
    this.#running = report.then(
      () => undefined,
      () => undefined,
    )
    return report
  }

  async #run(): Promise<Report> {
    const { seed, runs, adapters, keep } = this.#options
    const begun = performance.now()
    const planned = planStretches(runs, adapters)
    const stretches: StretchReport[] = []
    try {
      // First, so that it is ended last.
      if (adapters.includes('kafka')) this.#broker = await this.#startBroker()
      for (const leg of new Set(planned.map((stretch) => stretch.leg)))
        stretches.push(...(await this.#runLeg(planned.filter((stretch) => stretch.leg === leg))))
    } finally {
      await this.#endTo(0, false)
    }
    if (!keep && stretches.every(({ kept }) => kept === undefined))
      rmSync(this.#directory, { recursive: true, force: true })
    return { seed, stretches, skipped: [...this.#skipped], seconds: (performance.now() - begun) / 1000 }
  }

  /** Ends everything that was begun, in the middle of it, and what is begun before that is noticed. */
  async end(): Promise<void> {
    this.#interrupted = true
    await this.#endTo(0, false)
    // What is just being begun is ended as soon as it can be; who waits for what is gone by now waits in vain.
    await Promise.race([this.#running, sleep(BEGINNING_MS)])
    await this.#endTo(0, false)
    if (!this.#options.keep) rmSync(this.#directory, { recursive: true, force: true })
  }

  #goOn(): void {
    if (this.#interrupted) throw new Error('interrupted')
  }

  /** Notes what has to be ended; after an interruption it is at once. */
  #guard(end: End): void {
    this.#ends.push(end)
    if (this.#interrupted) this.#endTo(0, false)
    this.#goOn()
  }

  /** The stretches that share their files. */
  async #runLeg(planned: readonly PlannedStretch[]): Promise<StretchReport[]> {
    const [first] = planned
    if (first === undefined) return []
    const chance = new Chance(this.#options.seed).of(first.leg)
    const most = Math.max(...planned.map(({ runs }) => runs))
    const directory = mkdtempSync(join(this.#directory, `files-${first.leg}-`))
    const deliveries = await makeDeliveries(directory, chance, most)
    this.#goOn()
    const before = this.#ends.length
    const calm = await calmLedger(deliveries, BATCH_ROWS, AS_OF)
    this.#guard(() => calm.close())
    const reports: StretchReport[] = []
    for (const stretch of planned) {
      this.#goOn()
      const begun = performance.now()
      const place = join(this.#directory, `${stretch.adapter}-${stretch.leg}`)
      const deep = this.#ends.length
      const stretched = await this.#runStretch(stretch, chance.of(stretch.adapter), place, { deliveries, calm }).catch(
        (error: unknown) => broken(error),
      )
      const found = stretched.findings.length > 0
      await this.#endTo(deep, found)
      if (!found && !this.#options.keep) rmSync(place, { recursive: true, force: true })
      const kept = found ? place : undefined
      this.#goOn()
      const report = { ...stretch, ...stretched, kept, seconds: (performance.now() - begun) / 1000 }
      this.#options.say(lineOf(report))
      for (const one of report.findings) this.#options.say(`  ${one.what} ${one.count}: ${one.where}`)
      reports.push(report)
    }
    await this.#endTo(before, false)
    return reports
  }

  async #runStretch(
    { leg, adapter, ground, runs }: PlannedStretch,
    chance: Chance,
    directory: string,
    files: Pick<Parameters<typeof runStretch>[0], 'deliveries' | 'calm'>,
  ): Promise<Stretched> {
    const broker = adapter === 'kafka' ? this.#broker : undefined
    const topicPrefix = broker === undefined ? '' : `s${leg}.`
    if (broker !== undefined) this.#guard(() => deleteTopics(broker, topicPrefix))
    return runStretch({
      ...files,
      ground,
      directory,
      broker,
      topicPrefix,
      chance,
      faults: (opened) => this.#faults(opened, adapter, runs),
      say: this.#options.say,
      guard: (end) => this.#guard(end),
    })
  }

  #faults(ground: Ground, adapter: Adapter, runs: number): PlannedFault[] {
    const { seed, kinds } = this.#options
    const place = `${adapter}/${ground.name}`
    const chance = new Chance(seed).of(place)
    const possible = kinds.filter((kind) => {
      const reason = KINDS[kind]?.missing(ground)
      if (reason !== undefined) this.#skipped.add(`${kind} (${adapter}, ${ground.name}): ${reason}`)
      return reason === undefined
    })
    const from = this.#struck.get(place) ?? 0
    this.#struck.set(place, from + runs)
    return Array.from({ length: runs }, (_, index) => {
      const kind = kindOf(chance, possible, from + index)
      const fault = KINDS[kind]
      if (fault === undefined) throw new Error(`no kind ${kind}`)
      return { kind, fault, chance: chance.of(from + index) }
    })
  }

  /** One broker for all stretches, each under topic names of its own. */
  #startBroker(): Promise<BrokerBehindProxy> {
    const { jars } = this.#options
    if (jars === undefined) throw new Error('no broker')
    return startBroker(jars, (end) => this.#guard(end))
  }

  async #endTo(depth: number, keep: boolean): Promise<void> {
    while (this.#ends.length > depth)
      await this.#ends
        .pop()?.(keep)
        .catch((error: unknown) => this.#options.say(`not ended: ${messageOf(error)}`))
  }
}

async function deleteTopics(broker: BrokerBehindProxy, prefix: string): Promise<void> {
  const admin = broker.stranger().admin()
  await admin.connect()
  try {
    const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix))
    if (topics.length > 0) await admin.deleteTopics({ topics })
  } finally {
    await admin.disconnect()
  }
}

/** A stretch that did not come to its end. */
function broken(error: unknown): Stretched {
  const where = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const findings: Finding[] = [{ what: 'stuck', count: 1, where }]
  return { findings, kinds: [], rows: 0, events: 0, repeats: 0, looks: 0, desertions: [] }
}

function lineOf({ adapter, ground, leg, kinds, rows, findings, seconds }: StretchReport): string {
  const verdict = findings.length === 0 ? 'nothing lost, doubled or different' : `${findings.length} findings`
  return `${adapter} ${leg} (${ground}): ${kinds.length} faults, ${rows} rows: ${verdict}, ${seconds.toFixed(0)} s`
}
