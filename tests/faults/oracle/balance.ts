/** The tables against what the files themselves say, read by nothing of ours; and that nothing is left to do. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { decompress } from '../../../warehouse/compression.js'
import type { Deliveries } from '../deliveries.js'
import type { Query } from './compare.js'
import { type Finding, finding } from './verdict.js'

interface FileRun {
  readonly name: string
  readonly status: string
  readonly read: number
  readonly accepted: number
  readonly rejected: number
  readonly ignored: number
}

export async function checkBalance(deliveries: Deliveries, query: Query): Promise<Finding[]> {
  const runs = await query<FileRun>(
    `select distinct on (s.source_id) s.name, r.status, r.read, r.accepted, r.rejected, r.ignored
       from raw.source s join store.run_source l using (source_id) join store.run r using (run_id) order by s.source_id, run_id desc`,
  )
  const wrong = deliveries.files.flatMap(({ path, rows, rejected }) => {
    const run = runs.find(({ name }) => name === basename(path))
    const told = `${basename(path)} has ${rows} rows, of which ${rejected} are none: ${JSON.stringify(run)}`
    return run?.status === 'loaded' &&
      run.read === rows &&
      run.rejected === rejected &&
      run.read === run.accepted + run.rejected + run.ignored
      ? []
      : [told]
  })
  return [
    ...finding('different', 'rows of a file', wrong),
    ...(await checkCounts(deliveries, query)),
    ...(await checkText(deliveries, query)),
    ...(await checkRest(query)),
  ]
}

/** As many records and versions as the files have, of each kind. */
async function checkCounts({ expected }: Deliveries, query: Query): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [kind, { records, versions }] of Object.entries(expected)) {
    const [held] = await query<{ records: number; ended: number }>(
      `select (select count(*) from store.${kind}) as records, (select count(*) from store.${kind}_history) as ended`,
    )
    findings.push(
      ...ofCount(`records of kind ${kind}`, records, Number(held?.records)),
      ...ofCount(`versions of kind ${kind}`, versions, Number(held?.records) + Number(held?.ended)),
    )
  }
  return findings
}

function ofCount(what: string, wanted: number, held: number): Finding[] {
  const where = `${what}: the files have ${wanted}, the ledger ${held}`
  if (held === wanted) return []
  return [{ what: held < wanted ? 'lost' : 'doubled', count: Math.abs(held - wanted), where }]
}

/** The rows that are kept as they were found, put together again, are the file. */
async function checkText(deliveries: Deliveries, query: Query): Promise<Finding[]> {
  const batches = await query<{ name: string; header: string; text: Buffer }>(
    `select s.name, s.header, b.text from raw.batch b join raw.source s using (source_id) order by s.source_id, b.first_row, b.batch_id`,
  )
  const wrong: string[] = []
  for (const { path } of deliveries.files) {
    const own = batches.filter(({ name }) => name === basename(path))
    const texts = await Promise.all(own.map(({ text }) => decompress(text)))
    const whole = lines([own[0]?.header ?? '', ...texts.map(String)].join('\n'))
    if (whole !== lines(readFileSync(path, 'utf8'))) wrong.push(basename(path))
  }
  return finding('different', 'rows as they were found, of a file', wrong)
}

const lines = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .join('\n')

/** Nothing waits, no alias names an entity that lives, and every alias leads to one that does. */
async function checkRest(query: Query): Promise<Finding[]> {
  const left = await query<{ place: string; waiting: number }>(
    `select 'outbox' as place, count(*) as waiting from store.outbox union all select 'unassessed', count(*) from store.unassessed
     union all select 'loads not resolved', count(*) from store.load where not resolved
     union all select 'keys of runs', count(*) from store.run_key`,
  )
  const aliases = await query<{ told: string }>(
    `select a.entity_id || ' became ' || a.became as told from store.entity_alias a
      where exists (select from store.entity e where e.entity_id = a.entity_id)
         or not exists (select from store.entity e where e.entity_id = a.became)`,
  )
  return [
    ...finding(
      'stuck',
      'what waits at the end',
      left.filter(({ waiting }) => waiting > 0).map(({ place, waiting }) => `${waiting} in ${place}`),
    ),
    ...finding(
      'different',
      'aliases',
      aliases.map(({ told }) => told),
    ),
  ]
}
