/** The day of the question when none is given: today in UTC, as ISO text. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}
