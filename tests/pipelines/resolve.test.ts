import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

const U1 = '91350200MA2YJ1XR9G'
const U2 = '91440101MA5CJQ4N59'
const HEAD = 'key,name,region,uscc,org\n'

/** The clusters of one connector's mentions, as sorted lists of source keys. */
async function clusters(connector: string): Promise<string[]> {
  const found = await ledger.rows<{ keys: string }>(
    "select string_agg(source_key, '+' order by source_key) as keys from ledger.mention where connector = $1 group by entity_id order by 1",
    [connector],
  )
  return found.map((row) => row.keys)
}
const entityOf = async (connector: string, key: string) =>
  (
    await ledger.rows<{ id: string }>(
      'select entity_id as id from ledger.mention where connector = $1 and source_key = $2',
      [connector, key],
    )
  )[0]?.id

test('a valid identifier joins whatever the names say; a name joins only within its region', async () => {
  const toy = toyConnector('joins')
  await ledger.run(
    toy,
    ledger.file(
      'joins.csv',
      `${HEAD}a,甲公司,310100,${U1},\nb,甲公司分店,310100,${U1},\nc,乙公司,310100,,\nd,乙公司,310100,,\ne,乙公司,320100,,\nf,无,310100,,\ng,无,310100,,\n`,
    ),
  )
  expect(await clusters('joins')).toEqual(['a+b', 'c+d', 'e', 'f', 'g'])
})

test('a name alone joins the one identified party of that name and region; with several it joins none and says ambiguous', async () => {
  const toy = toyConnector('candidates')
  await ledger.run(toy, ledger.file('one.csv', `${HEAD}a,丙公司,330100,91350200776049653A,\nb,丙公司,330100,,\n`))
  expect(await clusters('candidates')).toEqual(['a+b'])
  await ledger.run(toy, ledger.file('two.csv', `${HEAD}c,丙公司,330100,91230500MA1B3N1N2M,\n`))
  expect(await clusters('candidates')).toEqual(['a', 'b', 'c'])
  expect(
    await ledger.rows(
      "select joined_by, ambiguous from ledger.entity where name = '丙公司' order by ambiguous, joined_by",
    ),
  ).toEqual([
    { joined_by: 'identifier', ambiguous: false },
    { joined_by: 'identifier', ambiguous: false },
    { joined_by: 'name', ambiguous: true },
  ])
})

test('a record with two identifiers merges two parties; the old id leads to the new; its correction parts them again', async () => {
  const toy = toyConnector('merge')
  await ledger.run(toy, ledger.file('m1.csv', `${HEAD}a,丁公司,310100,${U2},\nb,丁厂,310100,,MA5CJQ4N5\n`))
  const before = await entityOf('merge', 'b')
  expect(await clusters('merge')).toEqual(['a', 'b'])
  await ledger.run(toy, ledger.file('m2.csv', `${HEAD}c,丁公司,310100,${U2},MA5CJQ4N5\n`))
  expect(await clusters('merge')).toEqual(['a+b+c'])
  expect(await ledger.rows('select became from ledger.entity_alias where entity_id = $1', [before])).toEqual([
    { became: await entityOf('merge', 'a') },
  ])
  await ledger.run(toy, ledger.file('m3.csv', `${HEAD}c,丁公司,310100,${U2},\n`))
  expect(await clusters('merge')).toEqual(['a+c', 'b'])
  expect(await entityOf('merge', 'b')).toBe(before)
  expect(await ledger.rows('select became from ledger.entity_alias where entity_id = $1', [before])).toEqual([])
})

test('the result does not depend on the order of arrival', async () => {
  const lines = [
    `a,戊公司,310100,913502000728319549,\n`,
    `b,戊公司,310100,,\n`,
    `c,戊公司,310100,913502000728319549,072831954\n`,
    `d,戊甲,310100,,072831954\n`,
    `e,己公司,310100,,\n`,
    `f,己公司,310100,,\n`,
  ]
  const shapes: string[][] = []
  for (const [index, order] of [
    [0, 1, 2, 3, 4, 5],
    [5, 3, 1, 0, 4, 2],
    [3, 2, 5, 4, 1, 0],
  ].entries()) {
    const toy = toyConnector(`shuffle${index}`)
    for (const n of order) await ledger.run(toy, ledger.file(`s${index}${n}.csv`, HEAD + lines[n]))
    shapes.push(await clusters(toy.id))
  }
  expect(shapes[0]).toEqual(['a+b+c+d', 'e+f'])
  expect(shapes[1]).toEqual(shapes[0])
  expect(shapes[2]).toEqual(shapes[0])
})

test('whether a name is ambiguous does not depend on the order of arrival either', async () => {
  const lines = ['a,壬公司,440100,,\n', 'b,壬公司,440100,91350200MA2YJ1XR9G,\nc,壬公司,440100,11230500001755309F,\n']
  for (const [index, order] of [
    [0, 1],
    [1, 0],
  ].entries()) {
    const toy = toyConnector(`ambiguous${index}`)
    for (const n of order)
      await ledger.run(
        toy,
        ledger.file(`am${index}${n}.csv`, HEAD + String(lines[n]).replaceAll('壬', index === 0 ? '壬' : '癸')),
      )
  }
  expect(
    await ledger.rows(
      "select name, ambiguous from ledger.entity where joined_by = 'name' and name in ('壬公司', '癸公司') order by name",
    ),
  ).toEqual([
    { name: '壬公司', ambiguous: true },
    { name: '癸公司', ambiguous: true },
  ])
})

test('facts and grades follow a correction, and a revoked penalty counts towards nothing', async () => {
  const toy = toyConnector('facts')
  const head = 'key,name,region,uscc,fine,revoked\n'
  const uscc = '123502001549897397'
  await ledger.run(toy, ledger.file('f1.csv', `${head}a,庚公司,310100,${uscc},100,\nb,庚公司,310100,${uscc},50,\n`))
  const sum = async () =>
    (
      await ledger.rows<{ value: string; evidence: { source_key: string }[] }>(
        "select value, evidence from ledger.fact f join ledger.entity e using (entity_id) where e.name = '庚公司' and predicate = 'fines_in_force'",
      )
    )[0]
  expect((await sum())?.value).toBe('150')
  const { report } = await ledger.run(toy, ledger.file('f2.csv', `${head}a,庚公司,310100,${uscc},100,原处分撤销\n`))
  expect(report.assessed).toMatchObject({ entities: 1 })
  expect((await sum())?.value).toBe('50')
  expect((await sum())?.evidence.map((record) => record.source_key)).toEqual(['b'])
  const grade = await ledger.rows(
    "select evidence from ledger.grade g join ledger.entity e using (entity_id) where e.name = '庚公司'",
  )
  expect(JSON.stringify(grade)).not.toContain('"source_key": "a"')
})

test('a decision that a source lists on two pages is two records and one decision, in force only if both say so', async () => {
  const toy = toyConnector('pages')
  const normalize: typeof toy.connector.normalize = (row, context) => {
    const normalized = toy.connector.normalize(row, context)
    if (!('records' in normalized)) return normalized
    return { ...normalized, records: normalized.records.map((record) => ({ ...record, document_no: '第1号' })) }
  }
  const pages = { ...toy, connector: { ...toy.connector, normalize } }
  const head = 'key,name,region,uscc,fine,revoked\n'
  const row = (key: string, revoked: string) => `${key},页公司,310100,,100,${revoked}\n`
  await ledger.run(pages, ledger.file('p1.csv', head + row('a', '') + row('b', '')))
  const said = async () => [
    await ledger.rows("select source_key from ledger.penalty where connector = 'pages' order by 1"),
    await ledger.rows("select fine_amount, in_force from ledger.decision where connector = 'pages'"),
    await ledger.rows(
      "select predicate, value from ledger.fact join ledger.entity e using (entity_id) where e.name = '页公司' and predicate in ('penalties_in_force', 'fines_in_force') order by 1",
    ),
  ]
  expect(await said()).toEqual([
    [{ source_key: 'a' }, { source_key: 'b' }],
    [{ fine_amount: '100', in_force: true }],
    [
      { predicate: 'fines_in_force', value: '100' },
      { predicate: 'penalties_in_force', value: '1' },
    ],
  ])
  await ledger.run(pages, ledger.file('p2.csv', head + row('b', '原处分撤销')))
  expect((await said()).slice(1)).toEqual([[{ fine_amount: '100', in_force: false }], []])
})

test('resolving and assessing again changes nothing', async () => {
  const toy = toyConnector('quiet')
  const path = ledger.file('quiet.csv', `${HEAD}a,辛公司,310100,91350211562813038 4,\n`.replace(' 4', '4'))
  await ledger.run(toy, path)
  const { report } = await ledger.run(toy, path)
  expect(report).toMatchObject({ resolved: { records: 0 }, assessed: { entities: 0 }, published: 0 })
})
