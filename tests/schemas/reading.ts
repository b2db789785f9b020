/** Reads a cell with a value type, short enough to write down in a test. */
import type { z } from 'zod'

/** The value of a cell, or the code of the issue that it has. */
export function read(type: z.ZodType, cell: unknown): unknown {
  const parsed = type.safeParse(cell)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return issue?.code === 'custom' ? `! ${String(issue.params?.code)}` : issue?.code
}
