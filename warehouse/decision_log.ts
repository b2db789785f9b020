/** Every decision of people on who is who, with what became of it. */
import type { Database } from './database.js'
import { DECISION, type Decision } from './decisions.js'

export interface LoggedDecision extends Decision {
  readonly state: 'in_force' | 'undone' | 'replaced'
  readonly replaced_by: number | null
  readonly undone_by: string | null
  readonly undone_why: string | null
  readonly undone_at: Date | null
}

/** All decisions, the newest first, with what became of each. */
export async function decisionLog(database: Database, limit: number): Promise<LoggedDecision[]> {
  const { rows } = await database.pool.query<LoggedDecision>(
    `select ${DECISION}, l.state, l.replaced_by, l.undone_by, l.undone_why, l.undone_at
       from store.decision d join ledger.decision_on_identity l using (decision_id) order by d.decision_id desc limit $1`,
    [limit],
  )
  return rows
}
