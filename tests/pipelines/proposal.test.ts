/** A connector that is made from a sample: what it proposes, that it compiles, and that nothing hostile in a sample becomes code. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { Connector } from '../../connectors/define.js'
import { acceptConnector, checkConnector } from '../../pipelines/check.js'
import { sentenceOf } from '../../pipelines/check_finding.js'
import type { Known } from '../../pipelines/proposal/connector_text.js'
import { mapColumns, rankKinds } from '../../pipelines/proposal/mapping.js'
import { checkNewId, readFacts, writeFolder } from '../../pipelines/proposal/scaffold.js'
import type { LoadedConnector } from '../../pipelines/registry.js'
import { KIND_NAMES, type Kind } from '../../schemas/record.js'
import { listFiles } from '../../sources/files.js'
import { ROOT } from '../support/tree.js'

const place = mkdtempSync(join(tmpdir(), 'riskledger-new-'))
const parent = join(place, 'connectors')
mkdirSync(parent)
for (const folder of ['core', 'schemas', 'sources', 'node_modules', 'connectors/define.ts'])
  symlinkSync(join(ROOT, folder), join(place, folder))
writeFileSync(join(place, 'package.json'), '{ "type": "module" }')
afterAll(() => rmSync(place, { recursive: true, force: true }))

const NOTHING: Known = {
  title: null,
  agency: null,
  level: null,
  region: null,
  source_class: null,
  licence: null,
  time_zone: null,
}

async function factsOf(name: string, text: string) {
  const path = join(place, name)
  writeFileSync(path, text)
  const [file] = await listFiles(path)
  if (file === undefined) throw new Error('a file was written')
  return readFacts(file)
}

async function made(id: string, name: string, text: string, kind: Kind, known: Known = NOTHING) {
  const facts = await factsOf(name, text)
  const { directory } = writeFolder(id, facts, kind, known, parent)
  return { facts, directory, code: readFileSync(join(directory, 'connector.ts'), 'utf8') }
}

/** The connector of a folder, imported from where it stands now under a name of its own. */
async function load(id: string, directory: string, version: number): Promise<LoadedConnector> {
  const copy = join(directory, `connector_${version}.ts`)
  writeFileSync(copy, readFileSync(join(directory, 'connector.ts')))
  const module: { connector: Connector } = await import(pathToFileURL(copy).href)
  rmSync(copy)
  return { id, directory, connector: module.connector }
}

const PENALTIES = `处罚决定书文号,企业名称,统一社会信用代码,身份证号,处罚决定日期,罚款金额（万元）,案由,状态,备注
沪罚1,甲公司,91350200MA2XN7JR4A,,2020-01-01,0.2,无证经营,有效,
沪罚2,乙公司,,11010519491231002X,2020-01-02,,无证经营,有效,
沪罚3,丙公司,,,2020/1/3,1,偷税,撤销,
沪罚4,丁公司,,,2020年1月4日,2,偷税,有效,
沪罚5,戊公司,,,20200105,2,偷税,有效,
沪罚6,己公司,,,2020.1.6,2,偷税,撤销,
`

describe('what a sample says', () => {
  it('is the format, a type for each column, what is always there, and the key', async () => {
    const { format, profiles, key, kinds } = await factsOf('penalties.csv', PENALTIES)
    expect(format.title).toBe('delimited by a comma')
    expect(key).toEqual(['处罚决定书文号'])
    expect(kinds[0]?.kind).toBe('penalty')
    expect(profiles.map(({ column, type, required }) => [column, type, required])).toEqual([
      ['处罚决定书文号', 'text', true],
      ['企业名称', 'text', true],
      ['统一社会信用代码', 'uscc', false],
      ['身份证号', 'citizen', false],
      ['处罚决定日期', 'date', true],
      ['罚款金额（万元）', 'money', false],
      ['案由', 'text', true],
      ['状态', 'code', true],
      ['备注', 'empty', false],
    ])
    expect(profiles.find(({ type }) => type === 'money')).toMatchObject({ places: 4 })
  })

  it('is found in a table parted by tabs, in lines of JSON, and deep in a document', async () => {
    expect((await factsOf('a.tsv', 'id\tname\n1\ta, b\n2\tb\n')).format.title).toBe('delimited by a tab')
    const semicolons = await factsOf('a.csv', 'id;name\n1;a, b\n2;b|c\n')
    expect([semicolons.format.title, semicolons.read.rows[1]]).toEqual([
      'delimited by a semicolon',
      { id: '2', name: 'b|c' },
    ])
    expect((await factsOf('b.ndjson', '{"id":"1"}\n{"id":"2","x":{}}\n')).profiles.map(({ type }) => type)).toEqual([
      'text',
      'nested',
    ])
    const deep = await factsOf(
      'c.json',
      JSON.stringify({ meta: {}, data: { rows: [{ id: 'a' }, { id: 'b' }] } }, null, 1),
    )
    expect(deep.format.title).toBe('JSON objects at data.rows')
    expect(deep.read.rows).toHaveLength(2)
  })

  it('makes a key of several columns where none tells rows apart', async () => {
    const { key } = await factsOf('d.csv', 'county,number,name\nA,1,x\nA,2,x\nB,1,x\nB,2,y\n')
    expect([...key].sort()).toEqual(['county', 'number'])
  })

  it('leaves open which of two orders or marks is meant where every cell fits both', async () => {
    const { code } = await made(
      'doubt',
      'doubt.csv',
      'case no,decision date,fine (EUR)\nA1,03/04/2024,1.250\nA2,05/04/2024,2.000\n',
      'penalty',
    )
    expect(code).toMatch(/decided_on:\s*fillIn\([^)]*which comes first/)
    expect(code).toMatch(/fine_amount: fillIn\([^\n]*\n[^\n]*what 1\.250 means/)
    expect(code).not.toContain("valid_from: found['decision date']")
    const plain = await factsOf(
      'sure.csv',
      'case no,decision date,fine (EUR)\nA1,03/14/2024,1.250\nA2,05/04/2024,2.5\n',
    )
    expect(plain.profiles.map(({ doubt }) => doubt)).toEqual([null, null, null])
  })

  it('takes US dates, and a date column with a wrong day in it', async () => {
    const days = ['06/13/2012', '06/14/2012', '06/15/2012', '06/16/2012', '06/17/2012', '02/30/2012']
    const { profiles } = await factsOf('e.csv', `id,day\n${days.map((day, index) => `${index},${day}`).join('\n')}\n`)
    expect(profiles[1]).toMatchObject({ type: 'us_date', misfits: 1 })
  })

  it.each([
    ['nothing.csv', '', 'source_unreadable'],
    ['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3]).toString('latin1'), 'source_unreadable'],
    ['large.csv', `a,b\n${'x,y\n'.repeat(300_000)}`, 'usage'],
    ['proto.ndjson', '{"__proto__":"x","a":"1"}\n', 'source_unreadable'],
  ])('is nothing in %s, with a next step', async (name, text, code) => {
    await expect(factsOf(name, text)).rejects.toMatchObject({ code, hint: expect.stringMatching(/./) })
  })
})

describe('the id of a new connector', () => {
  it.each(['', 'A', '../x', 'a/b', 'a b', '__proto__', '1a', 'a_', 'é', 'a'.repeat(61), '-x', 'a\0'])(
    'is not %j',
    (id) => {
      expect(() => checkNewId(id, parent)).toThrow(expect.objectContaining({ code: 'usage' }))
    },
  )

  it('is not one that is there', () => {
    mkdirSync(join(parent, 'taken'))
    expect(() => checkNewId('taken', parent)).toThrow(/exists already/)
    rmSync(join(parent, 'taken'), { recursive: true })
  })
})

it('what was proposed compiles, says exactly what is left, and passes once that is said', async () => {
  const { directory, code } = await made('cn_new', 'penalties.csv', PENALTIES, 'penalty', {
    ...NOTHING,
    agency: '甲局',
    region: '310000',
  })
  expect(code).toContain("'罚款金额（万元）': optionalMoney(4)")
  expect(code).toContain("personal: ['身份证号']")
  const before = await checkConnector(await load('cn_new', directory, 1))
  const open = before.findings.map(({ field, file }) => field ?? file)
  expect(open).toEqual(
    expect.arrayContaining([
      'title',
      'agency.level',
      'licence',
      'cadence.cron',
      'volume',
      'ignored.备注',
      'in_force',
      'sample.md',
    ]),
  )
  expect(before.findings.every(({ line, next }) => line !== null && next !== '')).toBe(true)
  await expect(acceptConnector(await load('cn_new', directory, 2))).rejects.toMatchObject({ code: 'connector_invalid' })
  fillInAll(directory)
  await acceptConnector(await load('cn_new', directory, 3))
  const after = await checkConnector(await load('cn_new', directory, 4))
  expect(after.findings.map(sentenceOf)).toEqual([
    expect.stringMatching(/^connector\.ts:\d+ 备注: no row of the sample has a value in this column$/),
  ])
})

/** Says everything that is left open, as a person would. */
function fillInAll(directory: string): void {
  const path = join(directory, 'connector.ts')
  const said = readFileSync(path, 'utf8')
    .replace(/FILL_IN: what the data set is, in one line/, 'Penalties')
    .replace(/in_force: fillIn\([^)]*\)/, "in_force: found.状态 === '有效'")
    .replace(/measures: fillIn\([^)]*\)/, 'measures: []')
    .replace(/level: FILL_IN/, "level: 'city'")
    .replace(/source_class: FILL_IN/, "source_class: 'administration'")
    .replace(/classification: FILL_IN/, "classification: 'public'")
    .replace(
      /cron: FILL_IN, time_zone: FILL_IN, stale_after_days: 0/,
      "cron: '0 6 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 9",
    )
    .replace(/min: 0, max: 0/, 'min: 1, max: 1000')
    .replace(/'FILL_IN: empty[^']*'/, "'remarks'")
    .replace(/: FILL_IN,/g, ": 'said',")
  writeFileSync(path, said)
  writeFileSync(join(directory, 'sample.md'), '# Sample\n\nAll rows are made up.\n')
}

it('whatever a sample holds, it stays text in the code; every kind compiles', async () => {
  const evil = ["a'};process.exit(1);//", '`$', '*/ throw 1 /*', 'constructor', '\u202ereversed', 'a\\', '<b>', '1st']
  const header = ['id', ...evil].map((name) => `"${name.replace(/"/g, '""')}"`).join(',')
  const cells = (row: number) =>
    [String(row), ...evil.map((name) => name.slice(0, 9))].map((cell) => `"${cell}"`).join(',')
  const rows = Array.from({ length: 30 }, (_, row) => cells(row)).join('\n')
  for (const kind of KIND_NAMES)
    await made(`x_${kind}`, 'evil.csv', `${header}\n${rows}\n`, kind, {
      ...NOTHING,
      title: "*/ evil '",
      agency: "'+x+'",
    })
  await made('numbered', 'n.ndjson', '{"id":1,"name":"甲公司"}\n{"id":2,"name":"乙公司"}\n', 'penalty')
  await made('twice', 't.ndjson', '{"id":1,"no":1}\n{"id":1,"no":2}\n{"id":2,"no":1}\n', 'penalty')
  const wide = Array.from({ length: 90 }, (_, index) => `column ${index}`)
  await made('wide', 'wide.csv', `${wide.join(',')}\n${wide.map((name) => `of ${name}`).join(',')}\n`, 'penalty')
  writeFileSync(
    join(place, 'tsconfig.json'),
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { rootDir: '/', preserveSymlinks: false, types: [] },
      include: ['connectors/*/*.ts'],
    }),
  )
  const checked = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', place], {
    encoding: 'utf8',
  })
  expect(checked.stdout).toBe('')
  for (const kind of KIND_NAMES) {
    const { connector } = await load(`x_${kind}`, join(parent, `x_${kind}`), 1)
    expect(Object.keys(connector.ignored).length + 1).toBeGreaterThanOrEqual(evil.length)
  }
  expect(readFileSync(join(parent, 'wide', 'connector.ts'), 'utf8').split('\n').length).toBeLessThan(180)
})

describe('a sample of another kind than a decision', () => {
  const fields = (facts: Awaited<ReturnType<typeof factsOf>>, kind: Kind) =>
    Object.fromEntries([...mapColumns(kind, facts.profiles)].map(([field, { column }]) => [field, column]))

  it('in Chinese is known by its headers, and each says its field', async () => {
    const facts = await factsOf(
      'stock.csv',
      `出入库单号,企业名称,仓库名称,出入库类型,产品名称,数量,计量单位,总药量,出入库日期,运输许可证号
D1,甲公司,1号库,入库,喷花,600,箱,1200.5,2024-01-05,运1
D2,甲公司,1号库,出库,爆竹,20,箱,40,2024-01-06,运2
D3,乙公司,2号库,入库,喷花,5,箱,10,2024-01-07,
`,
    )
    expect(rankKinds(facts.profiles)[0]?.kind).toBe('stock_movement')
    expect(fields(facts, 'stock_movement')).toMatchObject({
      'parties.name': '企业名称',
      movement_no: '出入库单号',
      store: '仓库名称',
      direction: '出入库类型',
      product: '产品名称',
      quantity: '数量',
      unit: '计量单位',
      charge_kg: '总药量',
      moved_on: '出入库日期',
      permit_no: '运输许可证号',
    })
  })

  it('in English is too', async () => {
    const facts = await factsOf(
      'listings.csv',
      `Marketplace,Item ID,Item Title,Brand,Category,Price,Currency,Units Sold,Ships From,Listing Date,Removal Date
M,600001,Oil 4L,Sample,Oil,199.90,CNY,320,Hebei,2022-03-01,
M,600002,Oil 1L,Sample,Oil,59.90,CNY,12,Hebei,2022-03-02,2022-04-01
N,600003,Wine,Other,Wine,88,CNY,7,Sichuan,2022-03-03,
`,
    )
    expect(rankKinds(facts.profiles)[0]?.kind).toBe('listing')
    expect(fields(facts, 'listing')).toMatchObject({
      platform: 'Marketplace',
      listing_no: 'Item ID',
      title: 'Item Title',
      price: 'Price',
      sold_quantity: 'Units Sold',
      ships_from: 'Ships From',
      listed_on: 'Listing Date',
      removed_on: 'Removal Date',
    })
  })
})
