/** The rules of ARCHITECTURE.md, held against the source tree, and proof on tiny fake trees that each rule bites. */
import { describe, expect, it } from 'vitest'
import {
  applyExemptions,
  checkCycles,
  checkDeclarations,
  checkImports,
  checkNames,
  describeFinding,
  type Exemption,
  type Finding,
} from './support/architecture.js'
import {
  checkBans,
  checkIdComparisons,
  checkNodeImports,
  checkNotes,
  checkSizes,
  checkWords,
  isSql,
  LIMITS,
} from './support/architecture-code.js'
import { readTree, type Tree } from './support/tree.js'

/** What is too large, for a reason. Entries may shrink or go; a new one needs a better reason than lack of time. */
const EXEMPTIONS: readonly Exemption[] = [
  {
    file: 'tests/topics/contract.ts',
    rule: 'function-lines',
    most: 140,
    reason: 'one suite, whose tests share the adapter under test',
  },
]

const RULES: Readonly<Record<string, (tree: Tree) => Finding[]>> = {
  'imports between folders follow the table': checkImports,
  'no import cycles': checkCycles,
  'no barrels and no vague names': checkNames,
  'files and functions stay small': (tree) => applyExemptions(checkSizes(tree), EXEMPTIONS),
  'no banned constructs': checkBans,
  'schemas, connectors and resolution import no Node module': checkNodeImports,
  'notes about work left carry a reason': checkNotes,
  'nothing asks for the id of a connector or model': checkIdComparisons,
  'connector and model folders are complete': checkDeclarations,
  'the text tells of the project alone': checkWords,
}

describe('the source tree', () => {
  const tree = readTree()
  for (const [name, check] of Object.entries(RULES)) {
    it(name, () => {
      expect(check(tree).map(describeFinding)).toEqual([])
    })
  }
})

const treeOf = (files: Record<string, string>): Tree => new Map(Object.entries(files))

/** `rule file` of each finding in a fake tree. */
function found(check: (tree: Tree) => Finding[], files: Record<string, string>): string[] {
  return check(treeOf(files)).map(({ rule, file }) => `${rule} ${file}`)
}

describe('imports', () => {
  const importing = (file: string, specifier: string): string[] =>
    found(checkImports, { [file]: `import { x } from '${specifier}'` })

  it.each([
    ['core/ids.ts', '../schemas/money.js'],
    ['schemas/money.ts', '../sources/csv.js'],
    ['sources/csv.ts', '../schemas/money.js'],
    ['connectors/define.ts', '../warehouse/pool.js'],
    ['connectors/a/connector.ts', '../../core/errors.js'],
    ['connectors/a/connector.ts', '../b/connector.js'],
    ['topics/log.ts', '../sources/csv.js'],
    ['warehouse/pool.ts', '../topics/log.js'],
    ['resolution/names.ts', '../warehouse/pool.js'],
    ['models/a/model.ts', '../../resolution/names.js'],
    ['pipelines/load.ts', '../app/main.js'],
    ['pipelines/load.ts', '../connectors/a/connector.js'],
    ['app/main.ts', '../tests/support/tree.js'],
    ['app/main.ts', '../bench/run.js'],
  ])('refuses %s importing %s', (file, specifier) => {
    expect(importing(file, specifier)).toEqual([`imports ${file}`])
  })

  it.each([
    ['schemas/money.ts', '../core/errors.js'],
    ['connectors/define.ts', '../sources/csv.js'],
    ['connectors/a/connector.ts', '../define.js'],
    ['connectors/a/connector.ts', './codes.js'],
    ['connectors/a/connector.ts', '../../schemas/money.js'],
    ['models/a/model.ts', '../define.js'],
    ['topics/embedded.ts', '../warehouse/pool.js'],
    ['pipelines/load.ts', '../connectors/define.js'],
    ['app/main.ts', '../pipelines/load.js'],
    ['bench/load.ts', '../app/main.js'],
    ['tests/a.test.ts', '../connectors/a/connector.js'],
    ['core/ids.ts', 'node:crypto'],
  ])('allows %s importing %s', (file, specifier) => {
    expect(importing(file, specifier)).toEqual([])
  })

  it('sees every way to name a module', () => {
    const ways = [
      "export { x } from '../app/a.js'",
      "import type { X } from '../app/a.js'",
      "const x = await import('../app/a.js')",
      "type X = import('../app/a.js').X",
      "const worker = new URL('../app/a.js', import.meta.url)",
    ]
    for (const way of ways) expect(found(checkImports, { 'core/ids.ts': way }), way).toHaveLength(1)
  })

  it('tells the place, the rule and the fix', () => {
    const [finding] = checkImports(treeOf({ 'core/ids.ts': "\nimport '../app/main.js'" }))
    const message = finding === undefined ? '' : describeFinding(finding)
    expect(message).toBe(
      'core/ids.ts:2 [imports] imports app/main.ts. Fix: nobody imports app/: move what is shared to a lower folder.',
    )
  })
})

describe('cycles', () => {
  it('finds a cycle of types alone', () => {
    const files = { 'core/a.ts': "import type { B } from './b.js'", 'core/b.ts': "import { a } from './a.js'" }
    expect(found(checkCycles, files)).toEqual(['cycles core/a.ts'])
  })

  it('lets two files share a third', () => {
    const files = { 'core/a.ts': "import './c.js'; import './b.js'", 'core/b.ts': "import './c.js'", 'core/c.ts': '' }
    expect(found(checkCycles, files)).toEqual([])
  })
})

describe('names', () => {
  it.each(['core/index.ts', 'core/utils/a.ts', 'core/csv-helpers.ts', 'app/runManager.ts', 'docs/common.md'])(
    'refuses %s',
    (file) => {
      expect(found(checkNames, { [file]: '' })).toHaveLength(1)
    },
  )

  it('allows words that only contain them', () => {
    expect(found(checkNames, { 'app/commonality.ts': '', 'core/reindex.ts': '' })).toEqual([])
  })
})

describe('sizes', () => {
  const lines = (count: number): string => '//\n'.repeat(count)

  it('limits files and, more strictly, connectors', () => {
    expect(found(checkSizes, { 'core/a.ts': lines(LIMITS.fileLines + 1) })).toEqual(['file-lines core/a.ts'])
    expect(found(checkSizes, { 'core/a.ts': lines(LIMITS.fileLines) })).toEqual([])
    const connector = { 'connectors/a/connector.ts': lines(LIMITS.connectorLines + 1) }
    expect(found(checkSizes, connector)).toEqual(['connector-lines connectors/a/connector.ts'])
  })

  it('limits functions but not the list of tests in a describe', () => {
    const body = `() => {\n${lines(LIMITS.functionLines)}}`
    expect(found(checkSizes, { 'core/a.ts': `const f = ${body}` })).toEqual(['function-lines core/a.ts'])
    expect(found(checkSizes, { 'tests/a.test.ts': `describe('a', ${body})` })).toEqual([])
  })

  it('lets an exempted file shrink, not grow, and drops the exemption when it is not needed', () => {
    const exemption = { rule: 'file-lines', file: 'core/a.ts', most: 310, reason: 'a table' }
    const rulesAt = (count: number): string[] =>
      applyExemptions(checkSizes(treeOf({ 'core/a.ts': lines(count) })), [exemption]).map(({ rule }) => rule)
    expect(rulesAt(305)).toEqual([])
    expect(rulesAt(311)).toEqual(['file-lines', 'exemption'])
    expect(rulesAt(100)).toEqual(['exemption'])
  })
})

describe('banned constructs', () => {
  it.each([
    ['any', 'core/a.ts', 'const a: any = 1'],
    ['double-cast', 'core/a.ts', 'const a = 1 as unknown as string'],
    ['non-null', 'core/a.ts', 'const a = b!.c'],
    ['environment', 'app/a.ts', 'const a = process.env.HOME'],
    ['clock', 'schemas/a.ts', 'const a = Date.now()'],
    ['clock', 'resolution/a.ts', 'const a = new Date()'],
    ['random', 'connectors/a/connector.ts', 'const a = Math.random()'],
    ['console', 'core/a.ts', "console.warn('a')"],
    ['sql', 'pipelines/a.ts', 'const a = `select x\nfrom y`'],
  ])('refuses %s in %s', (rule, file, text) => {
    expect(found(checkBans, { [file]: text })).toEqual([`${rule} ${file}`])
  })

  it.each([
    ['core/config.ts', 'const a = process.env.HOME'],
    ['core/clock.ts', 'const a = Date.now()'],
    ['schemas/a.ts', "const a = new Date('2020-01-01')"],
    ['app/a.ts', "console.log('a')"],
    ['warehouse/a.ts', "const a = 'select 1'"],
    ['core/a.ts', "// any of these: process.env, select x from y\nconst a = 'any'"],
  ])('allows in %s: %s', (file, text) => {
    expect(found(checkBans, { [file]: text })).toEqual([])
  })

  it('knows SQL from English', () => {
    const sql = [
      'SELECT 1',
      'insert into a values (1)',
      'update a.b set c = 1',
      'DELETE FROM a',
      'copy a (b) from stdin',
    ]
    const english = [
      'Select a connector from the list.',
      'Update the address',
      'Delete from here on',
      'a copy of the file',
    ]
    for (const text of [...sql, 'create temp table a ()', 'with a as (select b.c from b) x'])
      expect(isSql(`'${text}'`), text).toBe(true)
    for (const text of english) expect(isSql(`'${text}'`), text).toBe(false)
  })

  it('refuses Node modules where code is pure', () => {
    const text = "import { readFileSync } from 'node:fs'"
    expect(found(checkNodeImports, { 'schemas/a.ts': text })).toEqual(['node-imports schemas/a.ts'])
    expect(found(checkNodeImports, { 'schemas/a.ts': "import 'crypto'", 'sources/a.ts': text })).toHaveLength(1)
  })

  it('refuses notes without a reason', () => {
    const note = 'TO' + 'DO'
    expect(found(checkNotes, { 'core/a.ts': `// ${note} later` })).toEqual(['notes core/a.ts'])
    expect(found(checkNotes, { 'core/a.ts': `// ${note}(waits for the new layout): read both` })).toEqual([])
  })

  it('refuses to ask for an id outside its folder', () => {
    const files = (path: string, text: string) => ({ 'connectors/cn_a/connector.ts': '', [path]: text })
    const check = (path: string, text: string) => found(checkIdComparisons, files(path, text))
    expect(check('app/a.ts', "if (id === 'cn_a') f()")).toEqual(['id-comparison app/a.ts'])
    expect(check('app/a.ts', "switch (id) { case 'cn_a': f() }")).toEqual(['id-comparison app/a.ts'])
    expect(check('app/a.ts', "if (id === 'cn_b') f()")).toEqual([])
    expect(check('connectors/cn_a/codes.ts', "if (id === 'cn_a') f()")).toEqual([])
  })
})

describe('declarations', () => {
  it('asks for the parts of a connector and of a model', () => {
    const files = { 'connectors/cn_a/notes.md': '', 'models/watch/notes.md': '', 'connectors/define.ts': '' }
    expect(checkDeclarations(treeOf(files)).map(({ problem }) => problem)).toEqual([
      'has no connector.ts.',
      'has no sample file.',
      'has no expected file.',
      'has no model.ts.',
      'has no .sql file.',
      'has no cases file.',
    ])
  })

  it('asks for a valid id', () => {
    const files = ['connector.ts', 'sample.csv', 'expected.ndjson'].map((name) => [`connectors/Cn-a/${name}`, ''])
    expect(found(checkDeclarations, Object.fromEntries(files))).toEqual(['declarations connectors/Cn-a/'])
  })
})

describe('words', () => {
  const place = ['', 'wo' + 'rk', 'x'].join('/')

  it.each(['the last sess' + 'ion', 'an ag' + 'ent wrote this', `see ${place}`, `(${place})`])(
    'refuses "%s"',
    (text) => {
      expect(found(checkWords, { 'README.md': text })).toEqual(['words README.md'])
    },
  )

  it.each(['a User-Agent header', 'session_user', 'a database session', 'agency', 'docs/work/x'])(
    'allows "%s"',
    (text) => {
      expect(found(checkWords, { 'docs/a.md': text })).toEqual([])
    },
  )
})
