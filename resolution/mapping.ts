/** What the columns of a file of mentions mean. */
import { z } from 'zod'

const columns = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((one) => (typeof one === 'string' ? [one] : one))
export const ROLES = [
  'name',
  'other_name',
  'given_name',
  'middle_name',
  'family_name',
  'birth_date',
  'address',
  'city',
  'region',
  'postcode',
  'country',
  'phone',
  'email',
  'legal_representative',
] as const
const role = z.union([
  z.enum(ROLES),
  z.templateLiteral(['identifier.', z.string().min(1)]),
  z.templateLiteral(['attribute.', z.string().min(1)]),
])

export const mapping = z.strictObject({
  kind: z.enum(['person', 'organisation', 'any']),
  id: z.string().min(1).default('id'),
  source: z.string().min(1).optional(),
  /** Sources in which every row is another party. */
  unique: z.array(z.string()).default([]),
  columns: z.record(role, columns),
})
export type Mapping = z.infer<typeof mapping>
