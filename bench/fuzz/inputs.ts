/** The good inputs that hostile ones are made of: the samples of all connectors, as bytes and as rows. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LoadedConnector, loadConnectors } from '../../pipelines/registry.js'
import { readSample } from '../../pipelines/sample.js'
import type { Row } from '../../sources/source.js'
import { formatSamples } from './formats.js'

const MOST_BYTES = 4096

export interface Ground {
  readonly loaded: LoadedConnector
  /** Small files in the connector's format. */
  readonly files: readonly Buffer[]
  readonly rows: readonly Row[]
  readonly takesSheets: boolean
}

/** A file cut to its header and some of its rows; JSON documents stay whole where they are small. */
function pieces(bytes: Buffer): Buffer[] {
  const lines = bytes.toString('latin1').split('\n')
  const [head = '', ...rest] = lines
  const made: Buffer[] = []
  for (let from = 0; from < rest.length; from += 3) {
    const piece = Buffer.from([head, ...rest.slice(from, from + 3)].join('\n'), 'latin1')
    if (piece.length <= 2 * MOST_BYTES) made.push(piece)
  }
  if (made.length === 0) made.push(bytes.subarray(0, 2 * MOST_BYTES))
  return made
}

export async function grounds(): Promise<Ground[]> {
  const found: Ground[] = []
  for (const loaded of await loadConnectors()) {
    const names = readdirSync(loaded.directory).filter((name) => name.startsWith('sample') && !name.endsWith('.md'))
    const files = names.flatMap((name) => pieces(readFileSync(join(loaded.directory, name))))
    const { rows } = await readSample(loaded)
    const good = rows.flatMap(({ found }) => ('row' in found ? [found.row] : []))
    found.push({ loaded, files, rows: good, takesSheets: loaded.connector.source.format.sheets !== undefined })
  }
  for (const { id, connector, files, rows } of formatSamples()) {
    const takesSheets = connector.source.format.sheets !== undefined
    found.push({ loaded: { id, directory: '', connector }, files, rows, takesSheets })
  }
  return found
}
