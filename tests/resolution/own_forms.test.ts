/** Files of one's own in every form that people have them in: the same table gives the same clusters, however it is written. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { xlsx, zip } from '../../bench/fuzz/archives.js'
import { compareFile } from '../../pipelines/compare_file.js'
import { resolveFile } from '../../pipelines/resolve_file.js'
import { CLUSTER_LIMITS } from '../../resolution/model/limits.js'

const place = mkdtempSync(join(tmpdir(), 'riskledger-forms-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const progress = () => undefined
const out = join(place, 'out.csv')
const written = (name: string, content: string | Buffer) => {
  writeFileSync(join(place, name), content)
  return join(place, name)
}

const HEAD = ['no', 'firm', 'tel']
const ROWS = [
  ['1', 'Harbour Light Seafood; Import, Ltd', '020 7946 0018'],
  ['2', 'Harbour Light\nSeafood; Import, Limited', '020 7946 0018'],
  ['3', 'Blue Heron | Chemicals plc', ''],
]
const MAPPING = written('m.yaml', 'kind: organisation\nid: no\ncolumns: { name: firm, phone: tel }\n')
const quoted = (cells: readonly string[], separator: string) => cells.map((cell) => `"${cell}"`).join(separator)
const delimited = (separator: string, end = '\n') =>
  [HEAD.join(separator), ...ROWS.map((row) => quoted(row, separator)), ''].join(end)
const objects = ROWS.map(([no, firm, tel]) => ({ no: Number(no), firm, tel: tel === '' ? null : tel, tags: ['x'] }))

async function resolved(name: string, content: string | Buffer) {
  const records = written(name, content)
  const summary = await resolveFile({
    records,
    mapping: MAPPING,
    out,
    pairs: undefined,
    limits: CLUSTER_LIMITS,
    progress,
  })
  return { summary, clusters: readFileSync(out, 'utf8') }
}

describe('a table', () => {
  const sheet = { name: 'Firms', rows: [['Firms of 2026'], HEAD, ...ROWS] }
  it.each([
    ['commas', delimited(',')],
    ['semicolons', delimited(';')],
    ['tabs and CRLF', delimited('\t', '\r\n')],
    ['bars', delimited('|')],
    ['semicolons, BOM and gzip', gzipSync(`\ufeff${delimited(';')}`)],
    ['titles above its header', `Firms of 2026;;\n\n${delimited(';')}`],
    ['a header in capitals', delimited(';').replace('no;firm;tel', 'NO; Firm;Tel')],
    ['JSON lines', objects.map((row) => `${JSON.stringify(row)}\n`).join('')],
    ['a JSON document', JSON.stringify(objects, null, 1)],
    ['a workbook', xlsx({ sheets: [sheet] })],
    ['a zip archive', zip([{ name: 'firms.csv', content: delimited(';') }])],
  ])('is read with %s', async (what, content) => {
    const { summary, clusters } = await resolved(`${what}.txt`, content)
    expect(clusters).toBe('id,cluster\n1,1\n2,1\n3,3\n')
    expect(summary).toMatchObject({ left_out: { count: 0 }, not_used: { count: 0 } })
  })

  it('of several sheets is read from all that have the columns; others are told', async () => {
    const second = { name: 'More', rows: [[...HEAD].reverse(), ['', 'Blue Heron Chemicals plc', '4'], ['', 'x', '1']] }
    const notes = { name: 'Notes', rows: [['how to fill in'], ['the other sheets']] }
    const { summary, clusters } = await resolved('several.xlsx', xlsx({ sheets: [notes, sheet, second] }))
    expect(clusters).toContain('\n4,3\n')
    const reasons = summary.left_out.examples.map(({ reason }) => reason)
    expect(reasons[0]).toMatch(/^Notes is not read: the header lacks no, firm, tel/)
    expect(reasons[1]).toContain("the id '1' stands")
  })

  it('tells lists of JSON that it cannot use', async () => {
    const { summary } = await resolved('lists.ndjson', `${JSON.stringify({ no: 'a', firm: ['x', 'y'], tel: 5 })}\n`)
    expect(summary.not_used.examples).toEqual([{ line: 1, reason: expect.stringContaining('firm holds a list') }])
  })

  it('keeps its columns in what compare writes', async () => {
    const pairs = written('pairs.csv', 'Note;FIRM1;firm2;tel1;tel2\n"a;b";Blue Heron plc;Blue Heron PLC;;\n')
    await compareFile({ pairs, mapping: MAPPING, out, progress })
    expect(readFileSync(out, 'utf8')).toMatch(/^Note,FIRM1,firm2,tel1,tel2,probability,answer,why\na;b,Blue Heron plc,/)
  })
})

describe('a table that cannot be read', () => {
  it.each([
    ['a column that is missing', 'nr;firm;tel\n1;a;b\n', "'no', which"],
    ['a column without a name', 'no;firm;tel;\n1;a;b;\n', 'cell 4 of the header is empty'],
    ['a column that stands twice', 'no;firm;tel;firm\n1;a;b;c\n', 'has 2 times'],
    ['a letter of Windows-1252', Buffer.from('no;firm;tel\n1;Müller;\n', 'latin1'), 'save it as UTF-8'],
    ['broken JSON', '[{"no": 1,', 'JSON'],
    ['nothing in it', '', 'holds no header'],
  ])('because of %s is refused with the reason', async (what, content, reason) => {
    await expect(resolved(`${what}.txt`, content)).rejects.toThrow(reason)
  })
})
