/** What decisions of people made of the released calibration: a row at each rebuild, never changed. */
import type { Session } from './database.js'

export interface StoredCalibration {
  readonly calibration_id: number
  readonly parameters_version: number
  readonly slope: number
  readonly shift: number
  /** The decisions that it follows from, and how many of each verdict. */
  readonly decisions: readonly number[]
  readonly same: number
  readonly different: number
}

/** The newest of some parameters; undefined: nothing was ever rebuilt with them. */
export async function lastCalibration(session: Session, version: number): Promise<StoredCalibration | undefined> {
  const { rows } = await session.query<StoredCalibration>(
    `select calibration_id, parameters_version, slope, shift, decisions, same, different from store.calibration
      where parameters_version = $1 order by calibration_id desc limit 1`,
    [version],
  )
  return rows[0]
}

export async function keepCalibration(
  session: Session,
  made: Omit<StoredCalibration, 'calibration_id'>,
): Promise<void> {
  await session.query(
    'insert into store.calibration (parameters_version, slope, shift, decisions, same, different) values ($1, $2, $3, $4, $5, $6)',
    [made.parameters_version, made.slope, made.shift, made.decisions, made.same, made.different],
  )
}
