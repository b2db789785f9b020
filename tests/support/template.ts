/**
 * A ledger with nothing in it, made once in a run of tests and copied from then on: making one takes many times as long as copying it.
 */
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { readConfig } from '../../core/config.js'
import { sha256 } from '../../core/ids.js'
import { ROOT } from '../../core/paths.js'
import { openDatabase } from '../../warehouse/database.js'
import { withLock } from '../../warehouse/embedded/lock.js'
import { openEmbedded, stopEmbedded } from '../../warehouse/embedded/server.js'
import { migrations } from '../../warehouse/migrate.js'
import { TEMPLATES } from './temporary.js'

const run = promisify(execFile)

/** Makes the data directory of an empty ledger, whose server is not started; does nothing outside a run of tests. */
export async function makeHome(home: string): Promise<void> {
  const templates = process.env[TEMPLATES]
  if (templates === undefined) return
  const template = await templateIn(templates)
  mkdirSync(home, { mode: 0o711 })
  mkdirSync(join(home, 'secrets'), { mode: 0o700 })
  cpSync(join(template, 'secrets/postgres'), join(home, 'secrets/postgres'))
  // All files keep their owner, who is not us where we are root.
  await run('cp', ['-a', join(template, 'postgres'), join(home, 'postgres')])
}

/** Each ledger is one of its own: topics tell them apart by it. */
export async function makeDistinct(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query('update topic.ledger set ledger_id = gen_random_uuid()')
  await client.end()
}

async function templateIn(templates: string): Promise<string> {
  // Of these migrations: someone may be at work on them while tests are watched.
  const template = join(
    templates,
    sha256(
      migrations()
        .map(({ checksum }) => checksum)
        .join(),
    ).slice(0, 16),
  )
  if (existsSync(template)) return template
  return withLock(
    templates,
    () => undefined,
    async () => {
      if (!existsSync(template)) await makeTemplate(template)
      return template
    },
  )
}

async function makeTemplate(template: string): Promise<void> {
  const draft = `${template}.${process.pid}`
  const config = readConfig(ROOT, { RISKLEDGER_HOME: draft })
  const server = await openEmbedded(draft)
  const superuser = new pg.Client({ connectionString: server.superuserUrl })
  await superuser.connect()
  // No test takes away the power: what a server that is killed has written, the system still has.
  await superuser.query('alter system set fsync = off')
  await superuser.end()
  await (await openDatabase(config)).close()
  await server.release()
  await stopEmbedded(draft)
  renameSync(draft, template)
}
