/** Code and docs agree, both ways: what exists is described, and what is described exists. */
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONFIG_KEYS } from '../core/config.js'
import { ERROR_CODES } from '../core/errors.js'
import { FILE_FAULTS, ROW_FAULTS } from '../sources/source.js'
import { SOURCE_FOLDERS } from './support/architecture.js'
import {
  codesInTables,
  commandsIn,
  headingAnchors,
  linksIn,
  queriesIn,
  variablesIn,
  wordsInCode,
} from './support/markdown.js'
import { readTree } from './support/tree.js'

const tree = readTree()

function textOf(path: string): string {
  const text = tree.get(path)
  if (text === undefined) throw new Error(`${path} does not exist: write it, the code it describes is there.`)
  return text
}

/** The part of each path that a pattern captures, for the paths that match. */
function captured(pattern: RegExp): string[] {
  return [...new Set([...tree.keys()].flatMap((path) => pattern.exec(path)?.[1] ?? []))].sort()
}

const missingFrom = (have: Iterable<string>, want: Iterable<string>): string[] => {
  const known = new Set(have)
  return [...new Set(want)].filter((name) => !known.has(name)).sort()
}

// Only what is ours to describe: samples and reference data may carry documents of their publishers.
const markdown = [...tree].filter(([path]) => path.endsWith('.md') && !/^data\//.test(path))

describe('docs/errors.md', () => {
  const codes = { ...ERROR_CODES, ...ROW_FAULTS, ...FILE_FAULTS }

  it('has every code of the code, and no other', () => {
    const documented = codesInTables(textOf('docs/errors.md'))
    expect(missingFrom(documented, Object.keys(codes)), 'codes to add to docs/errors.md').toEqual([])
    expect(missingFrom(Object.keys(codes), documented), 'codes in docs/errors.md that no code has').toEqual([])
  })

  it('explains each code with the sentence of the code', () => {
    const text = textOf('docs/errors.md')
    const differing = Object.entries(codes).filter(
      ([code, sentence]) => !text.includes(`| \`${code}\` | ${sentence} |`),
    )
    expect(differing, 'rows of docs/errors.md to bring up to date').toEqual([])
  })
})

describe('docs/configuration.md', () => {
  it('has every configuration key', () => {
    const documented = codesInTables(textOf('docs/configuration.md'))
    expect(
      missingFrom(documented, Object.keys(CONFIG_KEYS)),
      'keys to add to a table of docs/configuration.md',
    ).toEqual([])
  })

  it.each(markdown.map(([path]) => path))('no unknown key in %s', (path) => {
    const used = variablesIn(textOf(path)).filter((name) => !/^RISKLEDGER_SECRET_./.test(name))
    expect(missingFrom(Object.keys(CONFIG_KEYS), used), 'keys that core/config.ts does not have').toEqual([])
  })
})

describe('commands', () => {
  const verbs = captured(/^app\/commands\/([^/]+)\.ts$/)

  it('README.md describes every command', () => {
    expect(missingFrom(commandsIn(textOf('README.md')), verbs), 'commands to describe in README.md').toEqual([])
  })

  it.each(markdown.map(([path]) => path))('no unknown command in %s', (path) => {
    expect(missingFrom(verbs, commandsIn(textOf(path))), 'commands that app/commands/ does not have').toEqual([])
  })
})

describe('declarations', () => {
  it.each([
    ['docs/connectors.md', /^connectors\/([^/]+)\/connector\.ts$/],
    ['docs/queries.md', /^sql\/queries\/([^/]+)\.sql$/],
  ])('%s names every one', (path, pattern) => {
    const names = captured(pattern)
    if (names.length === 0) return
    expect(missingFrom(wordsInCode(textOf(path)), names), `to describe in ${path}`).toEqual([])
  })

  it.each(markdown.map(([path]) => path))('no unknown query in %s', (path) => {
    const names = captured(/^sql\/queries\/([^/]+)\.sql$/)
    expect(missingFrom(names, queriesIn(textOf(path))), 'queries that sql/queries/ does not have').toEqual([])
  })
})

describe('ARCHITECTURE.md', () => {
  it('has at most 200 lines', () => {
    expect(textOf('ARCHITECTURE.md').trimEnd().split('\n').length).toBeLessThanOrEqual(200)
  })

  it('names every source folder', () => {
    const folders = [...SOURCE_FOLDERS, 'sql', 'bin'].filter((folder) => captured(/^([^/]+)\//).includes(folder))
    const text = textOf('ARCHITECTURE.md')
    expect(
      folders.filter((folder) => !text.includes(`\`${folder}/`)),
      'folders to name as `folder/`',
    ).toEqual([])
  })
})

describe('relative links', () => {
  const folders = new Set(
    [...tree.keys()].flatMap((path) => path.split('/').map((_, at, parts) => parts.slice(0, at).join('/'))),
  )

  it.each(markdown.map(([path]) => path))('%s', (path) => {
    const broken = linksIn(textOf(path)).filter((link) => {
      const [file = '', anchor] = link.split('#', 2)
      const target = file === '' ? path : posix.join(posix.dirname(path), file).replace(/\/$/, '')
      const text = tree.get(target)
      if (text === undefined) return !folders.has(target)
      return anchor !== undefined && target.endsWith('.md') && !headingAnchors(text).includes(anchor)
    })
    expect(broken, 'links that lead nowhere').toEqual([])
  })
})

describe('the readers of the docs', () => {
  it('find commands in code, not in prose', () => {
    const text =
      'riskledger fuses records. Use `riskledger run`.\n```sh\nnpx riskledger query top --json\n```\n    riskledger load | resolve'
    expect(commandsIn(text).sort()).toEqual(['load', 'query', 'run'])
    expect(queriesIn(text)).toEqual(['top'])
  })

  it('find codes in the first column, variables, links and anchors', () => {
    expect(codesInTables('| code | x |\n|---|---|\n| `a_b` | `c` |')).toEqual(['a_b'])
    expect(variablesIn('RISKLEDGER_HOME and RISKLEDGER_* and RISKLEDGER_LOG_LEVEL=info')).toEqual([
      'RISKLEDGER_HOME',
      'RISKLEDGER_LOG_LEVEL',
    ])
    expect(linksIn('[a](b.md#c) [d](https://e.example) ![f](g.png "h") `[i](j)`')).toEqual(['b.md#c', 'g.png'])
    expect(headingAnchors('# A *b*: `c_d`\n## E f')).toEqual(['a-b-c_d', 'e-f'])
  })
})
