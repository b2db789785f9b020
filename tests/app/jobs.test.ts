/** What a command line and riskledger.yaml make of it: a place, a file or the bundled data. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { jobsOf } from '../../app/jobs.js'
import { readConfig } from '../../core/config.js'

const ID = 'cn_credit_penalty'
const home = mkdtempSync(join(tmpdir(), 'riskledger-jobs-'))

function config(places: unknown) {
  const file = join(home, 'riskledger.yaml')
  writeFileSync(file, JSON.stringify({ places }))
  return readConfig(home, { RISKLEDGER_CONFIG: file, RISKLEDGER_HOME: home, RISKLEDGER_SECRET_PENALTIES: 'x' })
}

it('riskledger.yaml gives a connector a place; a file or --bundled goes before it', async () => {
  const withDrop = config({ [ID]: { type: 'drop', pattern: '*.csv' } })
  const [job] = await jobsOf([ID], {}, withDrop)
  expect(job).toMatchObject({
    files: [],
    reading: {
      declaration: { type: 'drop', pattern: '*.csv', after: 'leave' },
      inbox: join(home, 'inbox', ID),
      full: false,
    },
  })
  expect(job?.reading?.secrets).toEqual({ penalties: 'x' })
  const [bundled] = await jobsOf([ID], { bundled: true }, withDrop)
  expect(bundled).toMatchObject({ full: true })
  expect(bundled?.reading).toBeUndefined()
  const [named] = await jobsOf([ID], { file: join(home, 'riskledger.yaml') }, withDrop)
  expect(named?.reading).toBeUndefined()
  expect((await jobsOf(['us_fda_enforcement_reports'], {}, withDrop))[0]?.reading).toBeUndefined()
})

const DECLARED = 'us_openfda_food_enforcement'
const readsPlace = (jobs: Awaited<ReturnType<typeof jobsOf>>) =>
  jobs.flatMap(({ loaded, reading }) => (reading === undefined ? [] : [loaded.id]))

it('a declared place is read where its connector is named, or where riskledger.yaml says yes; never because all are run', async () => {
  const [named] = await jobsOf([DECLARED], {}, config({}))
  expect(named?.reading?.declaration).toMatchObject({ type: 'openfda', endpoint: 'food/enforcement' })
  const all = await jobsOf([], {}, config({}))
  expect(readsPlace(all)).toEqual([])
  expect(all.find(({ loaded }) => loaded.id === DECLARED)?.files).toHaveLength(1)
  expect(readsPlace(await jobsOf([], {}, config({ [DECLARED]: {} })))).toEqual([DECLARED])
  expect(readsPlace(await jobsOf([], { bundled: true }, config({ [DECLARED]: {} })))).toEqual([])
  expect(readsPlace(await jobsOf([DECLARED], { bundled: true }, config({})))).toEqual([])
})

it.each([
  [{ [ID]: { type: 'drop', patern: '*' } }, /place of cn_credit_penalty is wrong: .*patern/],
  [{ [ID]: { type: 'sql', url: 'A-B' } }, /url: .*table: /],
  [{ cn_credit_penalties: { type: 'drop' } }, /names 'cn_credit_penalties', and there is no such connector/],
])('what fits no place is told: %j', async (places, message) => {
  await expect(jobsOf([ID], {}, config(places))).rejects.toMatchObject({
    code: 'config_invalid',
    message: expect.stringMatching(message),
  })
})

it.each([
  [{ since: '2025-13-01' }, 'is no day'],
  [{ since: '2025-03-02', until: '2025-03-02' }, 'is not before'],
  [{ since: '2025-03-02', full: true }, '--full asks for everything'],
  [{ bundled: true, since: '2025-03-02' }, 'reads files'],
  [{ bundled: true, file: 'x' }, 'two things'],
])('%j is wrong usage', async (options, message) => {
  await expect(jobsOf([ID], options, config({ [ID]: { type: 'drop' } }))).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining(message),
  })
})
