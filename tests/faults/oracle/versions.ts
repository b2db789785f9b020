/** What orders the versions of a record: the arrival and line of a row that said just this, in whichever file. */
import { KIND_NAMES } from '../../../schemas/record.js'
import { recordTopic } from '../../../schemas/topics.js'
import type { Query } from './compare.js'
import type { LoggedMessage } from './messages.js'
import { type Finding, finding } from './verdict.js'

interface Version {
  readonly key: string
  readonly hash: string
  readonly place: string
}

/** Every version stands for a message on its topic, and every record on a topic is in the tables. */
export async function checkVersions(messages: readonly LoggedMessage[], query: Query): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const kind of KIND_NAMES) {
    const said = messages.filter(({ topic }) => topic === recordTopic(kind))
    // The id is line, number of the record in the row, and content hash.
    const places = new Set(
      said.map(({ key, id, source }) => `${key} ${id.split('.')[2]} ${source} ${id.split('.')[0]}`),
    )
    const versions = await query<Version>(
      ['', '_history']
        .map(
          (part) => `select c.connector || '/' || c.source_key as key, replace(c.content_hash::text, '-', '') as hash,
            concat('/connectors/', s.connector, '/sources/', s.sha256, ' ', c.version_seq) as place
          from store.${kind}${part} c left join raw.source s on s.connector = c.connector and s.arrived_at = c.version_at
         where c.withdrawn_at is null`,
        )
        .join(' union all '),
    )
    const known = new Set(versions.map(({ key, hash }) => `${key} ${hash}`))
    findings.push(
      ...finding(
        'different',
        `what orders a ${kind}`,
        versions.map(({ key, hash, place }) => `${key} ${hash} ${place}`).filter((version) => !places.has(version)),
      ),
      ...finding(
        'lost',
        `records on the topic of ${kind} that no table has`,
        [...new Set(said.map(({ key, id }) => `${key} ${id.split('.')[2]}`))].filter((version) => !known.has(version)),
      ),
    )
  }
  return findings
}
