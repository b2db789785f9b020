/** The parties of records as units, joined exactly as `resolve` joins them. */
import { outcomeOf } from '../../pipelines/normalize.js'
import { type LoadedConnector, loadConnector } from '../../pipelines/registry.js'
import { SAMPLE_CONTEXT, sampleFiles } from '../../pipelines/sample.js'
import { componentsOf } from '../../resolution/components.js'
import { identifierKey, nameKey } from '../../resolution/keys.js'
import { readUnit, type Unit } from '../../resolution/unit.js'
import type { UnitRow } from '../../schemas/links.js'
import type { Party } from '../../schemas/party.js'
import { listFiles, type SourceFile } from '../../sources/files.js'
import { openParts } from '../../sources/parts.js'
import { DEFAULT_LIMITS } from '../../sources/source.js'
import { MOST_SAID } from '../../warehouse/units.js'

/** The samples of some connectors, and files for some of them, as one ledger. */
export async function recordUnits(ids: readonly string[], files: ReadonlyMap<string, string>): Promise<Unit[]> {
  const parties: Party[] = []
  for (const id of ids) {
    const loaded = await loadConnector(id)
    const path = files.get(id)
    const read =
      path === undefined ? sampleFiles(loaded.directory).map((name) => `${loaded.directory}/${name}`) : [path]
    for (const one of read) parties.push(...(await partiesIn(loaded, await listFiles(one))))
  }
  return unitsOf(parties).map(({ unit }) => unit)
}

async function partiesIn({ id, connector }: LoadedConnector, files: readonly SourceFile[]): Promise<Party[]> {
  const parties: Party[] = []
  const opened = await openParts(files, connector.source.format, DEFAULT_LIMITS)
  try {
    for (const part of opened.parts) {
      if ('fault' in part) continue
      for await (const event of part.read(DEFAULT_LIMITS)) {
        if (event.type !== 'batch') continue
        for (const row of event.batch.rows) {
          const outcome = outcomeOf(id, connector, row, SAMPLE_CONTEXT)
          if (outcome.fate === 'accepted') parties.push(...outcome.records.flatMap((record) => record.parties))
        }
      }
    }
  } finally {
    await opened.close()
  }
  return parties
}

/** Units with the places of their parties. */
export function unitsOf(parties: readonly Party[]): { readonly unit: Unit; readonly parties: readonly number[] }[] {
  const keys = parties.map(({ identifiers }) => identifiers.map(identifierKey).filter((key) => key !== null))
  const anchors = componentsOf(keys)
  const anchorOf = (at: number) => anchors.get(keys[at]?.[0] ?? '')
  const names = parties.map(nameKey)
  const proven = new Map<string, Set<string>>()
  for (const [at, name] of names.entries()) {
    const anchor = anchorOf(at)
    if (name !== null && anchor !== undefined) proven.set(name, (proven.get(name) ?? new Set()).add(anchor))
  }
  const groups = new Map<string, { joinedBy: UnitRow['joined_by']; parties: number[] }>()
  for (const at of parties.keys()) {
    const [anchor, name] = [anchorOf(at), names[at] ?? null]
    const fitting = name === null ? undefined : proven.get(name)
    const [only = name ?? `alone ${at}`] = fitting?.size === 1 ? fitting : []
    const unit = anchor ?? only
    const joinedBy = anchor !== undefined || fitting?.size === 1 ? 'identifier' : name === null ? 'alone' : 'name'
    const group = groups.get(unit)
    if (group === undefined) groups.set(unit, { joinedBy, parties: [at] })
    else group.parties.push(at)
  }
  return [...groups].map(([id, group]) => {
    const own = group.parties.map((at) => parties[at]).filter((party) => party !== undefined)
    return { unit: readUnit(rowOf(id, group.joinedBy, own)), parties: group.parties }
  })
}

function rowOf(id: string, joinedBy: UnitRow['joined_by'], parties: readonly Party[]): UnitRow {
  const list = (texts: readonly (string | null)[], most: number) =>
    [...new Set(texts.filter((text) => text !== null))].sort().slice(0, most)
  const identifiers = parties.flatMap((party) =>
    party.identifiers.map((one) => {
      const { scheme, issuer, value, check } = one
      return [`${identifierKey(one) === null ? '-' : '+'}${scheme}`, issuer, value, check].join('\t')
    }),
  )
  return {
    unit_id: id,
    kind: parties[0]?.kind ?? 'unknown',
    joined_by: joinedBy,
    names: list(
      parties.map(({ name }) => name),
      MOST_SAID.names,
    ),
    regions: list(
      parties.map(({ region }) => region),
      MOST_SAID.regions,
    ),
    addresses: list(
      parties.map(({ address }) => address),
      MOST_SAID.addresses,
    ),
    identifiers: list(identifiers, MOST_SAID.identifiers),
  }
}
