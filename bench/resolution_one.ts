/**
 * Resolves one file as `riskledger resolve --records` does, in a process of its own so that its memory can be told.
 *
 *     node dist/bench/resolution_one.js --folder <with records.csv and mapping.yaml> --out clusters.csv     one line of JSON
 *     node dist/bench/resolution_one.js --make organisations --count 200000 --folder <folder>
 */
import { join } from 'node:path'
import { resolveFile } from '../pipelines/resolve_file.js'
import { CLUSTER_LIMITS } from '../resolution/model/limits.js'
import { KINDS, type Kind, writeMentions } from './mentions/write.js'
import { numberAfter, textAfter } from './options.js'

async function resolveOne(folder: string, out: string) {
  const { mentions, pairs_compared, seconds } = await resolveFile({
    records: join(folder, 'records.csv'),
    mapping: join(folder, 'mapping.yaml'),
    out,
    pairs: undefined,
    limits: CLUSTER_LIMITS,
    progress: () => undefined,
    threads: true,
  })
  const { user, system } = process.cpuUsage()
  return {
    mentions,
    compared: pairs_compared,
    seconds,
    cpu_seconds: (user + system) / 1e6,
    peak_resident_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

const folder = textAfter('--folder') ?? '.'
const made = textAfter('--make')
if (made === undefined) {
  const found = await resolveOne(folder, textAfter('--out') ?? join(folder, 'clusters.csv'))
  console.log(JSON.stringify(found))
} else {
  if (!(made in KINDS)) throw new Error(`--make takes one of ${Object.keys(KINDS).join(', ')}`)
  await writeMentions(folder, made as Kind, numberAfter('--count', 200_000), numberAfter('--seed', 7))
}
