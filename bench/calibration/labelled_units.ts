/** Labelled sets as a ledger would hold them: each row a party, its fields in the places that the warehouse has for them, joined exactly as there. */
import { basename, join, resolve } from 'node:path'
import { readMapping } from '../../pipelines/mapping_file.js'
import { textsOf } from '../../pipelines/mention_texts.js'
import { type OwnRow, openOwnFile } from '../../pipelines/own_file.js'
import { readRegion } from '../../resolution/fields/region.js'
import type { Mapping } from '../../resolution/mapping.js'
import type { Texts } from '../../resolution/mention.js'
import type { Unit } from '../../resolution/unit.js'
import type { Identifier, Party } from '../../schemas/party.js'
import { fileOf, labelsOf } from '../resolution_set.js'
import { unitsOf } from './record_units.js'

/** Units that are compared with each other, and with no others. */
export interface UnitSet {
  readonly name: string
  readonly units: readonly Unit[]
  /** The party that each unit is; null where nobody knows, or where exact joins made one unit of several. */
  readonly truth: readonly (string | null)[]
  /** The rows of a labelled set, each with its unit. */
  readonly rows: readonly LabelledRow[]
  /** Pairs that somebody chose, which stand in place of those that share a key. */
  readonly given: readonly (readonly [number, number])[] | null
}

export interface LabelledRow {
  readonly unit: number
  readonly truth: string
  /** Where only pairs of two sources count. */
  readonly source: string | null
}

/** `sites`: the rows of an organisation's set are where it is, and not who it is. */
export async function labelledSet(directory: string, sites: boolean): Promise<UnitSet> {
  const kind = sites ? 'facility' : 'organisation'
  const mapping = readMapping(join(directory, 'mapping.yaml'))
  const name = basename(resolve(directory))
  const [records, truth] = [fileOf(directory, 'records.csv'), fileOf(directory, 'truth.csv')]
  const pairs = fileOf(directory, 'pairs.csv')
  if (records !== undefined && truth !== undefined) return await recordSet(name, mapping, kind, records, truth)
  if (pairs !== undefined) return await pairSet(name, mapping, pairs)
  throw new Error(`${directory} is no labelled set: it has neither records.csv and truth.csv nor pairs.csv`)
}

async function* rowsOf(path: string, wanted: readonly string[]): AsyncGenerator<OwnRow> {
  for await (const { rows } of (await openOwnFile(path, wanted)).rows()) yield* rows
}

async function recordSet(
  name: string,
  mapping: Mapping,
  kind: Party['kind'],
  records: string,
  truth: string,
): Promise<UnitSet> {
  const labels = await labelsOf(truth)
  const [parties, own, sources]: [Party[], string[], string[]] = [[], [], []]
  const read = textsOf(mapping)
  for await (const row of rowsOf(records, [mapping.id])) {
    const id = row.cells[mapping.id] ?? ''
    const source = mapping.source === undefined ? '' : (row.cells[mapping.source] ?? '')
    const label = labels.get(id)
    if (label === undefined) continue
    const party = partyOf(mapping, read(row), mapping.unique.includes(source) ? { source, id } : null)
    if (party.name === '') continue
    parties.push(party.kind === 'person' ? party : { ...party, kind })
    own.push(label)
    sources.push(source)
  }
  return setOf(name, parties, own, mapping.unique.length > 0 ? sources : null)
}

function setOf(name: string, parties: readonly Party[], own: readonly string[], sources: string[] | null): UnitSet {
  const joined = unitsOf(parties)
  const rows = joined.flatMap(({ parties: within }, unit) =>
    within.map((at): LabelledRow => ({ unit, truth: own[at] ?? '', source: sources?.[at] ?? null })),
  )
  const truth = joined.map(({ parties: within }) => {
    const labels = new Set(within.map((at) => own[at] ?? ''))
    return labels.size === 1 ? ([...labels][0] ?? null) : null
  })
  return { name, units: joined.map(({ unit }) => exclusiveIn(unit)), truth, rows, given: null }
}

async function pairSet(name: string, mapping: Mapping, pairs: string): Promise<UnitSet> {
  const [units, truth, given]: [Unit[], string[], [number, number][]] = [[], [], []]
  const [first, second] = [textsOf(mapping, '1'), textsOf(mapping, '2')]
  for await (const row of rowsOf(pairs, ['match'])) {
    const at = units.length
    // Each pair for itself: the same name in two of them is two units.
    for (const read of [first, second])
      units.push(
        ...unitsOf([partyOf(mapping, read(row), null)]).map(({ unit }) => ({ ...unit, id: `${units.length}` })),
      )
    truth.push(`${at}`, row.cells['match'] === '1' ? `${at}` : `${at + 1}`)
    given.push([at, at + 1])
  }
  const rows = truth.map((label, unit): LabelledRow => ({ unit, truth: label, source: null }))
  return { name, units, truth, rows, given }
}

/** Stands for the number that a register has for each of its rows. */
const REGISTER = 'shop'

/** `row`: of a unique source, where any other row is certainly another party. */
function partyOf(mapping: Mapping, texts: Texts, row: { readonly source: string; readonly id: string } | null): Party {
  const all = (role: string) => (texts[role] ?? []).filter((text) => text !== '')
  const [given, family] = [[...all('given_name'), ...all('middle_name')].join(' '), all('family_name').join(' ')]
  const person = mapping.kind === 'person' || (mapping.kind === 'any' && `${given}${family}${all('birth_date')}` !== '')
  const called = given !== '' && family !== '' ? [`${family}, ${given}`] : [given, family].filter((part) => part !== '')
  const numbers = Object.keys(texts)
    .filter((role) => role.startsWith('identifier.') || role === 'phone' || role === 'email')
    .flatMap((role) => all(role).map((text) => ({ role, value: text.toLowerCase().replace(/[^\p{L}\p{N}@]/gu, '') })))
    .filter(({ value }) => value !== '')
    .map(({ role, value }): Identifier => ({ scheme: 'cn_licence', issuer: role, value, check: 'unchecked' }))
  const registered: Identifier[] =
    row === null ? [] : [{ scheme: REGISTER, issuer: row.source, value: `row ${row.id}`, check: 'unchecked' }]
  const [place = null] = [...all('region'), ...all('city')].flatMap((text) => readRegion(text)?.text ?? [])
  const address = all('address').join(' ')
  return {
    role: 'registrant',
    name: [...(person ? called : []), ...all('name'), ...all('other_name')][0] ?? '',
    kind: person ? 'person' : 'organisation',
    region: place,
    address: address === '' ? null : address,
    identifiers: [...numbers, ...registered],
  }
}

function exclusiveIn(unit: Unit): Unit {
  const own = [...unit.others].filter(([scheme]) => scheme.startsWith(`${REGISTER} `))
  if (own.length === 0) return unit
  return {
    ...unit,
    exclusive: new Map(own),
    others: new Map([...unit.others].filter(([scheme]) => !scheme.startsWith(`${REGISTER} `))),
  }
}
