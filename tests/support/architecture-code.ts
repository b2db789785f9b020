/** The rules about what stands inside a file, as pure functions: sizes, banned constructs, SQL, comments, words. */
import { builtinModules } from 'node:module'
import ts from 'typescript'
import { declarationFolder, type Finding, idsOf, importsOf, isTypeScript } from './architecture.js'
import type { Tree } from './tree.js'

export const LIMITS = { fileLines: 300, connectorLines: 180, functionLines: 80 }

interface SourceText {
  readonly file: string
  readonly text: string
  readonly source: ts.SourceFile
}

function sourcesOf(tree: Tree): SourceText[] {
  return [...tree]
    .filter(([file]) => isTypeScript(file) || /^(bin|bench)\/.*\.js$/.test(file))
    .map(([file, text]) => ({ file, text, source: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) }))
}

const startsIn = (file: string, folders: readonly string[]): boolean =>
  folders.some((folder) => file.startsWith(`${folder}/`))

const lineOf = (source: ts.SourceFile, position: number): number =>
  source.getLineAndCharacterOfPosition(position).line + 1

function eachNode(source: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    visit(node)
    ts.forEachChild(node, walk)
  }
  walk(source)
}

/** (d) Files and functions stay small. */
export function checkSizes(tree: Tree): Finding[] {
  return sourcesOf(tree).flatMap((entry) => [...checkFileLines(entry), ...checkFunctionLines(entry)])
}

function checkFileLines({ file, text }: SourceText): Finding[] {
  const measure = text.replace(/\n$/, '').split('\n').length
  const isConnector = /^connectors\/[^/]+\/connector\.ts$/.test(file)
  const most = isConnector ? LIMITS.connectorLines : LIMITS.fileLines
  if (measure <= most) return []
  const fix = isConnector ? 'what is not of this one publisher belongs in sources/ or define.' : 'split it by idea.'
  const rule = isConnector ? 'connector-lines' : 'file-lines'
  return [{ rule, file, measure, problem: `has ${measure} lines; the limit is ${most}.`, fix }]
}

function checkFunctionLines({ file, source }: SourceText): Finding[] {
  const findings: Finding[] = []
  eachNode(source, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined || isTestSuite(node)) return
    const line = lineOf(source, node.getStart(source))
    const measure = lineOf(source, node.getEnd()) - line + 1
    if (measure <= LIMITS.functionLines) return
    const problem = `has a function of ${measure} lines; the limit is ${LIMITS.functionLines}.`
    findings.push({
      rule: 'function-lines',
      file,
      line,
      measure,
      problem,
      fix: 'give each step a function and a name.',
    })
  })
  return findings
}

// The body of describe() is a list of tests, not a function to be read from top to bottom.
function isTestSuite(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText())
}

interface Ban {
  readonly rule: string
  readonly fix: string
  /** Whether the rule holds in this file. */
  readonly holds: (file: string) => boolean
  readonly matches: (node: ts.Node) => boolean
}

const isMember = (node: ts.Node, object: string, name?: string): boolean =>
  (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === object &&
  (name === undefined || (ts.isPropertyAccessExpression(node) && node.name.text === name))

const isCallOf = (node: ts.Node, object: string, name: string): boolean =>
  ts.isCallExpression(node) && isMember(node.expression, object, name)

const isBareDate = (node: ts.Node): boolean =>
  (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === 'Date' &&
  (ts.isCallExpression(node) || (node.arguments?.length ?? 0) === 0)

const isDoubleCast = (node: ts.Node): boolean =>
  ts.isAsExpression(node) &&
  ts.isAsExpression(node.expression) &&
  node.expression.type.kind === ts.SyntaxKind.UnknownKeyword

const everywhere = (): boolean => true
const isPure = (file: string): boolean => startsIn(file, ['schemas', 'connectors', 'resolution', 'sources'])

const BANS: readonly Ban[] = [
  {
    rule: 'any',
    fix: 'name the type, or use unknown and narrow it.',
    holds: everywhere,
    matches: (node) => node.kind === ts.SyntaxKind.AnyKeyword,
  },
  {
    rule: 'double-cast',
    fix: 'parse the value with its schema, or narrow it.',
    holds: everywhere,
    matches: isDoubleCast,
  },
  {
    rule: 'non-null',
    fix: 'handle undefined where it can occur, or throw an Error that says what was expected.',
    holds: everywhere,
    matches: ts.isNonNullExpression,
  },
  {
    rule: 'environment',
    fix: 'read it in core/config.ts and pass the value in.',
    holds: (file) => file !== 'core/config.ts' && !startsIn(file, ['tests', 'bench', 'bin']),
    matches: (node) => isMember(node, 'process', 'env'),
  },
  {
    rule: 'clock',
    fix: 'take the time as an argument: the same input must give the same output.',
    holds: isPure,
    matches: (node) => isCallOf(node, 'Date', 'now') || isBareDate(node),
  },
  {
    rule: 'random',
    fix: 'derive the value from the input: the same input must give the same output.',
    holds: isPure,
    matches: (node) => isCallOf(node, 'Math', 'random'),
  },
  {
    rule: 'console',
    fix: 'log through core/log.ts, or return the text to app/.',
    holds: (file) => !startsIn(file, ['app', 'bench', 'bin']),
    matches: (node) => isMember(node, 'console'),
  },
  {
    rule: 'sql',
    fix: 'put the statement into warehouse/, topics/, sql/queries/<name>.sql or a .sql file of the model.',
    // What is asked of other systems' databases is made of declared names: no statement of ours.
    holds: (file) => !startsIn(file, ['warehouse', 'topics', 'sources/places/sql', 'tests', 'bench']),
    matches: (node) => isTextNode(node) && isSql(node.getText()),
  },
]

const isTextNode = (node: ts.Node): boolean => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)

const SQL_FORMS = [
  /^\W*(?:select|with \w+ as)\s/i,
  /\bselect\b(?:[^.]|\.\w)*\bfrom\s+[\w"$]/i,
  /\binsert into\s+[\w"$]/i,
  /\bupdate\s+[\w."${}]+\s+set\s/i,
  /\bdelete from\s+[\w"$]/i,
  /\b(?:create|alter|drop)\s+(?:or replace\s+)?(?:(?:temp|temporary|unlogged|unique)\s+)?(?:table|index|view|schema|function)\s+[\w"$]/i,
  /\bcopy\s+[\w."${}]+\s*(?:\([^)]*\)\s*)?(?:from|to)\s+std(?:in|out)\b/i,
]

// SQL is written all in lower or all in upper case; an English sentence begins with a capital ("Select a …").
const isOneCase = (word: string): boolean => word === word.toLowerCase() || word === word.toUpperCase()

export function isSql(literal: string): boolean {
  return SQL_FORMS.some((form) => isOneCase(/[a-z]+/i.exec(form.exec(literal)?.[0] ?? 'Not')?.[0] ?? 'Not'))
}

/** (e) Constructs that are banned, everywhere or in some folders. */
export function checkBans(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const { file, source } of sourcesOf(tree)) {
    const bans = BANS.filter((ban) => ban.holds(file))
    eachNode(source, (node) => {
      for (const { rule, fix, matches } of bans) {
        if (!matches(node)) continue
        const shown = node.getText().split('\n', 1)[0]?.slice(0, 60) ?? ''
        findings.push({
          rule,
          file,
          line: lineOf(source, node.getStart(source)),
          problem: `contains \`${shown}\`.`,
          fix,
        })
      }
    })
  }
  return findings
}

const BUILTIN = new Set(builtinModules)

/** (e) Schemas, connectors and resolution are pure: no Node module. */
export function checkNodeImports(tree: Tree): Finding[] {
  return [...tree].flatMap(([file, text]) => {
    if (!isTypeScript(file) || !startsIn(file, ['schemas', 'connectors', 'resolution'])) return []
    const banned = importsOf(file, text).filter(
      ({ specifier }) => specifier.startsWith('node:') || BUILTIN.has(specifier),
    )
    return banned.map(({ specifier, line }) => ({
      rule: 'node-imports',
      file,
      line,
      problem: `imports ${specifier}.`,
      fix: 'keep it pure: do the I/O in sources/, warehouse/ or pipelines/ and pass the value in.',
    }))
  })
}

/** (e) A note about work left to do says why it is left, or is not there. */
export function checkNotes(tree: Tree): Finding[] {
  return sourcesOf(tree).flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, index) => {
      if (!/(?:\/\/|\*)\s*(?:TODO|FIXME)\b/.test(line) || /(?:TODO|FIXME)\([^)]{8,}\):/.test(line)) return []
      const fix = 'do it, or write TODO(the reason why not now): what.'
      return [{ rule: 'notes', file, line: index + 1, problem: 'has a note without a reason.', fix }]
    }),
  )
}

/** (e) Nothing outside a connector's or model's folder asks for its id. */
export function checkIdComparisons(tree: Tree): Finding[] {
  const folders = new Map<string, string>()
  for (const kind of ['connectors', 'models'] as const) {
    for (const id of idsOf(tree, kind)) folders.set(id, `${kind}/${id}`)
  }
  const findings: Finding[] = []
  for (const { file, source } of sourcesOf(tree)) {
    if (startsIn(file, ['tests', 'bench'])) continue
    eachNode(source, (node) => {
      const id = comparedTexts(node).find((text) => folders.has(text) && folders.get(text) !== declarationFolder(file))
      if (id === undefined) return
      const fix = 'add what the code must know to the declaration, and read it from there.'
      const line = lineOf(source, node.getStart(source))
      findings.push({ rule: 'id-comparison', file, line, problem: `asks for the id '${id}'.`, fix })
    })
  }
  return findings
}

const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
])

function comparedTexts(node: ts.Node): string[] {
  if (ts.isCaseClause(node)) return [node.expression].filter(ts.isStringLiteralLike).map((literal) => literal.text)
  if (!ts.isBinaryExpression(node) || !EQUALITY.has(node.operatorToken.kind)) return []
  return [node.left, node.right].filter(ts.isStringLiteralLike).map((literal) => literal.text)
}

// Put together from parts so that this file does not break its own rule.
const AUTHORS = new RegExp(`(?<!user[- ])\\bag${'ent'}s?\\b`, 'i')
const SITTINGS = new RegExp(`(?<!(?:database|postgres|psql|server|web|user)[ -])\\bsess${'ion'}s?\\b`, 'i')
// In code the word is the database's own.
const IS_CODE = /\.(ts|js|sql)$/
const MACHINE_PATHS = new RegExp(`(?:^|[\\s'"\`(=:])/(?:wo${'rk'}|ro${'ot'})(?=$|[/\\s'"\`)])`)
const OTHERS_WORDS = /(^|\/)(LICENSE|NOTICE|package-lock\.json)$|^data\/|\/(sample|expected|cases|data)[^/]*(\/|$|\.)/

/** (g) The text tells of the project, not of how or where it was made. */
export function checkWords(tree: Tree): Finding[] {
  return [...tree].flatMap(([file, text]) => {
    if (OTHERS_WORDS.test(file)) return []
    const words = [AUTHORS, MACHINE_PATHS, ...(IS_CODE.test(file) ? [] : [SITTINGS])]
    return text.split('\n').flatMap((line, index) => {
      const found = words.map((word) => word.exec(line)?.[0].trim()).find((word) => word !== undefined)
      if (found === undefined) return []
      const fix = 'describe the project itself, in the words of its field, with paths relative to its root.'
      return [{ rule: 'words', file, line: index + 1, problem: `says "${found}".`, fix }]
    })
  })
}
