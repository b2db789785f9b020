/** What the declarations of several places have in common. */
import { z } from 'zod'

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** A length of time such as `30s`, `10m`, `2h` or `7d`. */
export const duration = z
  .string({
    error: ({ input }) =>
      typeof input === 'number' ? `expected a length of time with its unit: write ${input}s` : undefined,
  })
  .regex(/^\d{1,6}[smhd]$/, 'expected a number and s, m, h or d, as in 10m')

/** The seconds of a `duration`. */
export function secondsOf(text: string): number {
  return Number(text.slice(0, -1)) * (SECONDS[text.slice(-1)] ?? 0)
}
