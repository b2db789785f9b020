/**
 * The rules of the layout as pure functions from a tree of files to findings: who may import whom, cycles, names,
 * and what a connector or model folder must hold. Rules about what stands inside a file are in architecture-code.ts.
 */
import { posix } from 'node:path'
import ts from 'typescript'
import type { Tree } from './tree.js'

/** One broken rule: where, which, and what to do about it. `measure` is the size that a size rule found. */
export interface Finding {
  readonly rule: string
  readonly file: string
  readonly line?: number
  readonly problem: string
  readonly fix: string
  readonly measure?: number
}

export function describeFinding(finding: Finding): string {
  const place = finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`
  return `${place} [${finding.rule}] ${finding.problem} Fix: ${finding.fix}`
}

/** A size that is too large and known to be; it may shrink, never grow, and must go once it is no longer needed. */
export interface Exemption {
  readonly rule: string
  readonly file: string
  readonly most: number
  readonly reason: string
}

/** Findings without the exempted ones, plus a finding for each exemption that nothing needs any more. */
export function applyExemptions(findings: readonly Finding[], exemptions: readonly Exemption[]): Finding[] {
  const covers = (exemption: Exemption, finding: Finding) =>
    exemption.rule === finding.rule && exemption.file === finding.file && (finding.measure ?? 0) <= exemption.most
  const left = findings.filter((finding) => !exemptions.some((exemption) => covers(exemption, finding)))
  const unneeded = exemptions.filter((exemption) => !findings.some((finding) => covers(exemption, finding)))
  return [...left, ...unneeded.map(unneededFinding)]
}

function unneededFinding(exemption: Exemption): Finding {
  return {
    rule: 'exemption',
    file: exemption.file,
    problem: `is exempted from "${exemption.rule}" and does not need it, or has outgrown it.`,
    fix: 'remove the entry from EXEMPTIONS in tests/architecture.test.ts, or make the file smaller.',
  }
}

const DOMAIN = ['core', 'schemas', 'sources', 'connectors', 'topics', 'warehouse', 'resolution', 'models']

/** Which of our folders a folder may import, besides itself. `connectors` and `models` are refined below. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  schemas: ['core'],
  sources: ['core'],
  connectors: ['core', 'schemas', 'sources'],
  // The embedded adapter of the topic log is tables in the same Postgres.
  topics: ['core', 'schemas', 'warehouse'],
  warehouse: ['core', 'schemas'],
  resolution: ['core', 'schemas'],
  models: ['core', 'schemas'],
  pipelines: DOMAIN,
  app: [...DOMAIN, 'pipelines'],
  bench: [...DOMAIN, 'pipelines', 'app', 'tests'],
  tests: [...DOMAIN, 'pipelines', 'app', 'bench', 'bin'],
}

export const SOURCE_FOLDERS = Object.keys(MAY_IMPORT)

export const isTypeScript = (path: string): boolean => path.endsWith('.ts') && !path.endsWith('.d.ts')

const topOf = (path: string): string => path.split('/', 1)[0] ?? ''
const isSource = (path: string): boolean => isTypeScript(path) && path.includes('/') && topOf(path) in MAY_IMPORT

/** `connectors/<id>` or `models/<id>` for a file inside such a folder. */
export function declarationFolder(path: string): string | undefined {
  return /^((?:connectors|models)\/[^/]+)\/./.exec(path)?.[1]
}

export interface Import {
  readonly specifier: string
  readonly line: number
}

/** Every module that a file names: import, export … from, import(), import types, and new URL('./x', import.meta.url). */
export function importsOf(path: string, text: string): Import[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false)
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
      found.push({ specifier, line })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literalText(node.moduleSpecifier)
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? literalText(node.argument.literal) : undefined
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return literalText(node.arguments[0])
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'URL') {
    const target = literalText(node.arguments?.[0])
    return target?.startsWith('.') ? target : undefined
  }
  return undefined
}

function literalText(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined
}

/** The file of ours that a specifier names, or undefined for a package or a folder. */
function targetOf(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return posix.normalize(posix.join(posix.dirname(from), specifier)).replace(/\.js$/, '.ts')
}

/** (a) Imports between folders follow the table of ARCHITECTURE.md. */
export function checkImports(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const [file, text] of tree) {
    if (!isSource(file)) continue
    for (const { specifier, line } of importsOf(file, text)) {
      const target = targetOf(file, specifier)
      const fix = target === undefined || !isSource(target) ? undefined : importFix(file, target)
      if (fix !== undefined) findings.push({ rule: 'imports', file, line, problem: `imports ${target}.`, fix })
    }
  }
  return findings
}

/** What to do about an import that the table refuses; undefined when it is allowed. */
function importFix(file: string, target: string): string | undefined {
  const from = topOf(file)
  const to = topOf(target)
  const own = declarationFolder(file)
  const other = declarationFolder(target)
  if (own !== undefined && own === other) return undefined
  if (from === 'tests' || (from === 'bench' && to !== 'tests')) return undefined
  if (other !== undefined) return `the folder is the registry: find ${other} through its catalogue, never by its name.`
  if (own !== undefined) return declarationFix(from, target)
  if (from === to || MAY_IMPORT[from]?.includes(to)) return undefined
  if (to === 'app' || to === 'bench' || to === 'tests')
    return `nobody imports ${to}/: move what is shared to a lower folder.`
  return `${from}/ may import ${MAY_IMPORT[from]?.join(', ') || 'nothing of ours'}: move the code or pass it in.`
}

function declarationFix(from: string, target: string): string | undefined {
  const allowed = from === 'connectors' ? ['schemas', 'sources'] : ['schemas']
  if (target === `${from}/define.ts` || allowed.includes(topOf(target))) return undefined
  return `${from}/<id>/ may import ../define, ${allowed.join(', ')}: put what it needs there, or into the declaration.`
}

/** (b) No import cycles, types included: two files that need each other are one file or need a third. */
export function checkCycles(tree: Tree): Finding[] {
  const graph = new Map<string, string[]>()
  for (const [file, text] of tree) {
    if (!isTypeScript(file)) continue
    const targets = importsOf(file, text).map(({ specifier }) => targetOf(file, specifier))
    graph.set(file, [...new Set(targets.filter((target) => target !== undefined && tree.has(target)))] as string[])
  }
  return findCycles(graph).map((cycle) => ({
    rule: 'cycles',
    file: cycle[0] ?? '',
    problem: `is in an import cycle: ${[...cycle, cycle[0]].join(' -> ')}.`,
    fix: 'move what both need into a file that imports neither.',
  }))
}

function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>()
  const trail: string[] = []
  const cycles: string[][] = []
  const visit = (file: string): void => {
    const at = trail.indexOf(file)
    if (at >= 0) cycles.push(trail.slice(at))
    if (at >= 0 || done.has(file)) return
    trail.push(file)
    for (const target of graph.get(file) ?? []) visit(target)
    trail.pop()
    done.add(file)
  }
  for (const file of graph.keys()) visit(file)
  return cycles
}

const VAGUE = /^(utils?|utilit(y|ies)|helpers?|common|managers?|services?|misc)$/i

/** (c) No barrels, and no name that says nothing about what is inside. */
export function checkNames(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const file of tree.keys()) {
    if (/(^|\/)index\.[cm]?[jt]s$/.test(file)) {
      const fix = 'import the files themselves; name this one after what it does.'
      findings.push({ rule: 'barrels', file, problem: 'is an index file.', fix })
    }
    const vague = file.split(/[/._-]|(?<=[a-z])(?=[A-Z])/).find((word) => VAGUE.test(word))
    if (vague !== undefined) {
      const fix = 'name it after the one idea it holds, in the words of the field.'
      findings.push({ rule: 'names', file, problem: `has the vague word "${vague}" in its path.`, fix })
    }
  }
  return findings
}

const REQUIRED: Readonly<Record<string, readonly (readonly [what: string, pattern: RegExp])[]>> = {
  connectors: [
    ['connector.ts', /^connector\.ts$/],
    ['a sample file', /^sample/],
    ['an expected file', /^expected/],
  ],
  models: [
    ['model.ts', /^model\.ts$/],
    ['a .sql file', /\.sql$/],
    ['a cases file', /^cases/],
  ],
}

/** (f) Each connector and model folder is complete, and its name is a valid id. */
export function checkDeclarations(tree: Tree): Finding[] {
  const folders = new Map<string, string[]>()
  for (const file of tree.keys()) {
    const folder = declarationFolder(file)
    if (folder === undefined) continue
    folders.set(folder, [...(folders.get(folder) ?? []), file.slice(folder.length + 1)])
  }
  return [...folders].flatMap(([folder, files]) => checkFolder(folder, files))
}

function checkFolder(folder: string, files: readonly string[]): Finding[] {
  const [kind = '', id = ''] = folder.split('/')
  const missing = (REQUIRED[kind] ?? []).filter(([, pattern]) => !files.some((file) => pattern.test(file)))
  const findings: Finding[] = missing.map(([what]) => ({
    rule: 'declarations',
    file: `${folder}/`,
    problem: `has no ${what.replace(/^an? /, '')}.`,
    fix: `add ${what}: a declaration carries its own example, and the example runs as a test.`,
  }))
  if (!/^[a-z][a-z0-9_]*$/.test(id)) {
    const fix = 'use lower-case letters, digits and underscores: the folder name is the id.'
    findings.push({ rule: 'declarations', file: `${folder}/`, problem: `"${id}" is not a valid id.`, fix })
  }
  return findings
}

/** The ids of all connectors (or models): the names of the folders that hold a declaration. */
export function idsOf(tree: Tree, kind: 'connectors' | 'models'): string[] {
  const pattern = new RegExp(`^${kind}/([^/]+)/(?:connector|model)\\.ts$`)
  return [...tree.keys()].flatMap((file) => pattern.exec(file)?.[1] ?? [])
}
