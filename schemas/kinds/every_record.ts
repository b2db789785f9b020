/** What the records of all kinds say. */
import { z } from 'zod'
import { party } from '../party.js'
import { day, text } from '../scalars.js'

export const everyRecord = {
  connector: text.describe('The connector that reads the data set: its folder under connectors/.'),
  source_key: text.min(1).max(800).describe('The key of the record within its connector.'),
  valid_from: day.nullable().describe('When it began to be true in the world. Null: not said.'),
  valid_to: day.nullable().describe('When it ended to be true in the world (half-open). Null: not said, or no end.'),
  in_force: z
    .boolean()
    .describe('False once revoked, withdrawn or entered in error: the record is kept and counts towards nothing.'),
  status: text.describe('Where the record stands: in_force, revoked and the like, in the words of its connector.'),
  authority: text.nullable().describe('Who decided, listed or registered, as the source names it.'),
  parties: z.array(party).min(1).describe('Whom the record names, each with its role.'),
  flags: z.array(text).describe('Doubts about single values that did not keep the record out, as `code:field`.'),
}

/** The same of a kind that may name nobody: a stock, a figure, an incident without a known party. */
export const everyRecordOrNobody = {
  ...everyRecord,
  parties: z.array(party).describe('Whom the record names, each with its role; it may name nobody.'),
}

/** Which figures are no exact ones. A figure that is not named here is exact. */
export const bounds = z
  .array(z.string().regex(/^[a-z_]+:(ge|le|approx)$/))
  .describe(
    'Figures that are not exact, as `field:bound`: ge (at least, as in 600余), le (at most), approx (about). The others are exact.',
  )
