/** The moment in which a transaction has resolution to itself: what it is to take for now, and whether anybody has decided something meanwhile. */
import type { Session } from './database.js'

/** SQL: how many decisions and undos there are. Rows are only ever added: another number says that something came. */
export const DECIDED = '(select count(*) from store.decision) + (select count(*) from store.decision_undo)'

export interface Moment {
  /** As Postgres writes it: a Date would lose the microseconds. */
  readonly at: string
  readonly decided: number
}

/** To be asked behind the gate. The time of the transaction itself is that of its beginning, and others may have gone through the gate since. */
export async function momentOf(session: Session): Promise<Moment> {
  const { rows } = await session.query<Moment>({
    name: 'moment',
    text: `select clock_timestamp()::text as at, ${DECIDED} as decided`,
  })
  const [moment] = rows
  if (moment === undefined) throw new Error('a select without from gives one row')
  return moment
}
