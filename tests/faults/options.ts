/** The command line of the fault suite. */
import { parseArgs } from 'node:util'
import { KINDS } from './kinds.js'
import type { Adapter } from './plan.js'

export interface Options {
  readonly runs: number
  readonly seed: string
  readonly adapters: readonly Adapter[]
  readonly kinds: readonly string[]
  readonly json: boolean
  readonly keep: boolean
}

const ADAPTERS: Readonly<Record<string, readonly Adapter[]>> = {
  embedded: ['embedded'],
  kafka: ['kafka'],
  both: ['embedded', 'kafka'],
}

export const USAGE = `npm run test:faults -- [options]

  --runs N         faults in all, each followed by recovery (default 40)
  --seed S         what all decisions follow from (default: one of the clock, which is printed)
  --adapter A      embedded, kafka or both (default both)
  --kinds a,b      only these kinds
  --json           one JSON document on stdout, what happens meanwhile on stderr
  --keep           keep the work directory

A decision is named S/…/name, as it is printed before each fault, and is the first 48 bits of sha256(S/…/name) as a part of 2^48: for example the
moment of a fault is sha256('S/kafka/home/3/moment') of the time that a file takes.

Kinds:
${Object.entries(KINDS)
  .map(([kind, { about }]) => `  ${kind.padEnd(16)} ${about}`)
  .join('\n')}
`

/** Throws TypeError for what is none. */
export function readOptions(argv: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      runs: { type: 'string', default: '40' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      adapter: { type: 'string', default: 'both' },
      kinds: { type: 'string', default: Object.keys(KINDS).join(',') },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const adapters = ADAPTERS[values.adapter]
  const runs = Number(values.runs)
  const kinds = values.kinds.split(',')
  const unknown = kinds.find((kind) => KINDS[kind] === undefined)
  if (adapters === undefined) throw new TypeError(`--adapter ${values.adapter}: expected embedded, kafka or both`)
  if (!Number.isInteger(runs) || runs < adapters.length)
    throw new TypeError(`--runs ${values.runs}: expected at least one an adapter`)
  if (unknown !== undefined)
    throw new TypeError(`--kinds ${unknown}: expected some of ${Object.keys(KINDS).join(', ')}`)
  return { runs, seed: values.seed, adapters, kinds, json: values.json, keep: values.keep }
}
