/** `riskledger resolve --records` and `riskledger compare` as people and programs call them: no database, no home. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ROOT } from '../support/tree.js'

const place = mkdtempSync(join(tmpdir(), 'riskledger-own-cli-'))
const home = join(place, 'home')
afterAll(() => rmSync(place, { recursive: true, force: true }))

const SETS = join(ROOT, 'tests/resolution/sets')
const FIRMS = ['--records', join(SETS, 'firms/records.csv'), '--mapping', join(SETS, 'firms/mapping.yaml')]

function riskledger(...args: string[]) {
  const env = { ...process.env, RISKLEDGER_HOME: home, RISKLEDGER_DATABASE_URL: '' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin/riskledger.js'), ...args], {
    cwd: place,
    env,
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

describe('resolve --records', () => {
  it('writes clusters and pairs, prints a summary and opens nothing', () => {
    const { code, out } = riskledger('resolve', ...FIRMS, '--out', 'c.csv', '--pairs', 'p.csv', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      mentions: 18,
      clusters: 11,
      left_out: { count: 0, examples: [] },
      stopped: [],
      answers: { same: expect.any(Number), related: expect.any(Number) },
      seconds: expect.any(Number),
      memory_mb: expect.any(Number),
    })
    expect(readFileSync(join(place, 'c.csv'), 'utf8').split('\n').slice(0, 3)).toEqual(['id,cluster', 'a1,a1', 'a2,a1'])
    expect(readFileSync(join(place, 'p.csv'), 'utf8')).toMatch(/^id_l,id_r,probability,answer,why\n/)
    expect(existsSync(home)).toBe(false)
  })

  it('reads a table with semicolons, and names the next step', () => {
    writeFileSync(join(place, 'semicolons.csv'), '\ufeffid;name\n1;"Muster; Söhne GmbH"\n2;Muster Söhne GmbH i.L.\n')
    writeFileSync(join(place, 'plain.yaml'), 'kind: organisation\ncolumns: { name: name }\n')
    const { code, out } = riskledger(
      'resolve',
      '--records',
      'semicolons.csv',
      '--mapping',
      'plain.yaml',
      '--out',
      's.csv',
    )
    expect(code).toBe(0)
    expect(out).toContain('2 mentions are ')
    expect(out).toContain('Next: `--pairs pairs.csv`')
  })

  it('says what was not made or left out, with exit code 3', () => {
    writeFileSync(
      join(place, 'broken.csv'),
      'id,name\n1,祥云贸易有限公司\n2,祥云贸易有限公司\n3,祥云贸易有限公司\n4,a,b\n',
    )
    writeFileSync(join(place, 'names.yaml'), 'kind: organisation\ncolumns: { name: name }\n')
    const options = ['--mapping', 'names.yaml', '--out', 'c.csv', '--max-cluster', '2']
    const { code, err } = riskledger('resolve', '--records', 'broken.csv', ...options)
    expect(code).toBe(3)
    expect(err).toContain('line 5: 2 fields expected, 3 found')
    expect(err).toMatch(/cluster was not made, for review: 3 mentions, more than 2\. Its mentions: 1, 2, 3\./)
  })

  it.each([
    ['an output that is missing', FIRMS, 2, '--out is missing'],
    [
      'an output over the mapping',
      ['--records', 'broken.csv', '--mapping', 'names.yaml', '--out', 'names.yaml'],
      2,
      'named twice',
    ],
    ['records that are not there', ['--records', 'no.csv', '--mapping', 'names.yaml', '--out', 'c.csv'], 1, 'no.csv'],
    ['an output that cannot be', [...FIRMS, '--out', 'no/c.csv'], 1, 'output_unwritable'],
    ['options of a file alone', ['--out', 'c.csv'], 2, '--records'],
  ])('answers %s', (_what, args, exit, said) => {
    const { code, err } = riskledger('resolve', ...args)
    expect(err).toContain(said)
    expect(code).toBe(exit)
  })

  it('refuses a mapping that names a missing column by file, key and nearest name', () => {
    writeFileSync(join(place, 'typo.yaml'), 'kind: organisation\ncolumns: { name: nmae }\n')
    const { code, err } = riskledger('resolve', '--records', 'broken.csv', '--mapping', 'typo.yaml', '--out', 'c.csv')
    expect(code).toBe(2)
    expect(err).toContain("typo.yaml: columns.name names the column 'nmae', which broken.csv does not have")
    expect(err).toContain("Did you mean 'name'?")
  })
})

describe('compare', () => {
  it('answers given pairs', () => {
    const pairs = join(SETS, 'firm_pairs/pairs.csv')
    const { code, out } = riskledger(
      'compare',
      pairs,
      '--mapping',
      join(SETS, 'firm_pairs/mapping.yaml'),
      '--out',
      'o.csv',
    )
    expect(code).toBe(0)
    expect(out).toContain('7 pairs compared: 3 same')
    expect(existsSync(home)).toBe(false)
  })
})
