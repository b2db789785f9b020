/** A topic of another system's Kafka, as a connector or riskledger.yaml declares it. */
import { z } from 'zod'
import { secretName } from '../../network/declaration.js'
import { FILE_ROWS } from '../landed_rows.js'

export const kafkaDeclaration = z.strictObject({
  type: z.literal('kafka'),
  /** As host:port. */
  brokers: z.array(z.string().regex(/^[^\s,:/]+:\d{1,5}$/, 'expected host:port')).min(1),
  topic: z.string().regex(/^[A-Za-z0-9._-]{1,249}$/, 'expected the name of a topic'),
  /** Off for a network that is trusted; `verify` checks the certificate, by `ca` (PEM file) where one is given. */
  tls: z.enum(['verify', 'off']).default('verify'),
  ca: z.string().min(1).nullable().default(null),
  /** Null: without a login. The names of secrets, not what is in them. */
  sasl: z
    .strictObject({
      mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
      username: secretName,
      password: secretName,
    })
    .nullable()
    .default(null),
  /** What the value of a message is called in its row. */
  value: z
    .string()
    .regex(
      /^(?!key$|partition$|offset$|timestamp$|headers$).{1,100}$/u,
      'expected a name that the row does not have yet',
    )
    .default('value'),
  /** Messages in a landed file. */
  file_rows: z.number().int().min(1).max(1_000_000).default(FILE_ROWS),
})
export type KafkaDeclaration = z.output<typeof kafkaDeclaration>
