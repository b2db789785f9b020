/** What Postgres and the system say is told as what it means for whoever runs a command. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { explain } from '../../warehouse/failures.js'

test('a socket that is not there, while its server is being replaced, is a server that does not answer', async () => {
  const client = new pg.Client({ host: join(tmpdir(), 'no-such-place'), port: 5432 })
  const error = await client.connect().catch((error: unknown) => error)
  expect(explain(error, 'here')).toMatchObject({ code: 'database_unreachable' })
})

test('a file that is missing is no server', () => {
  const error = Object.assign(new Error('ENOENT: no such file or directory, open'), { code: 'ENOENT', syscall: 'open' })
  expect(explain(error, 'here')).toBe(error)
})
