/** A large table of one's own, which threads read and find pairs in, comes out as one that a single thread resolves. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { ORGANISATION_COLUMNS, ORGANISATION_MAPPING, organisations } from '../../bench/mentions/organisations.js'
import { resolveFile } from '../../pipelines/resolve_file.js'
import { CLUSTER_LIMITS } from '../../resolution/model/limits.js'
import { ROOT } from '../support/tree.js'

const place = mkdtempSync(join(tmpdir(), 'riskledger-large-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))
const path = (name: string) => join(place, name)

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
const lines = [...organisations(21_000, 5)].map(({ cells }) => cells.map(cell).join())
const first = lines[0] ?? ''
// Rows that are no mention, and texts that say nothing, wherever they stand.
lines.splice(15_000, 0, first, first.replace(/^"[^"]*"/, '""'))
lines.push('"one","a","王","","","","",""', '"none","a","","","","","",""')
const table = [ORGANISATION_COLUMNS.join(), ...lines, ''].join('\n')
const mapping = path('mapping.yaml')
writeFileSync(mapping, ORGANISATION_MAPPING)

const command = (records: string) =>
  spawnSync(
    process.execPath,
    [
      join(ROOT, 'bin/riskledger.js'),
      ...['resolve', '--records', records, '--mapping', mapping, '--json'],
      ...['--out', path('threads.csv')],
    ],
    { encoding: 'utf8', env: { ...process.env, RISKLEDGER_HOME: path('home') } },
  )

it('with the same clusters and remarks', async () => {
  const records = path('records.csv')
  writeFileSync(records, table)
  const { status, stdout } = command(records)
  const out = path('one.csv')
  const progress = () => undefined
  const alone = await resolveFile({ records, mapping, out, pairs: undefined, limits: CLUSTER_LIMITS, progress })
  expect(alone.mentions).toBe(21_002)
  expect(alone.left_out.count).toBe(2)
  expect(alone.not_used.count).toBe(1)
  expect(alone.nameless).toBeGreaterThan(0)
  const { seconds: _, memory_mb: __, ...rest } = alone
  expect(JSON.parse(stdout)).toMatchObject(rest)
  expect(status).toBe(3)
  expect(readFileSync(path('threads.csv'), 'utf8')).toBe(readFileSync(out, 'utf8'))
}, 180_000)

it('or with the error of the thread that reads it', () => {
  const records = path('records.csv.gz')
  writeFileSync(records, gzipSync(table, { level: 0 }))
  truncateSync(records, 2_300_000)
  const { status, stderr, stdout } = command(records)
  expect(status).toBe(1)
  expect(stdout + stderr).toContain('source_unreadable')
  expect(stdout + stderr).not.toContain('    at ')
})
