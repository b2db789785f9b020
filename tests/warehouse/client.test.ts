/** A connection that breaks under a command is an error of that command, and not the end of the process. */
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { readConfig } from '../../core/config.js'
import { openDatabase } from '../../warehouse/database.js'

// AuthenticationOk, and ReadyForQuery outside of a transaction.
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])

test('Postgres that is lost at the first question is told as that', async () => {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write(WELCOME)
      socket.once('data', () => socket.resetAndDestroy())
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = Object(server.address())
  const config = readConfig(tmpdir(), { RISKLEDGER_DATABASE_URL: `postgres://a:b@127.0.0.1:${port}/c` })
  try {
    await expect(openDatabase(config)).rejects.toMatchObject({ code: 'database_lost' })
  } finally {
    server.close()
  }
})
