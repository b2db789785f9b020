/** Two ledgers of the same files, row by row. */
import { TABLES } from './tables.js'
import { type Finding, finding } from './verdict.js'

export type Query = <T extends object>(text: string, values?: readonly unknown[]) => Promise<T[]>

/** By table: identity of each row to the digest of its content. */
export type Image = ReadonlyMap<string, ReadonlyMap<string, string>>

/** All tables of a ledger. Also finds rows that have one identity. */
export async function imageOf(query: Query): Promise<{ image: Image; findings: Finding[] }> {
  const image = new Map<string, Map<string, string>>()
  const findings: Finding[] = []
  for (const [name, statement] of Object.entries(TABLES)) {
    const rows = await query<{ id: string; digest: string }>(`select id, md5(content) as digest from (${statement}) t`)
    const table = new Map(rows.map(({ id, digest }) => [id, digest]))
    image.set(name, table)
    if (table.size < rows.length) {
      const seen = new Set<string>()
      const twice = rows.filter(({ id }) => seen.has(id) || !seen.add(id)).map(({ id }) => id)
      findings.push(...finding('doubled', name, twice))
    }
  }
  return { image, findings }
}

/** What the ledger lacks, has too much, and says otherwise than the undisturbed one. */
export async function compare(calm: Image, calmly: Query, found: Image, query: Query): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [name, wanted] of calm) {
    const held = found.get(name) ?? new Map<string, string>()
    findings.push(
      ...finding(
        'lost',
        name,
        [...wanted.keys()].filter((id) => !held.has(id)),
      ),
    )
    findings.push(
      ...finding(
        'doubled',
        name,
        [...held.keys()].filter((id) => !wanted.has(id)),
      ),
    )
    const other = [...wanted].filter(([id, digest]) => held.has(id) && held.get(id) !== digest).map(([id]) => id)
    const [first] = other
    const shown =
      first === undefined ? [] : await Promise.all([contentOf(name, first, calmly), contentOf(name, first, query)])
    findings.push(
      ...finding(
        'different',
        name,
        other.map((id) => (id === first ? `${id}: ${difference(shown)}` : id)),
      ),
    )
  }
  return findings
}

async function contentOf(name: string, id: string, query: Query): Promise<Record<string, unknown>> {
  const rows = await query<{ content: string }>(`select content from (${TABLES[name]}) t where id = $1`, [id])
  return JSON.parse(rows[0]?.content ?? '{}')
}

/** The fields that are not equal, wanted and found. */
function difference([wanted = {}, found = {}]: readonly Record<string, unknown>[]): string {
  const fields = [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
  return fields
    .filter((field) => JSON.stringify(wanted[field]) !== JSON.stringify(found[field]))
    .map((field) => `${field} ${JSON.stringify(wanted[field])} became ${JSON.stringify(found[field])}`)
    .join(', ')
    .slice(0, 600)
}
