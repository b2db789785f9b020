/** Retry-After in both its forms: read wrongly, a publisher is asked too early and shuts us out. */
import { expect, it } from 'vitest'
import { retryAfterSeconds } from '../../../sources/network/attempts.js'

const NOW = '2026-03-10T12:00:00.000Z'

it.each([
  [undefined, undefined, null],
  ['120', undefined, 120],
  ['0', undefined, 0],
  ['Tue, 10 Mar 2026 12:02:00 GMT', undefined, 120],
  // The server's clock is an hour ahead of ours, and so is its date.
  ['Tue, 10 Mar 2026 13:02:00 GMT', 'Tue, 10 Mar 2026 13:00:00 GMT', 120],
  ['Tue, 10 Mar 2026 11:00:00 GMT', undefined, 0],
  ['soon', undefined, null],
  ['-5', undefined, null],
])('Retry-After %s at the server time %s is %s s', (header, date, seconds) => {
  expect(retryAfterSeconds(header, date, NOW)).toBe(seconds)
})
