/**
 * What the machine can do: COPY of the file into a typed staging table (rows that do not fit its types are passed over), then one upsert by key.
 * It checks nothing else and keeps no history, no source rows and no rejects.
 */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const COLUMNS =
  'name text, category text, uscc text, representative text, document_no text, violation text, facts text, basis text, kinds text, decision text, fine numeric, confiscated numeric, decided_on date, valid_to date, published_until date, authority text, authority_code text, deliverer text'

/** Loads the CSV into a database of its own on the same server; returns seconds and the size of the table with its key. */
export async function copyAndUpsert(serverUrl: string, file: string): Promise<{ seconds: number; bytes: number }> {
  const admin = new pg.Client({ connectionString: serverUrl })
  await admin.connect()
  await admin.query("create database baseline template template0 encoding 'UTF8' locale 'C'")
  await admin.end()
  const client = new pg.Client({ connectionString: serverUrl.replace(/\/postgres$/, '/baseline') })
  await client.connect()
  try {
    await client.query(`create table penalty (${COLUMNS}, primary key (authority, document_no))`)
    await client.query(`create unlogged table staging (${COLUMNS})`)
    const begin = performance.now()
    await pipeline(
      createReadStream(file, { highWaterMark: 1 << 20 }),
      client.query(copyFrom('copy staging from stdin with (format csv, header true, on_error ignore)')),
    )
    await client.query(`
      insert into penalty select distinct on (authority, document_no) * from staging
      on conflict (authority, document_no) do update set name = excluded.name, fine = excluded.fine, confiscated = excluded.confiscated, facts = excluded.facts,
        decision = excluded.decision, decided_on = excluded.decided_on, uscc = excluded.uscc`)
    const seconds = (performance.now() - begin) / 1000
    const { rows } = await client.query<{ bytes: string }>("select pg_total_relation_size('penalty') as bytes")
    return { seconds, bytes: Number(rows[0]?.bytes) }
  } finally {
    await client.end()
  }
}
