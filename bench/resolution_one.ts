/**
 * Resolves one file in a process of its own, so that its memory can be told: reads it, resolves, writes clusters.
 *
 *     node dist/bench/resolution_one.js --folder <with records.csv and mapping.yaml> --out clusters.csv     one line of JSON
 *     node dist/bench/resolution_one.js --make organisations --count 200000 --folder <folder>
 */
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'yaml'
import { resolveMentions } from '../resolution/engine.js'
import { mapping as schema } from '../resolution/mapping.js'
import { MentionReader } from '../resolution/mention.js'
import { csv } from '../sources/csv.js'
import { listFiles } from '../sources/files.js'
import { openParts } from '../sources/parts.js'
import { DEFAULT_LIMITS } from '../sources/source.js'
import { KINDS, type Kind, writeMentions } from './mentions/write.js'
import { numberAfter, textAfter } from './options.js'

/** The mentions of a file, read in a stream. */
async function readMentions(folder: string) {
  const mapping = schema.parse(parse(readFileSync(join(folder, 'mapping.yaml'), 'utf8')))
  const { id, source } = mapping
  const roles = Object.entries(mapping.columns)
  const wanted = new Set([id, ...(source === undefined ? [] : [source]), ...roles.flatMap(([, columns]) => columns)])
  const columns = Object.fromEntries([...wanted].map((column) => [column, []]))
  const format = csv({ delimiter: ',', quote: '"', columns, required: [...wanted] })
  const reader = new MentionReader(mapping)
  const opened = await openParts(await listFiles(join(folder, 'records.csv')), format, DEFAULT_LIMITS)
  for (const part of opened.parts) {
    if ('fault' in part) throw new Error(part.fault.message)
    for await (const event of part.read(DEFAULT_LIMITS)) {
      if (event.type === 'fault') throw new Error(event.fault.message)
      if (event.type !== 'batch') continue
      for (const found of event.batch.rows) {
        if (!('row' in found)) throw new Error(`line ${found.line}: ${found.message}`)
        const cell = (column: string) => String(found.row[column] ?? '')
        const texts = Object.fromEntries(roles.map(([role, of]) => [role, of.map(cell)]))
        reader.add(cell(id), source === undefined ? '' : cell(source), texts)
      }
    }
  }
  await opened.close()
  return { mapping, mentions: reader.mentions }
}

async function resolveFile(folder: string, out: string) {
  const begun = performance.now()
  const { mapping, mentions } = await readMentions(folder)
  const read = performance.now()
  const resolved = resolveMentions(mentions, mapping)
  const done = performance.now()
  const { ids } = resolved.mentions
  function* lines() {
    yield 'id,cluster\n'
    for (let at = 0; at < ids.length; at += 1000)
      yield ids
        .slice(at, at + 1000)
        .map((id, step) => `${id},${resolved.group[at + step] ?? 0}\n`)
        .join('')
  }
  await pipeline(Readable.from(lines()), createWriteStream(out))
  const { user, system } = process.cpuUsage()
  return {
    mentions: ids.length,
    read_seconds: (read - begun) / 1000,
    resolve_seconds: (done - read) / 1000,
    cpu_seconds: (user + system) / 1e6,
    peak_resident_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    compared: resolved.compared,
  }
}

const folder = textAfter('--folder') ?? '.'
const made = textAfter('--make')
if (made === undefined) {
  const found = await resolveFile(folder, textAfter('--out') ?? join(folder, 'clusters.csv'))
  console.log(JSON.stringify(found))
} else {
  if (!(made in KINDS)) throw new Error(`--make takes one of ${Object.keys(KINDS).join(', ')}`)
  await writeMentions(folder, made as Kind, numberAfter('--count', 200_000), numberAfter('--seed', 7))
}
