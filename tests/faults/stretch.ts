/** A stretch: a fresh ledger, one file and one fault after the other, and then the oracle. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrokerBehindProxy } from './broker.js'
import type { Chance } from './chance.js'
import { LedgerCommand } from './command.js'
import { Crew } from './crew.js'
import type { Deliveries, Delivery } from './deliveries.js'
import type { Fault, Scene } from './fault.js'
import { Feeder } from './feeder.js'
import { type Ground, type GroundName, openGround } from './ground.js'
import { checkBalance } from './oracle/balance.js'
import type { Calm } from './oracle/calm.js'
import { compare, imageOf, type Query } from './oracle/compare.js'
import { checkEvents } from './oracle/events.js'
import { readLog } from './oracle/messages.js'
import { type Finding, finding } from './oracle/verdict.js'
import { checkVersions } from './oracle/versions.js'
import { settle } from './settle.js'
import { Watcher } from './watcher.js'

export const AS_OF = '2026-01-01'
export const BATCH_ROWS = 100
const SESSION_TIMEOUT_SECONDS = 2
const MOST_TRIES = 8
// As the undisturbed ledger has it (tests/support/ledger.ts), though these files have nothing to make a token of.
const TOKEN_KEY = '07'.repeat(32)

export interface PlannedFault {
  readonly kind: string
  readonly fault: Fault
  readonly chance: Chance
}

export interface StretchOptions {
  readonly ground: GroundName
  readonly directory: string
  readonly broker: BrokerBehindProxy | undefined
  readonly topicPrefix: string
  readonly deliveries: Deliveries
  readonly calm: Calm
  /** The faults in their order, as far as the ground allows them: one a file, and the rest of the files undisturbed. */
  readonly faults: (ground: Ground) => readonly PlannedFault[]
  readonly chance: Chance
  /** Told of each fault. */
  readonly say: (text: string) => void
  /** Given what has to be ended if all is given up. */
  readonly guard: (end: (keep: boolean) => Promise<void>) => void
}

export interface Stretched {
  readonly findings: readonly Finding[]
  /** Faults that happened, by kind. */
  readonly kinds: readonly string[]
  readonly rows: number
  readonly events: number
  readonly repeats: number
  readonly looks: number
  readonly desertions: readonly string[]
}

export async function runStretch(options: StretchOptions): Promise<Stretched> {
  const { directory, deliveries, chance } = options
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  const ground = await openGround({
    name: options.ground,
    directory,
    broker: options.broker,
    topicPrefix: options.topicPrefix,
    sessionTimeoutSeconds: SESSION_TIMEOUT_SECONDS,
    batchRows: BATCH_ROWS,
    tokenKey: TOKEN_KEY,
  })
  options.guard((keep) => ground.close(keep))
  await migrate(ground, directory)
  const numbers = {
    load: 2,
    resolve: chance.whole('resolvers', 1, 2),
    assess: chance.whole('assessors', 1, 2),
    publish: 2,
  }
  const crew = new Crew(ground, directory, numbers, AS_OF)
  const feeder = new Feeder(ground, directory)
  options.guard(async () => {
    await feeder.abandon()
    await crew.abandon()
  })
  const watcher = new Watcher(await ground.url())
  options.guard(async () => void (await watcher.end()))
  const kinds = await disturb(options, ground, crew, feeder)
  const unsettled = await settle(ground)
  const late = await crew.dismiss()
  const gone = await watcher.end()
  const { findings, ...counts } = await judge(options, ground)
  const desertions = crew.desertions.map(({ who, code, said }) => `${who} ended by itself with ${code}: ${said}`)
  return {
    ...counts,
    kinds,
    desertions,
    rows: deliveries.files.reduce((sum, file) => sum + file.rows, 0),
    looks: watcher.looks,
    findings: [
      ...unsettled,
      ...finding('stuck', 'SIGTERM', late),
      ...gone,
      ...findings,
      ...finding('stuck', 'followers that ended by themselves', desertions),
      ...finding('different', 'faults of our own', feeder.own),
    ],
  }
}

/** Makes tables and topics before anybody is disturbed. */
async function migrate(ground: Ground, directory: string): Promise<void> {
  const words = ['topics', 'list', '--json']
  const { code, stderr } = await new LedgerCommand(words, ground.environment, join(directory, 'first.stderr')).ended
  if (code !== 0) throw new Error(`the ledger does not begin: ${stderr}`)
}

/** One file after the other, and in each of them a fault. */
async function disturb(options: StretchOptions, ground: Ground, crew: Crew, feeder: Feeder): Promise<string[]> {
  const faults = options.faults(ground)
  for (const [index, delivery] of options.deliveries.files.entries()) {
    const planned = faults[index]
    if (planned === undefined) await feeder.deliver(delivery)
    else options.say(await strike(planned, delivery, { ground, crew, feeder }))
  }
  return faults.map(({ kind }) => kind)
}

/** Ingests a file, and lets a fault happen meanwhile. Returns what was done. */
async function strike(
  { kind, fault, chance }: PlannedFault,
  delivery: Delivery,
  { ground, crew, feeder }: Pick<Scene, 'ground' | 'crew' | 'feeder'>,
): Promise<string> {
  for (let [part, tries] = [chance.unit('moment'), 1]; tries <= MOST_TRIES; part /= 2, tries++) {
    const begun = performance.now()
    const delivered = feeder.deliver(delivery)
    // Heard when it is awaited.
    delivered.catch(() => undefined)
    const moment = feeder.momentOf(delivery, part)
    await new Promise((resolve) => setTimeout(resolve, moment))
    const done = await fault.inject({ ground, crew, feeder, sessionTimeoutSeconds: SESSION_TIMEOUT_SECONDS, chance })
    const injected = performance.now()
    const became = await delivered
    const [lasted, more] = [injected - begun, performance.now() - injected].map((ms) => (ms / 1000).toFixed(1))
    // Nothing came of it: the file is ingested once more, which has to change nothing.
    if (done === undefined) continue
    return `${chance.path} ${kind} at ${Math.round(moment)} ms: ${done}; over after ${lasted} s, ingested ${more} s later (${became.join(', ')})`
  }
  throw new Error(`${chance.path} ${kind} came to nothing ${MOST_TRIES} times`)
}

async function judge(options: StretchOptions, ground: Ground) {
  const query: Query = (text, values) => ground.query(text, values)
  const { image, findings: twice } = await imageOf(query)
  const messages = await readLog(ground)
  const { findings: told, ...counts } = await checkEvents(messages, query)
  const findings = [
    ...twice,
    ...(await checkBalance(options.deliveries, query)),
    ...(await compare(options.calm.image, options.calm.query, image, query)),
    ...(await checkVersions(messages, query)),
    ...told,
  ]
  if (findings.length > 0)
    writeFileSync(
      join(options.directory, 'messages.ndjson'),
      messages.map((message) => `${JSON.stringify(message)}\n`).join(''),
    )
  return { ...counts, findings }
}
