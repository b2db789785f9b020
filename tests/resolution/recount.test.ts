/** When names are to be counted anew. */
import { expect, it } from 'vitest'
import { PARAMETERS_VERSION, UNITS_ASSUMED } from '../../resolution/parameters.js'
import { recountDue } from '../../resolution/recount.js'

it.each([
  ['an empty ledger', 0, null, null, null],
  ['a small one', 500, null, PARAMETERS_VERSION, null],
  ['one as large as is assumed', UNITS_ASSUMED, null, PARAMETERS_VERSION, null],
  ['a large one that was never counted', 2 * UNITS_ASSUMED, null, PARAMETERS_VERSION, 'never_counted'],
  ['one that grew by half', 90_000, 60_000, PARAMETERS_VERSION, null],
  ['one that doubled', 120_000, 60_000, PARAMETERS_VERSION, 'grown'],
  ['one that was counted when it was small', 2 * UNITS_ASSUMED, 100, PARAMETERS_VERSION, 'grown'],
  ['a small one of other parameters', 500, 500, PARAMETERS_VERSION - 1, 'parameters'],
])('of %s', (_, units, counted_units, parameters, due) => {
  expect(recountDue({ units, counted_units, parameters })).toBe(due)
})
