/** From what a person typed to the mentions that a decision may name. */
import { IDENTIFIER_SCHEMES } from '../schemas/party.js'
import type { Database } from './database.js'
import type { Seen } from './decided.js'
import type { Side } from './decisions.js'
import { UNIT } from './units.js'

export interface MentionRow {
  readonly record_id: string
  readonly ordinal: number
  readonly kind: string
  readonly connector: string
  readonly source_key: string
  readonly role: string
  readonly name: string
  readonly region: string | null
  readonly entity_id: string
  readonly unit: string
  /** That of its identifiers, if it has any that prove. */
  readonly anchor: string | null
  readonly identifiers: readonly {
    readonly scheme: string
    readonly issuer: string
    readonly value: string
    readonly check: string
  }[]
}

export interface FoundMentions {
  /** What the text was taken for. */
  readonly by: 'mention' | 'record' | 'entity' | 'earlier entity'
  /** Of an entity the one that speaks for it first; of a record all its parties. */
  readonly mentions: readonly MentionRow[]
  readonly in_all: number
}

const COLUMNS = `m.record_id, m.ordinal, m.kind, m.connector, m.source_key, m.role, m.name, m.region, m.entity_id, ${UNIT} as unit, m.anchor, coalesce((
    select jsonb_agg(jsonb_build_object('scheme', i.scheme, 'issuer', i.issuer, 'value', i.value, 'check', i.check_status) order by i.scheme, i.value)
      from store.mention_identifier i where i.record_id = m.record_id and i.ordinal = m.ordinal), '[]') as identifiers`
// Who speaks for an entity or a unit: what an identifier proves, then whoever bears the name that most give; the same however often it is asked.
const SPEAKER = `(m.anchor is not null) desc, (m.name = (select e.name from store.entity e where e.entity_id = m.entity_id)) desc, m.record_id, m.ordinal`

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const TYPED = new RegExp(`^(${UUID})(?::(\\d{1,6}))?$`, 'i')

const WAYS: readonly { readonly by: FoundMentions['by']; readonly where: string }[] = [
  { by: 'entity', where: `${UNIT} = $1` },
  { by: 'entity', where: 'm.entity_id = $1' },
  { by: 'earlier entity', where: 'm.entity_id = (select became from store.entity_alias where entity_id = $1)' },
  { by: 'record', where: 'm.record_id = $1' },
]

/**
 * Finds mentions by mention id (`record:ordinal`), entity id (earlier ones too) or record id. Undefined: nothing has that id; null: the text is no id.
 */
export async function findMentions(
  pool: Database['pool'],
  typed: string,
  limit: number,
): Promise<FoundMentions | undefined | null> {
  const [, id, ordinal] = TYPED.exec(typed.trim()) ?? []
  if (id === undefined) return null
  const ways = ordinal === undefined ? WAYS : [{ by: 'mention' as const, where: 'm.record_id = $1 and m.ordinal = $3' }]
  for (const { by, where } of ways) {
    const { rows } = await pool.query<MentionRow & { in_all: number }>(
      `select ${COLUMNS}, count(*) over () as in_all from store.mention m where ${where}
        order by ${by === 'record' ? 'm.ordinal' : SPEAKER} limit $2`,
      ordinal === undefined ? [id, limit] : [id, limit, Number(ordinal)],
    )
    const [first] = rows
    if (first !== undefined) return { by, mentions: rows.map(({ in_all: _, ...row }) => row), in_all: first.in_all }
  }
  return undefined
}

/** A mention as a decision keeps it: what proves who it is, and not what is only written beside it. */
export function sideOf({
  record_id,
  ordinal,
  connector,
  source_key,
  kind,
  role,
  name,
  region,
  identifiers,
}: MentionRow): Side {
  const proving: Seen['identifiers'] = identifiers
    .filter(({ scheme, check }) => check !== 'failed' && proves(scheme))
    .map(({ scheme, issuer, value }) => ({ scheme, issuer, value }))
  return { record_id, ordinal, seen: { connector, source_key, kind, role, name, region, identifiers: proving } }
}

function proves(scheme: string): boolean {
  return Object.entries(IDENTIFIER_SCHEMES).some(([name, { proves }]) => name === scheme && proves)
}
