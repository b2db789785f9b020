/** What the docs name: commands, codes, variables, queries, links. Pure functions from Markdown text. */

/** Code of a Markdown text: fenced blocks, indented blocks and inline spans, one string each. */
function codeIn(text: string): string[] {
  const fences = [...text.matchAll(/^( *)```[^\n]*\n([\s\S]*?)^\1```/gm)].map((match) => match[2] ?? '')
  const rest = withoutFences(text)
  const indented = rest.split('\n').filter((line) => /^ {4,}\S/.test(line))
  const spans = [...rest.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '')
  return [...fences, ...indented, ...spans]
}

const withoutFences = (text: string): string => text.replace(/^( *)```[^\n]*\n[\s\S]*?^\1```/gm, '')

function matchesIn(texts: readonly string[], pattern: RegExp): string[] {
  const found = texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))
  return [...new Set(found)]
}

/** The verbs of `riskledger <verb>` in code. */
export function commandsIn(text: string): string[] {
  return matchesIn(codeIn(text), /(?<![\w/.@-])riskledger ([a-z][a-z-]*)/g)
}

/** The names of `riskledger query <name>` in code. */
export function queriesIn(text: string): string[] {
  return matchesIn(codeIn(text), /(?<![\w/.@-])riskledger query ([a-z][a-z0-9_-]*)/g).filter((name) => name !== 'list')
}

/** Every word that stands in code. */
export function wordsInCode(text: string): string[] {
  return matchesIn(codeIn(text), /([A-Za-z0-9_-]+)/g)
}

/** The code in the first cell of each table row. */
export function codesInTables(text: string): string[] {
  return matchesIn([text], /^\| *`([A-Za-z0-9_]+)` *\|/gm)
}

/** Every RISKLEDGER_… name; `RISKLEDGER_*` stands for all of them and is none. */
export function variablesIn(text: string): string[] {
  return matchesIn([text], /\b(RISKLEDGER_[A-Z0-9_]*[A-Z0-9])\b/g)
}

/** The targets of relative links and images outside code. */
export function linksIn(text: string): string[] {
  const prose = withoutFences(text).replace(/`[^`\n]+`/g, '')
  return matchesIn([prose], /\]\(<?([^)\s>]+)>?(?: +"[^"]*")?\)/g).filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link))
}

/** The anchors that headings get when the text is rendered. */
export function headingAnchors(text: string): string[] {
  const headings = [...withoutFences(text).matchAll(/^#{1,6} +(.+)$/gm)].map((match) => match[1] ?? '')
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}
