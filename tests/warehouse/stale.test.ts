/** A source past its promise is stale wherever its data is used, and by one rule. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dossierText } from '../../app/dossier.js'
import { holdFeeds } from '../../pipelines/schedule.js'
import { freshnessOf } from '../../warehouse/connectors.js'
import { dossierOf, type EntityRow } from '../../warehouse/dossier.js'
import { ask, namedQueries } from '../../warehouse/queries.js'
import { parseQuery } from '../../warehouse/query_file.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { feed } from '../support/scheduler.js'
import { toyConnector } from '../support/toy.js'

// Each promises something new every day.
const [quiet, lively] = [toyConnector('quiet'), toyConnector('lively')]
const NAMES = ['quiet', 'lively']
let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
  const shared = '甲公司,310100,91350200MA2XN7JR4A'
  await ledger.run(quiet, ledger.file('quiet.csv', `key,name,region,uscc\n1,${shared}\n`))
  await ledger.run(lively, ledger.file('lively.csv', `key,name,region,uscc\n2,${shared}\n3,乙公司,310100,\n`))
  await holdFeeds(ledger.database, NAMES.map((id) => feed(id)), new Date()) // biome-ignore format: one line
})
afterAll(() => ledger.close())

/** As if the source had brought its files so long ago. Raw rows are immutable to the loader. */
async function arrived(connector: string, hoursAgo: number) {
  const owner = new pg.Client({ connectionString: ledger.database.url('owner') })
  await owner.connect()
  await owner.query('update raw.source set arrived_at = now() - make_interval(hours => $2) where connector = $1', [
    connector,
    hoursAgo,
  ])
  await owner.end()
}

async function dossier(name: string) {
  const [entity] = await ledger.rows<EntityRow>('select * from store.entity where name = $1', [name])
  if (entity === undefined) throw new Error(`no entity ${name}`)
  return dossierOf(ledger.database, entity, 10)
}

async function staleIn(question: string, parameters: Record<string, string> = {}, asOf: string | null = null) {
  const query =
    namedQueries().find(({ name }) => name === question) ?? parseQuery('asked', `-- What is it?\n${question}`)
  const { stale } = await ask(ledger.database, { query, parameters, asOf, today: '2026-01-01' })
  return stale.map(({ connector }) => connector)
}

const everywhere = async () => ({
  view: await ledger.rows('select connector, days_since_arrival as days, stale from ledger.connector order by 1 desc'),
  schedule: await ledger.rows('select connector, stale from ledger.schedule order by 1 desc'),
  promises: (
    await freshnessOf(
      ledger.database,
      NAMES.map((connector) => ({ connector, stale_after_days: 1 })),
    )
  ).map(({ connector, stale }) => ({ connector, stale })),
})

test('what is a day and 23 hours old keeps a promise of one day, and two days do not: whoever asks', async () => {
  await arrived('quiet', 47)
  const fresh = NAMES.map((connector) => ({ connector, stale: false }))
  expect(await everywhere()).toEqual({
    view: [
      { connector: 'quiet', days: 1, stale: false },
      { connector: 'lively', days: 0, stale: false },
    ],
    schedule: fresh,
    promises: fresh,
  })
  expect((await dossier('甲公司')).grade?.stale_sources).toEqual([])
  expect(await staleIn('worst_entities')).toEqual([])

  await arrived('quiet', 49)
  const stale = NAMES.map((connector) => ({ connector, stale: connector === 'quiet' }))
  expect(await everywhere()).toMatchObject({ view: stale, schedule: stale, promises: stale })
})

test('a dossier says which of its sources are stale, and whether its grade and facts rest on them', async () => {
  await arrived('quiet', 24 * 9 + 1)
  const both = await dossier('甲公司')
  expect(both.sources).toMatchObject([
    { connector: 'lively', title: 'Toy', records: 1, days_since_arrival: 0, stale_after_days: 1, stale: false },
    { connector: 'quiet', title: 'Toy', records: 1, days_since_arrival: 9, stale_after_days: 1, stale: true },
  ])
  expect(both.grade?.stale_sources).toEqual(['quiet'])
  const fact = both.facts.find(({ predicate }) => predicate === 'penalties_in_force')
  expect(fact).toMatchObject({ value: '2', stale_sources: ['quiet'] })
  const text = dossierText(both, [], null)
  expect(text).toMatch(/It rests on stale sources\..*quiet \(9 days without anything new, 1 promised at most\)/)
  expect(text).toMatch(/quiet.*STALE: 9 of 1 days/)

  const other = await dossier('乙公司')
  expect(other.grade?.stale_sources).toEqual([])
  expect(dossierText(other, [], null)).not.toMatch(/stale/i)
})

test('an answer names the stale sources of the kinds it reads, as of its date, though no row of theirs is in it', async () => {
  await arrived('quiet', 24 * 9 - 1)
  expect(await staleIn('worst_entities')).toEqual(['quiet'])
  expect(await staleIn('new_since', { since: '2999-01-01' })).toEqual(['quiet'])
  expect(await staleIn('penalties_in_force_by_agency_year', { connector: 'lively' })).toEqual([])
  expect(await staleIn('select count(*) from decision where in_force')).toEqual(['quiet'])
  expect(await staleIn('select count(*) from registration')).toEqual([])
  const days = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  expect(await staleIn('worst_entities', {}, days(8))).toEqual([])
  expect(await staleIn('worst_entities', {}, days(3))).toEqual(['quiet'])
})

test('a promise that is declared anew holds from the next run on', async () => {
  await arrived('quiet', 24 * 9)
  const { connector } = quiet
  const patient = { ...quiet, connector: { ...connector, cadence: { ...connector.cadence, stale_after_days: 30 } } }
  await ledger.load(patient, ledger.file('quiet.csv', 'key,name,region,uscc\n1,甲公司,310100,91350200MA2XN7JR4A\n'))
  expect(await staleIn('worst_entities')).toEqual([])
})
