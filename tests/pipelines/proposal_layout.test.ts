/** Samples as offices keep them: workbooks with titles and groups, European text, numbers of lines. What is proposed of their layout. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { xlsx } from '../../bench/fuzz/archives.js'
import { readFacts } from '../../pipelines/proposal/scaffold.js'
import { listFiles } from '../../sources/files.js'

const place = mkdtempSync(join(tmpdir(), 'riskledger-layout-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

async function factsOf(name: string, text: string | Uint8Array) {
  const path = join(place, name)
  writeFileSync(path, text)
  const [file] = await listFiles(path)
  if (file === undefined) throw new Error('a file was written')
  return readFacts(file)
}

describe('the layout of a sample', () => {
  it('is found below titles, in a header of two rows, without the sum below, and not in a sheet of notes', async () => {
    const group = ['序号', '案号', '当事人', '', '处罚内容', '', '处罚日期']
    const names = ['', '', '名称', '住址', '种类', '罚款(万元)', '']
    const rows = [1, 2, 3].map((row) => [
      `${row}`,
      `城罚${row + 6}`,
      `甲${row}公司`,
      '路',
      '罚款',
      '0.5',
      `2024-01-0${row}`,
    ])
    const sheets = [
      { name: '说明', rows: [['每月填报'], ['万元', '两位小数']] },
      {
        name: '一月',
        rows: [
          ['处罚统计表'],
          ['填报单位：城管局', '', '', '2024年'],
          group,
          names,
          ...rows,
          ['合计', '', '', '', '', '1.5'],
        ],
      },
    ]
    const { format, read, profiles, key, kinds, sum } = await factsOf('wide.xlsx', xlsx({ sheets }))
    expect(format.title).toBe('a workbook, 1 sheet, without 说明, a header of two rows')
    expect(format.call('COLUMNS', 'R')).toMatch(/headerRows: 2, sheets: \{ ignored: \['说明'\] \}/)
    expect(read.columns).toEqual([
      '序号',
      '案号',
      '当事人/名称',
      '当事人/住址',
      '处罚内容/种类',
      '处罚内容/罚款(万元)',
      '处罚日期',
    ])
    expect([key, sum, kinds[0]?.kind]).toEqual([['案号'], true, 'penalty'])
    expect(profiles.every(({ required }) => required)).toBe(true)
    expect(profiles[5]).toMatchObject({ type: 'money', places: 4 })
  })

  it('is found below a title of a text file, and a first row of data is no second row of the header', async () => {
    const titled = await factsOf('t.csv', 'Permits of the city\n\nid;name;day\n1;a;2024-01-01\n2;b;2024-01-02\n')
    expect(titled.format.title).toBe('delimited by a semicolon, titles above the header')
    expect(titled.read.rows).toHaveLength(2)
    const sparse = await factsOf('s.csv', 'id,name,note\n1,,x\n2,b,\n3,c,\n')
    expect(sparse.read.rows).toHaveLength(3)
  })

  it('takes days and amounts as Europe writes them, over several lines between semicolons', async () => {
    const text =
      'Permit No;Issued on;Fee (EUR);Conditions\nA1;03.01.2024;1.250,00;"none;\nat all"\nA2;15.01.2024;980,50;\n'
    const { profiles, read } = await factsOf('eu.csv', text)
    expect(profiles.map(({ type }) => type)).toEqual(['text', 'day_first', 'comma_money', 'text'])
    expect(read.rows[0]).toMatchObject({ Conditions: 'none;\nat all' })
  })

  it.each([
    ['序号,案号,名称', '1,甲5,x', '2,甲3,y', ['案号']],
    ['no,手机号,case id', '1,13800000001,k7', '2,13800000002,k9', ['case id']],
  ])('is no key where a column counts the lines of %s', async (header, first, second, expected) => {
    expect((await factsOf('k.csv', `${header}\n${first}\n${second}\n`)).key).toEqual(expected)
  })
})
