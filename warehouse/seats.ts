/** Who meets whom in a whole ledger, for a rebuild: units have numbers, in an order in which those that share keys sit near each other. */
import type { UnitRow } from '../schemas/links.js'
import { copyInto, copyValue } from './copy.js'
import type { Session } from './database.js'
import { SAID } from './units.js'

/** Makes the tables of seats; they are gone with the transaction. */
export async function beginSeats(session: Session): Promise<void> {
  await session.query(`
    create temp table unseated (text text not null collate "C", unit_id uuid not null) on commit drop;
    create temp table seat (n int not null, unit_id uuid not null) on commit drop;
    create temp table meeting (key int not null, n int not null) on commit drop`)
}

/** Notes by which text units are to be sorted. */
export async function noteTexts(session: Session, texts: readonly (readonly [string, string])[]): Promise<void> {
  const lines = texts.map(([unit, text]) => `${unit}\t${copyValue(text, 'text')}\n`)
  await copyInto(session, 'unseated', ['unit_id', 'text'], Buffer.from(lines.join('')))
}

/** Gives each unit a seat, from 1 on in the order of the texts, and notes who meets under keys of at most `most` units. Returns how many seats there are. */
export async function seatAll(session: Session, most: number): Promise<number> {
  await session.query(`
    insert into seat select row_number() over (order by text, unit_id), unit_id from unseated;
    truncate unseated; analyze seat`)
  await session.query(
    `insert into meeting
       select k.key, s.n from store.unit_key k join seat s using (unit_id)
        where k.key in (select key from store.unit_key group by key having count(*) between 2 and $1)`,
    [most],
  )
  await session.query(
    'create unique index on seat (n); create index on meeting (n, key); create index on meeting (key, n); analyze meeting',
  )
  const { rows } = await session.query<{ seats: number }>('select count(*) as seats from seat')
  return rows[0]?.seats ?? 0
}

/** Those that meet under a key, by their seats. */
export interface Meeting {
  readonly key: number
  readonly seats: readonly number[]
}

/** All keys under which units from one seat up to another, that one left out, meet each other or units behind them; of those before nothing is said. */
export async function meetingsOf(session: Session, from: number, to: number): Promise<Meeting[]> {
  const { rows } = await session.query<{ key: number; seats: string }>(
    `select m.key, string_agg(m.n::text, ' ' order by m.n) as seats
       from (select distinct key from meeting where n >= $1 and n < $2) near join meeting m on m.key = near.key and m.n >= $1
      group by m.key having count(*) > 1`,
    [from, to],
  )
  return rows.map(({ key, seats }) => ({ key, seats: seats.split(' ').map(Number) }))
}

/** What the mentions of units say, by their seats. */
export async function seatedRows(session: Session, seats: readonly number[]): Promise<(UnitRow & { n: number })[]> {
  if (seats.length === 0) return []
  const { rows } = await session.query<UnitRow & { n: number }>(
    `select ${SAID}, s.n from seat s join store.unit u using (unit_id) where s.n = any ($1)`,
    [seats],
  )
  return rows
}

/** Gives the units that have a link by which they could be one with another, in the order of their seats, some at a time. */
export async function* linkedUnits(session: Session, atOnce: number): AsyncGenerator<string[]> {
  await session.query(`
    create temp table linked on commit drop as
      select s.n, s.unit_id from seat s join (
        select a as unit_id from store.link where answer in ('same', 'possible')
        union select b from store.link where answer in ('same', 'possible')) l using (unit_id);
    create unique index on linked (n)`)
  for (let after = 0; ; ) {
    const { rows } = await session.query<{ n: number; unit_id: string }>(
      'select n, unit_id from linked where n > $1 order by n limit $2',
      [after, atOnce],
    )
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows.map(({ unit_id }) => unit_id)
    after = last.n
  }
}
