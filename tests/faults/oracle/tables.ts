/**
 * The tables of a ledger, row by row, in a form in which two ledgers of the same files are equal. What is left out:
 * - source_id, run_id, load_id, first_run_id, last_run_id, quarantine_id, batch_id: numbers in the order of events; a source is known by its hash.
 * - arrived_at, recorded_at, superseded_at, made_at, changed_at, graded_at, joined_at, left_at: the clock.
 * - version_at, version_seq: a file that says again what is known is noted only where an older file is not loaded to its end by then, which
 *   depends on how far the loader is. What they may be is checked against the topics (oracle/versions.ts).
 * - entity_alias, membership_history: an entity that came and went between two looks of the resolver was never there. Its rules are checked instead.
 * - how many a run withdrew: one that was killed just behind its end has done it already. The tables say who was withdrawn.
 * - outbox, unassessed, load, run_key: empty or done at the end, which is checked; run and signal: of the last run of each file alone.
 * - schema topic: repeats and batches differ; what is on the topics is checked message by message (oracle/events.ts).
 */
import { KIND_NAMES } from '../../../schemas/record.js'

const NUMBERS = ['source_id', 'run_id', 'load_id', 'first_run_id', 'last_run_id', 'quarantine_id', 'batch_id']
const CLOCK = [
  'arrived_at',
  'recorded_at',
  'superseded_at',
  'made_at',
  'changed_at',
  'graded_at',
  'joined_at',
  'left_at',
]
const VERSION = ['version_at', 'version_seq']

const LEFT_OUT = [...NUMBERS, ...CLOCK, ...VERSION].map((column) => `'${column}'`).join(', ')

/** A row as JSON without what may differ, with more to it. */
const row = (alias: string, more = "'{}'") => `((to_jsonb(${alias}) - array[${LEFT_OUT}]) || ${more})::text`

const ofSource = `jsonb_build_object('source', s.sha256, 'withdrawn_at', c.withdrawn_at is not null)`

/** Name to a statement that gives the identity and the content of each row. */
export const TABLES: Readonly<Record<string, string>> = {
  'raw.source': `select connector || '/' || sha256 as id, ${row('t')} as content from raw.source t`,
  'raw.batch': `select s.sha256 || '/' || b.first_row as id, ${row('b', "jsonb_build_object('text', md5(b.text))")} as content
    from raw.batch b join raw.source s using (source_id)`,
  ...Object.fromEntries(
    KIND_NAMES.flatMap((kind) => [
      [
        `store.${kind}`,
        `select c.connector || '/' || c.source_key as id, ${row('c', ofSource)} as content from store.${kind} c left join raw.source s using (source_id)`,
      ],
      [
        `store.${kind}_history`,
        `select c.connector || '/' || c.source_key || '#' || c.version as id, ${row('c', ofSource)} as content
           from store.${kind}_history c left join raw.source s using (source_id)`,
      ],
    ]),
  ),
  'store.quarantine': `select q.connector || '/' || q.row_hash || '/' || q.occurrence as id, ${row('q', "jsonb_build_object('source', s.sha256)")} as content
    from store.quarantine q left join raw.source s using (source_id)`,
  'store.mention': `select record_id || '/' || ordinal as id, ${row('t')} as content from store.mention t`,
  'store.mention_identifier': `select concat_ws('/', record_id, ordinal, scheme, issuer, value) as id, ${row('t')} as content from store.mention_identifier t`,
  'store.identifier_anchor': `select key::text as id, ${row('t')} as content from store.identifier_anchor t`,
  'store.unit': `select unit_id::text as id, ${row('t')} as content from store.unit t`,
  'store.unit_key': `select key || '/' || unit_id as id, ${row('t')} as content from store.unit_key t`,
  'store.link': `select a || '/' || b as id, ${row('t')} as content from store.link t`,
  'store.entity': `select entity_id::text as id, ${row('t')} as content from store.entity t`,
  'store.fact': `select concat_ws('/', entity_id, predicate, qualifier) as id, ${row('t')} as content from store.fact t`,
  'store.grade': `select entity_id::text as id, ${row('t')} as content from store.grade t`,
  'the last run of each file': `select s.sha256 as id, jsonb_build_object('status', r.status, 'read', r.read, 'accepted', r.accepted, 'rejected', r.rejected,
      'ignored', r.ignored, 'records', r.records, 'file_faults', r.file_faults, 'error', r.error, 'signals', (
        select jsonb_agg(jsonb_build_array(g.code, g.field, g.value, g.seen, g.locator) order by g.code, g.field, g.value) from store.signal g
         where g.run_id = r.run_id))::text as content
    from raw.source s cross join lateral (
      select * from store.run r join store.run_source l using (run_id) where l.source_id = s.source_id order by run_id desc limit 1) r`,
}
