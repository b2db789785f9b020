/** The schedule in Postgres: who may run which slot. Every slot is a row, and whoever made it or took it over runs it, until the lease is over. */
import type { Database, Session } from './database.js'

/** How a connector is held, as `keepSchedule` writes it down for everybody to see. */
export interface Held {
  readonly connector: string
  readonly cron: string
  readonly time_zone: string
  readonly stale_after_days: number
  readonly paused_in_configuration: boolean
}

/** What a connector has behind it. */
export interface Standing {
  readonly connector: string
  /** Slots up to then are nobody's to take. */
  readonly since: Date
  readonly paused: boolean
  readonly failures: number
  readonly next_try: Date | null
  /** Somebody reads it just now outside of any slot, or its connection to Postgres is still open. */
  readonly busy: boolean
  /** Somebody has a slot of it whose lease is not over. */
  readonly running: boolean
  /** The last slot that was taken, up to now; null for none. */
  readonly slot: Date | null
  readonly status: 'running' | 'done' | 'failed' | 'interrupted' | 'lost' | null
}

/** A slot to run, and what was passed over before it. */
export interface Due {
  readonly slot: Date
  readonly skipped: number
  readonly skipped_since: Date | null
}

/** A slot that is ours until the lease ends. */
export interface Taken extends Due {
  readonly connector: string
  readonly owner: string
  readonly attempt: number
}

/** What ended a run, as the schedule shows it; the code is null for a fault of our own. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** The time, as Postgres has it: the same for all that take slots. */
export async function databaseTime(database: Database): Promise<Date> {
  const { rows } = await database.pool.query<{ now: Date }>('select clock_timestamp() as now')
  const [row] = rows
  if (row === undefined) throw new Error('a select without from gives one row')
  return row.now
}

/** Writes down how connectors are held. One that is new is held from `now` on. */
export async function holdSchedule(database: Database, held: readonly Held[], now: Date): Promise<void> {
  await database.pool.query(
    `insert into store.schedule as s (connector, cron, time_zone, stale_after_days, paused_in_configuration, since)
     select connector, cron, time_zone, stale_after_days, paused, $6
       from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bool[]) as h (connector, cron, time_zone, stale_after_days, paused) order by connector
     on conflict (connector) do update set cron = excluded.cron, time_zone = excluded.time_zone, stale_after_days = excluded.stale_after_days,
       paused_in_configuration = excluded.paused_in_configuration, since = least(s.since, excluded.since)`,
    [
      held.map(({ connector }) => connector),
      held.map(({ cron }) => cron),
      held.map(({ time_zone }) => time_zone),
      held.map(({ stale_after_days }) => stale_after_days),
      held.map(({ paused_in_configuration }) => paused_in_configuration),
      now,
    ],
  )
}

// A lease is told by the clock of Postgres alone. `$2` is the time of the question, `$3` who asks: a slot of its own is not another's.
const STANDING = `select s.connector, s.since, s.paused_at is not null as paused, s.failures, s.next_try, last.slot, last.status,
    exists (select from store.slot r where r.connector = s.connector and r.status = 'running' and r.owner <> $3 and r.lease_until >= clock_timestamp()) as running,
    exists (select from pg_locks l, hashtextextended('riskledger ingest ' || s.connector, 0) as key
       where l.locktype = 'advisory' and l.objsubid = 1 and l.granted and l.database = (select oid from pg_database where datname = current_database())
         and (l.classid::bigint << 32 | l.objid::bigint) = key) as busy
  from store.schedule s
  left join lateral (select slot, status from store.slot l where l.connector = s.connector and l.slot <= $2 order by l.slot desc limit 1) last on true
 where s.connector = any ($1)`

/** Where connectors stand at a time, as the scheduler `owner` sees it. */
export async function standings(
  database: Database,
  connectors: readonly string[],
  now: Date,
  owner: string,
): Promise<Standing[]> {
  const { rows } = await database.pool.query<Standing>(STANDING, [connectors, now, owner])
  return rows
}

/**
 * Takes what `decide` finds due, while nobody else decides for this connector; null when nothing is, or when somebody has run it. The same slot is never
 * taken again once it is done.
 */
export async function takeSlot(
  database: Database,
  connector: string,
  { owner, leaseSeconds, now }: { readonly owner: string; readonly leaseSeconds: number; readonly now: Date },
  decide: (standing: Standing) => Due | null,
): Promise<Taken | null> {
  return database.transaction(async (session) => {
    await session.query('select from store.schedule where connector = $1 for update', [connector])
    const { rows: found } = await session.query<Standing>(STANDING, [[connector], now, owner])
    const due = found[0] === undefined ? null : decide(found[0])
    if (due === null) return null
    // Whoever had one and is gone: what came after it is run in its place.
    await session.query(
      "update store.slot set status = 'lost', finished_at = clock_timestamp() where connector = $1 and status = 'running' and slot <> $2",
      [connector, due.slot],
    )
    const { rows } = await session.query<{ attempt: number }>(
      `insert into store.slot as s (connector, slot, status, owner, holder, lease_until, skipped, skipped_since)
       values ($1, $2, 'running', $3, $7, clock_timestamp() + make_interval(secs => $4), $5, $6)
       on conflict (connector, slot) do update set status = 'running', owner = excluded.owner, holder = excluded.holder, lease_until = excluded.lease_until,
         attempt = s.attempt + 1, taken_at = clock_timestamp(), finished_at = null, run_id = null
        where s.status in ('running', 'failed', 'interrupted')
       returning attempt`,
      [connector, due.slot, owner, leaseSeconds, due.skipped, due.skipped_since, holderOf(database)],
    )
    const [taken] = rows
    return taken === undefined ? null : { ...due, connector, owner, attempt: taken.attempt }
  })
}

/** Goes on holding slots; returns those that are another's by now. */
export async function renewLeases(
  database: Database,
  taken: readonly Taken[],
  leaseSeconds: number,
): Promise<readonly Taken[]> {
  const { rows } = await database.pool.query<{ connector: string; slot: Date }>(
    `update store.slot s set lease_until = clock_timestamp() + make_interval(secs => $5)
       from unnest($1::text[], $2::timestamptz[], $3::uuid[], $4::int[]) as t (connector, slot, owner, attempt)
      where (s.connector, s.slot, s.owner, s.attempt) = (t.connector, t.slot, t.owner, t.attempt) and s.status = 'running'
      returning s.connector, s.slot`,
    [
      taken.map(({ connector }) => connector),
      taken.map(({ slot }) => slot),
      taken.map(({ owner }) => owner),
      taken.map(({ attempt }) => attempt),
      leaseSeconds,
    ],
  )
  return taken.filter((one) => !rows.some((row) => row.connector === one.connector))
}

/** Ends a slot that was run: what failed before is forgotten. False when it is another's by now, and nothing is written. */
export function endSlot(database: Database, taken: Taken, runId: number | null): Promise<boolean> {
  return ending(database, taken, async (session) => {
    await session.query(
      "update store.slot set status = 'done', finished_at = clock_timestamp(), run_id = $3, code = null, message = null, hint = null where (connector, slot) = ($1, $2)",
      [taken.connector, taken.slot, runId],
    )
    await session.query('update store.schedule set failures = 0, next_try = null where connector = $1', [
      taken.connector,
    ])
  })
}

/** Ends a slot whose run failed; `nextTry` says from the failures, this one included, when to try again. False as above. */
export function failSlot(
  database: Database,
  taken: Taken,
  { code, message, hint }: Failure,
  nextTry: (failures: number) => Date,
): Promise<boolean> {
  return ending(database, taken, async (session) => {
    await session.query(
      "update store.slot set status = 'failed', finished_at = clock_timestamp(), code = $3, message = $4, hint = $5 where (connector, slot) = ($1, $2)",
      [taken.connector, taken.slot, code, message, hint],
    )
    const { rows } = await session.query<{ failures: number }>(
      'update store.schedule set failures = failures + 1 where connector = $1 returning failures',
      [taken.connector],
    )
    await session.query('update store.schedule set next_try = $2 where connector = $1', [
      taken.connector,
      nextTry(rows[0]?.failures ?? 1),
    ])
  })
}

/** Gives a slot back whose run was stopped before its end: the next scheduler takes it at once. False as above. */
export function giveSlotBack(database: Database, taken: Taken): Promise<boolean> {
  return ending(database, taken, async (session) => {
    await session.query(
      "update store.slot set status = 'interrupted', finished_at = clock_timestamp() where (connector, slot) = ($1, $2)",
      [taken.connector, taken.slot],
    )
  })
}

async function ending(
  database: Database,
  { connector, slot, owner, attempt }: Taken,
  end: (session: Session) => Promise<void>,
): Promise<boolean> {
  return database.transaction(async (session) => {
    await session.query('select from store.schedule where connector = $1 for update', [connector])
    const { rowCount } = await session.query(
      "select from store.slot where (connector, slot, owner, attempt) = ($1, $2, $3, $4) and status = 'running' for update",
      [connector, slot, owner, attempt],
    )
    if (rowCount === 0) return false
    await end(session)
    return true
  })
}

/** Notes when connectors are due next, for those who read the schedule. */
export async function noteNextSlots(
  database: Database,
  next: readonly { readonly connector: string; readonly slot: Date | null }[],
): Promise<void> {
  await database.pool.query(
    `update store.schedule s set next_slot = n.slot from unnest($1::text[], $2::timestamptz[]) as n (connector, slot)
      where s.connector = n.connector and s.next_slot is distinct from n.slot`,
    [next.map(({ connector }) => connector), next.map(({ slot }) => slot)],
  )
}

const INSUFFICIENT_PRIVILEGE = '42501'

/**
 * Ends the connections of whoever had a slot of a connector and was not seen for its lease: stopped, or cut off from us, it may hold the lock under which the
 * connector is read, for as long as its connections are open. A successor under its very name is left alone.
 */
export async function endHolder(database: Database, connector: string, owner: string): Promise<void> {
  await database.session(async (session) => {
    const { rows } = await session.query<{ holder: string }>(
      "select holder from store.slot where connector = $1 and status = 'running' and owner <> $2 and lease_until < clock_timestamp() and holder <> $3",
      [connector, owner, holderOf(database)],
    )
    // The login may be another role than the one that works; only as the login may it end its own connections.
    await session.query('set role none')
    try {
      await session.query(
        `select pg_terminate_backend(pid) from pg_stat_activity, unnest($1::text[]) as h (holder)
          where application_name like 'riskledger %' and right(application_name, length(holder)) = holder and pid <> pg_backend_pid()`,
        [rows.map(({ holder }) => holder)],
      )
    } catch (error) {
      // Of another login: the connector waits until they end by themselves.
      if (Object(error).code !== INSUFFICIENT_PRIVILEGE) throw error
    } finally {
      await session.query('reset role')
    }
  })
}

/** How all connections of a process end, those of its threads too: with its number and its machine. */
const holderOf = ({ connections }: Database) => connections.replace(/^riskledger [0-9a-f]{12}(?= )/, '')
