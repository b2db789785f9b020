/** Files of one's own: what comes out, and what becomes of what is wrong in them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, it } from 'vitest'
import { compareFile } from '../../pipelines/compare_file.js'
import { type ResolveFileSummary, resolveFile } from '../../pipelines/resolve_file.js'
import { CLUSTER_LIMITS } from '../../resolution/model/limits.js'
import { ROOT } from '../support/tree.js'

const place = mkdtempSync(join(tmpdir(), 'riskledger-own-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const FIRMS = join(ROOT, 'tests/resolution/sets/firms')
const progress = () => undefined
const [out, pairsOut] = [join(place, 'out.csv'), join(place, 'pairs.csv')]
const written = (name: string, content: string | Buffer) => {
  writeFileSync(join(place, name), content)
  return join(place, name)
}
const rowsOf = (path: string): Record<string, string>[] => parse(readFileSync(path), { columns: true })

async function resolved(records: string, mapping: string, limits = CLUSTER_LIMITS) {
  const summary = await resolveFile({ records, mapping, out, pairs: pairsOut, limits, progress })
  const groups = new Map<string, string[]>()
  for (const { id = '', cluster = '' } of rowsOf(out)) groups.set(cluster, [...(groups.get(cluster) ?? []), id])
  const clusters = [...groups.values()].map((ids) => ids.sort().join(' ')).sort()
  const answers = new Map(rowsOf(pairsOut).map((row) => [`${row['id_l']} ${row['id_r']}`, row]))
  return { summary, clusters, answers }
}

const NAMES = written('names.yaml', 'kind: organisation\nid: id\ncolumns: { name: name }\n')
const CODES = written('codes.yaml', 'kind: organisation\nid: id\ncolumns: { name: name, identifier.uscc: code }\n')
const list = (head: string, rows: readonly string[]) => written('records.csv', [head, ...rows, ''].join('\n'))

describe('resolveFile', () => {
  it('links a short name to none of the parties that it fits equally, and to the only one that it fits', async () => {
    const trades = ['长虹', '恒源', '天马', '兴源', '锦江', '飞天', '华威', '康达', '东升', '泰和', '瑞丰', '新宇']
    const rows = trades.flatMap((trade, at) => [
      `a${at},四川省${trade}食品股份有限公司`,
      ...(at < 6 ? [`b${at},福建省${trade}电器股份有限公司`] : []),
      `m${at},${trade}股份`,
    ])
    const { clusters, answers } = await resolved(list('id,name', rows), NAMES)
    const one = (at: number) => (at < 6 ? `m${at}` : `a${at} m${at}`)
    for (const at of trades.keys()) expect(clusters).toContain(one(at))
    for (const other of ['a0', 'b0'])
      expect(answers.get(`m0 ${other}`) ?? answers.get(`${other} m0`)).toMatchObject({ answer: 'ambiguous' })
  })

  it('gives every mention its cluster and every likely pair an answer with its reasons', async () => {
    const { summary, clusters, answers } = await resolved(join(FIRMS, 'records.csv'), join(FIRMS, 'mapping.yaml'))
    expect(clusters).toEqual(['a1 a2 a3', 'b1 b2', 'b3', 'c1 c2', 'd1', 'd2', 'e1 e2', 'f1 f2', 'g1', 'h1 h2', 'i1'])
    expect(summary).toMatchObject({ mentions: 18, clusters: 11, left_out: { count: 0 }, stopped: [] })
    expect(answers.get('a2 a3')).toMatchObject({ answer: 'same' })
    expect(answers.get('a1 a2')?.['why']).toMatch(
      /^for: .*phone same \+.*legal representative same \+.*; before: -\d.*; sum: \+/,
    )
    expect(answers.get('b1 b3')).toMatchObject({ answer: 'related' })
    expect(answers.get('b1 b3')?.['why']).toContain('branch')
    expect(answers.get('h1 i1')?.['answer']).not.toBe('same')
  })

  it('relates a former name and a shared person; a code, or an address under the former name, makes one', async () => {
    const mapping = written(
      'related.yaml',
      'kind: organisation\nid: id\ncolumns: { name: name, identifier.uscc: code, address: addr, legal_representative: rep }\n',
    )
    const { answers } = await resolved(
      list('id,name,code,addr,rep', [
        'a,上海鑫荣泽食品有限公司（原上海瑀盛东食品有限公司）,91350200MA2YJ1XR9G,,',
        'b,上海瑀盛东食品有限公司,,,',
        'c,杭州国联农机有限公司（原杭州天禾农机有限公司）,91440101MA5CJQ4N59,,',
        'd,杭州天禾农机有限公司,91440101MA5CJQ4N59,,',
        'e,南昌金源泰物流有限公司（原南昌顺路达物流有限公司）,,南昌市汉中路18号,',
        'f,南昌顺路达物流有限公司,,南昌市汉中路18号,',
        'g,青岛海润茶业有限公司,,,欧阳静怡',
        'h,武汉老周餐饮服务部,,,欧阳静怡',
      ]),
      mapping,
    )
    expect(answers.get('a b')).toMatchObject({
      answer: 'related',
      why: expect.stringMatching(/^related: former name;/),
    })
    expect(answers.get('c d')?.['answer']).toBe('same')
    expect(answers.get('e f')?.['answer']).toBe('same')
    expect(answers.get('g h')).toMatchObject({
      answer: 'related',
      why: expect.stringMatching(/^related: shared person/),
    })
  })

  it('says the same of another order, of gzip and of GB18030', async () => {
    const text = readFileSync(join(FIRMS, 'records.csv'), 'utf8')
    const mapping = join(FIRMS, 'mapping.yaml')
    const { clusters } = await resolved(join(FIRMS, 'records.csv'), mapping)
    const [head = '', ...rows] = text.trim().split('\n')
    expect((await resolved(list(head, rows.reverse()), mapping)).clusters).toEqual(clusters)
    expect((await resolved(written('gz.csv', gzipSync(`\ufeff${text}`)), mapping)).clusters).toEqual(clusters)
    // 厦门 and 福州 as GB18030 has them.
    const gb = Buffer.concat([
      Buffer.from('id,name\n1,'),
      Buffer.from('cfc3c3c5cfe9d4c6b9abcbbe', 'hex'),
      Buffer.from('\n'),
    ])
    await resolved(written('gb.csv', gb), NAMES)
    expect(rowsOf(out)).toEqual([{ id: '1', cluster: '1' }])
  })

  it('links a mention that fits two rows of a register to neither', async () => {
    const mapping = written(
      'unique.yaml',
      'kind: organisation\nid: id\nsource: s\nunique: [reg]\ncolumns: { name: name }\n',
    )
    const rows = [
      'r1,reg,祥云贸易有限公司',
      'r2,reg,祥云贸易有限公司',
      'm1,list,祥云贸易有限公司',
      'r3,reg,宏业机械有限公司',
      'm2,list,宏业机械有限公司',
    ]
    const { clusters, answers } = await resolved(list('id,s,name', rows), mapping)
    expect(clusters).toEqual(['m1', 'm2 r3', 'r1', 'r2'])
    expect([answers.get('m1 r1')?.['answer'], answers.get('m1 r2')?.['answer']]).toEqual(['ambiguous', 'ambiguous'])
  })

  it('tells of a unique source that no row is from, and refuses one without a column of sources', async () => {
    const text = 'kind: organisation\nunique: [regster]\ncolumns: { name: name }\n'
    const rows = list('id,s,name', ['1, register ,祥云贸易有限公司', '2,register,祥云贸易有限公司'])
    const { summary } = await resolved(rows, written('typo.yaml', `source: s\n${text}`))
    expect(summary.not_used.examples).toEqual([
      { line: 1, reason: "unique names the source 'regster', which no row is from. Did you mean 'register'?" },
    ])
    await expect(resolved(rows, written('none.yaml', text))).rejects.toMatchObject({ code: 'mapping_invalid' })
    const { clusters } = await resolved(
      rows,
      written('right.yaml', `source: s\n${text.replace('regster', 'register')}`),
    )
    expect(clusters).toEqual(['1', '2'])
  })

  it('leaves out rows that are no mention, and tells their lines', async () => {
    const records = list('id,name', [
      '1,祥云贸易有限公司',
      '1,宏业机械有限公司',
      ',三',
      '2,a,b',
      '3,"open',
      '4,金源食品有限公司',
    ])
    const { summary, clusters } = await resolved(records, NAMES)
    expect(clusters).toEqual(['1', '4'])
    expect(summary.left_out.examples.map(({ line }) => line)).toEqual([3, 4, 5, 6])
    expect(summary.left_out.examples[0]?.reason).toContain("'1' stands on line 2")
  })

  it('goes by no name of one character, of thousands of characters, or that means nobody', async () => {
    const rows = ['无', '无', '甲', '甲', '', '', '某', '某'].map((name, at) => `${at},${name}`)
    const long = '祥云'.repeat(5000)
    const { summary, clusters } = await resolved(list('id,name', [...rows, `8,${long}`, `9,${long}`]), NAMES)
    expect(clusters).toHaveLength(10)
    expect(summary.not_used.count).toBeGreaterThanOrEqual(4)
    expect(summary.not_used.examples.find(({ line }) => line === 10)?.reason).toContain('10000 characters')
    expect(summary.nameless).toBeGreaterThanOrEqual(4)
  })

  it('tells an identifier that many names share, and joins nobody by it', async () => {
    const trade = [...'陈林黄张李王吴刘蔡杨许郑']
    const rows = trade.flatMap((a) => trade.map((b) => `${a}${b},${a}鑫${b}商贸有限公司,91110000MA00000000`))
    const { summary, clusters } = await resolved(list('id,name,code', rows), CODES)
    expect(clusters).toHaveLength(rows.length)
    expect(summary.shared_values).toEqual([
      { role: 'identifier.uscc', value: '91110000MA00000000', mentions: rows.length, names: rows.length },
    ])
  })

  it('knows a party by its number after a change of name', async () => {
    const rows = [
      '1,厦门祥云贸易有限公司,91350200MA2XN7JR4A',
      '2,福建海天科技有限公司,91350200MA2XN7JR4A',
      '3,泉州宏业机械有限公司,91350500MA31TT8Q2C',
    ]
    const { clusters } = await resolved(list('id,name,code', rows), CODES)
    expect(clusters).toEqual(['1 2', '3'])
  })

  it('makes a cluster of any number of mentions that are the same, and none of too many that differ', async () => {
    const rows = Array.from(
      { length: 6 },
      (_, at) => `${at},厦门祥云贸易有限公司${at < 3 ? '' : at},91350200MA2XN7JR4A`,
    )
    const records = list('id,name,code', rows)
    expect((await resolved(records, CODES, { ...CLUSTER_LIMITS, different: 4 })).clusters).toEqual(['0 1 2 3 4 5'])
    const { summary } = await resolved(records, CODES, { ...CLUSTER_LIMITS, different: 3 })
    expect(summary.stopped).toMatchObject([{ reason: '4 mentions that differ, more than 3' }])
  })

  it('pairs those that say the same with the first of them alone, where they are very many', async () => {
    const rows = Array.from({ length: 1200 }, (_, at) => `${at},厦门祥云贸易有限公司,91350200MA2XN7JR4A`)
    const { clusters, answers } = await resolved(list('id,name,code', rows), CODES)
    expect(clusters).toHaveLength(1)
    expect(answers.size).toBe(1199)
  })

  it('makes no cluster past the limit of its size', async () => {
    const rows = Array.from({ length: 6 }, (_, at) => `${at},厦门祥云贸易有限公司,91350200MA2XN7JR4A`)
    const records = list('id,name,code', [...rows, '8,福州金源食品有限公司,91350100MA2Y0K5U1H'])
    expect((await resolved(records, CODES)).clusters).toEqual(['0 1 2 3 4 5', '8'])
    const { summary, clusters, answers } = await resolved(records, CODES, { ...CLUSTER_LIMITS, members: 5 })
    expect(clusters).toHaveLength(7)
    expect(summary.stopped).toMatchObject([{ ids: ['0', '1', '2', '3', '4', '5'], limit: 'members' }])
    expect(new Set([...answers.values()].map(({ answer }) => answer))).toEqual(new Set(['possible']))
    expect(answers.get('0 1')?.['why']).toMatch(/^in a cluster that was not made; for: /)
  })
})

describe('a mapping that does not fit', () => {
  const records = list('id,name', ['1,a'])
  it.each([
    ['kind: organisation\nid: id\nsorce: s\ncolumns: { name: name }\n', "'sorce' is not known", "'source'"],
    ['kind: organisation\nid: id\ncolumns: { nme: name }\n', "'nme' is not known", "'name'"],
    ['kind: organisation\nid: id\ncolumns: { name: nam }\n', "columns.name names the column 'nam'", "'name'"],
    ['kind: organisation\nid: ident\ncolumns: { name: name }\n', "id names the column 'ident'", 'id, name'],
    ['kind: organization\nid: id\ncolumns: { name: name }\n', 'kind is missing', 'organisation'],
    ['kind: [\n', 'no YAML', 'Correct'],
    ['', 'does not fit', 'Keys are'],
  ])('is refused with its place and the nearest word: %s', async (text, sentence, hint) => {
    const mapping = written('broken.yaml', text)
    const before: ResolveFileSummary | Error = await resolveFile({
      records,
      mapping,
      out,
      pairs: undefined,
      limits: CLUSTER_LIMITS,
      progress,
    }).catch((error) => error)
    expect(before).toMatchObject({ code: 'mapping_invalid' })
    expect(String(before)).toContain(sentence)
    expect(before).toMatchObject({ hint: expect.stringContaining(hint) })
    expect(readdirSync(place).filter((name) => name.includes('.part-'))).toEqual([])
  })
})

describe('compareFile', () => {
  const compared = async (pairs: string, mapping: string) => {
    const summary = await compareFile({ pairs, mapping, out, progress })
    return { summary, rows: rowsOf(out) }
  }

  it('keeps the columns of the file and goes by the names where there is nothing else', async () => {
    const set = join(ROOT, 'tests/resolution/sets/firm_pairs')
    const { rows } = await compared(join(set, 'pairs.csv'), join(set, 'mapping.yaml'))
    expect(Object.keys(rows[0] ?? {})).toEqual(['name1', 'name2', 'match', 'probability', 'answer', 'why'])
    expect(rows.map(({ answer }) => answer === 'same')).toEqual(rows.map(({ match }) => match === '1'))
    expect(rows[1]?.['answer']).toBe('related')
  })

  it('weighs what else is there', async () => {
    const mapping = written('more.yaml', 'kind: organisation\ncolumns: { name: name, address: addr, phone: tel }\n')
    const head = 'name1,name2,addr1,addr2,tel1,tel2'
    const names = 'Harbour Light Seafood Ltd,Harbor Light Seafood Limited'
    const rows = [
      `${names},14 Quay Street,14 Quay St,555-0148,555-0148`,
      `${names},14 Quay Street,980 Forest Avenue,555-0148,555-9912`,
      'Harbour Light Seafood Ltd,Blue Heron Chemicals,3 Dock Lane,3 Dock Ln,,',
      'Harbour Light Seafood Ltd,Blue Heron Chemicals,3 Dock Lane,3 Dock Ln,555-0161,555-0161',
      ',,,,,',
    ]
    const { rows: answers } = await compared(list(head, rows), mapping)
    expect(answers.map(({ answer }) => answer)).toEqual(['same', 'possible', 'related', 'same', 'possible'])
    expect(answers[2]?.['why']).toContain('a shared address')
    expect(answers[4]?.['why']).toContain('nothing to compare')
  })

  it('refuses a mapping whose columns the pairs lack, and pairs that have answers', async () => {
    const lacking = compared(list('name1,name', ['a,b']), NAMES)
    await expect(lacking).rejects.toThrow("the column 'name2'")
    await expect(compared(list('name1,name2,why', ['a,b,c']), NAMES)).rejects.toMatchObject({ code: 'usage' })
  })
})
