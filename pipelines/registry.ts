/** The folder is the registry: every connectors/<id>/connector.ts is a connector, and its id is <id>. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Connector } from '../connectors/define.js'
import { LedgerError, messageOf } from '../core/errors.js'
import { CODE, ROOT } from '../core/paths.js'
import type { Declaration } from '../warehouse/connectors.js'

export interface LoadedConnector {
  readonly id: string
  /** The folder with sample, expected outcomes and bundled data. */
  readonly directory: string
  readonly connector: Connector
}

/** The ids of all connectors, sorted. */
export function connectorIds(): string[] {
  return readdirSync(join(ROOT, 'connectors'), { withFileTypes: true })
    .filter(
      (entry) =>
        (entry.isDirectory() && existsSync(join(ROOT, 'connectors', entry.name, 'connector.ts'))) ||
        existsSync(join(CODE, 'connectors', entry.name, 'connector.js')),
    )
    .map((entry) => entry.name)
    .sort()
}

/** How alike two ids are: shared runs of three characters. */
function likeness(a: string, b: string): number {
  const parts = (text: string) =>
    new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, index) => text.slice(index, index + 3)))
  const other = parts(b)
  return [...parts(a)].filter((part) => other.has(part)).length
}

/** Loads one connector. Throws LedgerError `usage` for an unknown id, with the likeliest one; `connector_invalid` for a broken folder. */
export async function loadConnector(id: string): Promise<LoadedConnector> {
  const ids = connectorIds()
  if (!ids.includes(id)) {
    const [likeliest] = [...ids].sort((a, b) => likeness(b, id) - likeness(a, id))
    const suggestion = likeliest !== undefined && likeness(likeliest, id) > 1 ? `Did you mean '${likeliest}'? ` : ''
    throw new LedgerError(
      'usage',
      `There is no connector '${id}'`,
      `${suggestion}\`riskledger connectors list\` shows all ${ids.length}.`,
    )
  }
  const extension = CODE === ROOT ? 'ts' : 'js'
  const file = join(CODE, 'connectors', id, `connector.${extension}`)
  try {
    const module: { connector?: Connector } = await import(pathToFileURL(file).href)
    if (module.connector === undefined) throw new Error('it does not export `connector`')
    return { id, directory: join(ROOT, 'connectors', id), connector: module.connector }
  } catch (error) {
    throw new LedgerError(
      'connector_invalid',
      `connectors/${id}/connector.ts cannot be loaded: ${messageOf(error)}`,
      'Mend the declaration; `riskledger connectors check` tells more.',
      error,
    )
  }
}

/** All connectors, in order of their ids. */
export function loadConnectors(ids: readonly string[] = connectorIds()): Promise<LoadedConnector[]> {
  return Promise.all(ids.map(loadConnector))
}

/** The files a connector reads when none is named: those bundled with its declaration. */
export function bundledPath(loaded: LoadedConnector): string {
  const { files } = loaded.connector.source
  if (files === '')
    throw new LedgerError('source_missing', `${loaded.id} declares no bundled files`, 'Name a file with --file.')
  return `${loaded.directory}/${files}`
}

/** What the ledger keeps of a declaration. */
export function declarationOf({ id, connector }: LoadedConnector): Declaration {
  const { title, agency, kinds, cadence } = connector
  return { connector: id, title, agency: agency.name, kinds, stale_after_days: cadence.stale_after_days }
}
