/** Reviewers in tests: they bring records, decide on them by their keys, and ask what that comes to. */
import type { LoadedConnector } from '../../pipelines/registry.js'
import { decide, undo } from '../../pipelines/review.js'
import { findMentions, type MentionRow } from '../../warehouse/decidable.js'
import type { Verdict } from '../../warehouse/decision_graph.js'
import { decisionsOf } from '../../warehouse/decisions.js'
import type { Ledger } from './ledger.js'

const HEAD = 'key,name,region,uscc,org,facts\n'
const BY = { who: 'Li Hua', why: 'seen on site', enteredBy: 'li', replace: null }

/** What a reviewer does on the ledger that `ledger` gives once it is open. */
export function reviewing(ledger: () => Ledger) {
  let files = 0

  async function bring(toy: LoadedConnector, lines: string): Promise<void> {
    files += 1
    await ledger().run(toy, ledger().file(`r${files}.csv`, HEAD + lines))
  }

  /** A mention by the key of its record, as it is now. */
  async function mention(connector: string, key: string, ordinal = 0): Promise<MentionRow> {
    const [row] = await ledger().rows<{ record_id: string }>(
      'select record_id from ledger.mention where connector = $1 and source_key = $2',
      [connector, key],
    )
    const found = await findMentions(ledger().database.pool, `${row?.record_id}:${ordinal}`, 1)
    const [only] = found?.mentions ?? []
    if (only === undefined) throw new Error(`no mention ${connector} ${key}:${ordinal}`)
    return only
  }

  async function clusters(connector: string): Promise<string[]> {
    const found = await ledger().rows<{ keys: string }>(
      "select string_agg(source_key, '+' order by source_key) as keys from ledger.mention where connector = $1 group by entity_id order by 1",
      [connector],
    )
    return found.map((row) => row.keys)
  }

  async function say(
    connector: string,
    verdict: Verdict,
    a: string,
    b: string,
    more: { who?: string; replace?: number } = {},
  ) {
    const [one, other] = [await mention(connector, a), await mention(connector, b)]
    return decide(ledger().database, { verdict, a: one, b: other, ...BY, ...more })
  }
  const takeBack = (id: number) =>
    undo(ledger().database, id, { who: 'Li Hua', why: 'mixed up two files', entered_by: 'li' })
  const asked = (units: readonly string[]) => ledger().database.session((session) => decisionsOf(session, units))

  return { bring, mention, clusters, say, takeBack, asked }
}
