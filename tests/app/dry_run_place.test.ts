/** A dry run of a place, as people call it: what it answers is judged, and nothing stays. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { commandsIn } from '../support/cli.js'

const place = mkdtempSync(join(tmpdir(), 'riskledger-cli-'))
const home = join(place, 'home')
afterAll(() => rmSync(place, { recursive: true, force: true }))

const { json } = commandsIn(place, home)

it('a dry run of a place judges what it answers, says whether more may come, and leaves nothing', async () => {
  const firm = { recalling_firm: 'Example Foods', product_description: 'Nuts', report_date: '20240124' }
  const results = [1, 2, 3].map((n) => ({ ...firm, recall_number: `F-000${n}-2024`, classification: 'Class I' }))
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(String(request.url))
    const next = `<http://${request.headers.host}/food/enforcement.json?page=${asked.length}>; rel="next"`
    response.writeHead(200, { 'content-type': 'application/json', link: next })
    const one = results.map((row) => ({ ...row, recall_number: `${row.recall_number}-${asked.length}` }))
    response.end(JSON.stringify({ meta: { results: { total: 1000 } }, results: one }))
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const address = server.address()
  const site = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const yaml = { us_openfda_food_enforcement: { site, insecure: true, inside: true, rate: { per_second: 1000 } } }
  writeFileSync(join(place, 'riskledger.yaml'), JSON.stringify({ places: yaml }))
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('riskledger-dry-run-'))
  const { code, document } = await json('ingest', 'us_openfda_food_enforcement', '--dry-run', '--since', '2024-01-01')
  server.close()
  rmSync(join(place, 'riskledger.yaml'))
  expect(document).toMatchObject({ place: { documents: 10, cut: true }, changes: null })
  expect(document.connectors[0]).toMatchObject({ read: 30, accepted: 30, records: 30 })
  expect(code).toBe(0)
  expect(asked[0]).toContain('20240101')
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('riskledger-dry-run-'))).toEqual(before)
  expect(existsSync(home)).toBe(false)
}, 60_000)
