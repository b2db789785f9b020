/** How values of Postgres become values of JavaScript, on every connection alike. */
import pg from 'pg'

const INT8 = 20
const DATE = 1082

/** bigint as a number (our counts stay far below 2^53), dates as ISO text: a day has no time zone. */
export const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return Number
    if (oid === DATE) return String
    return pg.types.getTypeParser(oid, format)
  },
}
