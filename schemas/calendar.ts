/** The Gregorian calendar, reckoned: every record has several days, and Date is slow. */

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** True for a day that the calendar has; months and days are counted from 1. */
export function dayExists(year: number, month: number, day: number): boolean {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day >= 1 && day <= (DAYS_OF_MONTHS[month - 1] ?? 0) + (leap ? 1 : 0)
}
