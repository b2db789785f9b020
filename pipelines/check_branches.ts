/**
 * Whether the sample shows every branch: each reason to ignore a row, each issue and signal that the folder's code can raise, each code of a
 * list. What is written as a literal is found; a branch that no row shows needs a row, or its reason in `unshown`.
 */
import type { Connector } from '../connectors/define.js'
import type { Outcome } from '../schemas/outcome.js'
import { factsOf } from '../schemas/values.js'
import { type CheckFinding, type FolderText, placeInCode, placeOfColumn } from './check_finding.js'
import { fieldsOfRow } from './mutants.js'
import type { SampleRow } from './sample.js'

interface Branch {
  /** As `unshown` names it. */
  readonly name: string
  readonly place: { readonly file: string; readonly line: number | null }
  readonly field: string | null
  readonly shown: boolean
  readonly what: string
}

/** A finding for each branch that no row of the sample shows and no exemption explains, and for each exemption that nothing needs. */
export function checkBranches(
  connector: Connector,
  texts: readonly FolderText[],
  rows: readonly SampleRow[],
  outcomes: readonly (Outcome | undefined)[],
): CheckFinding[] {
  const branches = [
    ...reasonBranches(texts, outcomes),
    ...codeBranches(texts, outcomes),
    ...listBranches(connector, texts, rows),
  ]
  const exempt = connector.unshown ?? {}
  const unshown = branches.filter(({ name, shown }) => !shown && !isGiven(exempt, name))
  const unneeded = Object.keys(exempt).filter(
    (name) => !isGiven(exempt, name) || !branches.some((branch) => branch.name === name && !branch.shown),
  )
  return [
    ...unshown.map(({ name, place, field, what }) => ({
      ...place,
      field,
      problem: `no row of the sample shows ${what}`,
      next: `add such a row to the sample, or unshown: { ${JSON.stringify(name)}: 'why there is none' } to the declaration`,
    })),
    ...unneeded.map((name) => ({
      ...placeInCode(texts, name),
      field: `unshown.${name}`,
      problem: isGiven(exempt, name) ? 'is exempted, and nothing needs it' : 'is exempted without a reason',
      next: isGiven(exempt, name) ? 'take the entry out of `unshown`' : 'write why no row shows it',
    })),
  ]
}

const isGiven = (exempt: Readonly<Record<string, string>>, name: string) =>
  Object.hasOwn(exempt, name) && String(exempt[name]).trim() !== ''

const IGNORED = /\bignored:\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/g

function reasonBranches(texts: readonly FolderText[], outcomes: readonly (Outcome | undefined)[]): Branch[] {
  const reasons = outcomes.flatMap((outcome) => (outcome?.fate === 'ignored' ? [outcome.reason] : []))
  return texts.flatMap(({ file, text }) =>
    [...text.matchAll(IGNORED)].map((match): Branch => {
      const written = (match[1] ?? match[2] ?? match[3] ?? '').replace(/\\(['"`])/g, '$1')
      const fixed = match[3] === undefined ? [written] : written.split(/\$\{[^}]*\}/)
      return {
        name: `ignored: ${written}`,
        place: { file, line: lineAt(text, match.index) },
        field: null,
        shown: reasons.some((reason) => followsIn(reason, fixed)),
        what: `a row that is ignored because '${written}'`,
      }
    }),
  )
}

/** Whether `text` begins and ends with the first and last part and holds the others between, in order. */
function followsIn(text: string, parts: readonly string[]): boolean {
  if (parts.length === 1) return text === parts[0]
  let at = 0
  for (const part of parts) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return true
}

const CODE = /\bcode:\s*'(\w+)'(?:\s+as\s+const)?(?:\s*,\s*field:\s*'([^'\n]*)')?/g
const FIELD_FIRST = /\bfield:\s*'([^'\n]*)'\s*,\s*code:\s*'(\w+)'/g

function codeBranches(texts: readonly FolderText[], outcomes: readonly (Outcome | undefined)[]): Branch[] {
  const said = outcomes.flatMap((outcome): readonly { code: string; field: string | null }[] =>
    outcome?.fate === 'rejected' ? outcome.issues : outcome?.fate === 'accepted' ? outcome.signals : [],
  )
  const found = texts.flatMap(({ file, text }) => {
    const line = (match: RegExpExecArray) => ({ file, line: lineAt(text, match.index) })
    const behind = [...text.matchAll(FIELD_FIRST)].map((match) => ({
      code: match[2],
      field: match[1],
      place: line(match),
    }))
    // A code whose field was named before it is one of those.
    const before = [...text.matchAll(CODE)].filter(
      (match) => match[2] !== undefined || !behind.some(({ place }) => place.line === lineAt(text, match.index)),
    )
    return [...before.map((match) => ({ code: match[1], field: match[2], place: line(match) })), ...behind]
  })
  return found.map(({ code, field, place }) => ({
    name: `${code}${field === undefined ? '' : `:${field}`}`,
    place,
    field: field ?? null,
    shown: said.some((one) => one.code === code && (field === undefined || one.field === field)),
    what: `${code}${field === undefined ? '' : ` of ${field}`}`,
  }))
}

function listBranches(connector: Connector, texts: readonly FolderText[], rows: readonly SampleRow[]): Branch[] {
  return Object.entries(fieldsOfRow(connector) ?? {}).flatMap(([column, type]) => {
    const codes = factsOf(type)?.codes ?? []
    if (codes.length === 0) return []
    const seen = new Set(rows.map(({ found }) => ('row' in found ? String(found.row[column] ?? '').trim() : '')))
    return codes.map((code) => ({
      name: `${column}=${code}`,
      place: placeOfColumn(texts, column),
      field: column,
      shown: seen.has(code),
      what: `the code '${code}'`,
    }))
  })
}

const lineAt = (text: string, index: number) => text.slice(0, index).split('\n').length
