/** Batches that fail, and batches that look alike: every row is kept, and a run taken up again ends as an undisturbed one. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingest } from '../../pipelines/ingest.js'
import { loadConnector } from '../../pipelines/registry.js'
import { listFiles } from '../../sources/files.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger({ batchRows: 100 })
})
afterAll(() => ledger.close())

async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: ledger.database.url('owner') })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

test('a batch that failed while later ones were kept is put back in its order', async () => {
  // One key says A, then B, then A again; the batch with B fails at first.
  const said = new Map([
    [105, 1],
    [205, 2],
    [305, 1],
  ])
  const rows = Array.from({ length: 700 }, (_, index) => {
    const fine = said.get(index)
    return fine === undefined ? `r${index},乙,1\n` : `k,甲,${fine}\n`
  })
  const path = ledger.file('gap.csv', `key,name,fine\n${rows.join('')}`)
  const versions = (connector: string) =>
    ledger.rows(
      `select source_key, fine_amount, version, line from store.penalty where connector = $1 and source_key = 'k'
       union all select source_key, fine_amount, version, line from store.penalty_history where connector = $1 order by version`,
      [connector],
    )
  await ledger.load(toyConnector('whole'), path)
  const undisturbed = await versions('whole')
  expect(undisturbed).toMatchObject([{ fine_amount: '1' }, { fine_amount: '2' }, { fine_amount: '1' }])

  await asOwner(`
    create function store.refuse() returns trigger language plpgsql as $$ begin raise 'the disk is full'; end $$;
    create trigger refuse before insert on raw.batch for each row when (new.first_line = 202) execute function store.refuse()`)
  await expect(ledger.load(toyConnector('gap'), path)).rejects.toThrow('the disk is full')
  // Taken up again, it fails once more: the missing batch is kept by now, those behind it were not sent again.
  await asOwner(`
    drop trigger refuse on raw.batch;
    create trigger refuse before insert on raw.batch for each row when (new.first_line = 302) execute function store.refuse()`)
  await expect(ledger.load(toyConnector('gap'), path)).rejects.toThrow('the disk is full')
  await asOwner('drop trigger refuse on raw.batch; drop function store.refuse()')
  await ledger.load(toyConnector('gap'), path)
  expect(await versions('gap')).toEqual(undisturbed)
  const kept = await ledger.rows(
    "select sum(row_count)::int as rows from raw.batch b join raw.source s using (source_id) where s.connector = 'gap'",
  )
  expect(kept).toEqual([{ rows: 700 }])
  expect(await ledger.load(toyConnector('gap'), path)).toMatchObject({ inserted: 0, updated: 0 })
  expect(await versions('gap')).toEqual(undisturbed)
})

test('rows that all stand on one line are kept, batch by batch, also when none of them is accepted', async () => {
  const fda = await loadConnector('us_fda_enforcement_reports')
  const rows = Array.from({ length: 350 }, (_, index) => ({ 'recalling-firm': '', 'code-info': `x${index % 100}` }))
  const run = await ledger.load(fda, ledger.file('one-line.json', JSON.stringify(rows)))
  expect(run).toMatchObject({ read: 350, rejected: 350 })
  const batches = await ledger.rows(
    "select first_row, row_count from raw.batch join raw.source s using (source_id) where s.name = 'one-line.json' order by 1",
  )
  expect(batches).toEqual([0, 100, 200, 300].map((first_row) => ({ first_row, row_count: first_row < 300 ? 100 : 50 })))
})

test('an ingest that is stopped ends after the batch at hand, and the next one reads the rest', async () => {
  const rows = Array.from({ length: 700 }, (_, index) => `s${index},乙,1\n`)
  const files = await listFiles(ledger.file('stopped.csv', `key,name,fine\n${rows.join('')}`))
  let asked = 0
  const toy = toyConnector('stopped')
  await expect(ingest(ledger.stage, toy, files, { full: true, stop: () => ++asked === 3 })).rejects.toMatchObject({
    code: 'interrupted',
  })
  expect(await ledger.rows("select status, read::int from store.run where connector = 'stopped'")).toEqual([
    { status: 'failed', read: 300 },
  ])
  expect(await ledger.load(toy, String(files[0]?.path))).toMatchObject({ read: 700, records: 700, repeated: 300 })
})
