/** Writes mentions with their truth and mapping into a folder, as labelled sets have them. */
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { quoted } from '../penalties.js'
import { ORGANISATION_COLUMNS, ORGANISATION_MAPPING, organisations } from './organisations.js'
import { PERSON_COLUMNS, PERSON_MAPPING, persons } from './persons.js'

export const KINDS = {
  organisations: { columns: ORGANISATION_COLUMNS, mapping: ORGANISATION_MAPPING, make: organisations },
  persons: { columns: PERSON_COLUMNS, mapping: PERSON_MAPPING, make: persons },
} as const
export type Kind = keyof typeof KINDS

/** records.csv, truth.csv and mapping.yaml; the same for the same seed. Nothing but a piece of them is in memory at a time. */
export async function writeMentions(folder: string, kind: Kind, count: number, seed = 7): Promise<void> {
  const { columns, mapping, make } = KINDS[kind]
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'mapping.yaml'), mapping)
  function* pieces(
    head: readonly string[],
    line: (mention: { cells: readonly string[]; cluster: string }) => readonly string[],
  ) {
    let text = `${head.join(',')}\n`
    for (const mention of make(count, seed)) {
      text += `${line(mention).map(quoted).join(',')}\n`
      if (text.length < 1 << 18) continue
      yield text
      text = ''
    }
    yield text
  }
  const write = (name: string, text: Iterable<string>) =>
    pipeline(Readable.from(text), createWriteStream(join(folder, name)))
  await write(
    'records.csv',
    pieces(columns, ({ cells }) => cells),
  )
  await write(
    'truth.csv',
    pieces(['id', 'cluster'], ({ cells, cluster }) => [cells[0] ?? '', cluster]),
  )
}
