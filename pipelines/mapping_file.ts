/** A mapping from its file: what the columns of somebody's own file mean. */
import { readFileSync } from 'node:fs'
import { parse, YAMLParseError } from 'yaml'
import type { core } from 'zod'
import { LedgerError, messageOf } from '../core/errors.js'
import { didYouMean } from '../core/nearest.js'
import { type Mapping, mapping, ROLES } from '../resolution/mapping.js'

const KEYS = Object.keys(mapping.shape)
const KNOWN_ROLES = [...ROLES, 'identifier.<scheme>', 'attribute.<anything>']
/** A mapping is a page at most; what is larger is some other file. */
const MOST_CHARS = 1 << 20

/** Reads and checks a mapping. Throws LedgerError mapping_invalid, which names the file and the key. */
export function readMapping(path: string): Mapping {
  const checked = mapping.safeParse(documentOf(path))
  if (checked.success) {
    if (checked.data.unique.length > 0 && checked.data.source === undefined)
      throw invalid(
        path,
        'unique names sources, and source names no column',
        'Write `source:` and the column that says where a row is from.',
      )
    if (Object.keys(checked.data.columns).length > 0) return checked.data
    throw invalid(path, 'columns names no role', hintOfRoles())
  }
  const [issue] = checked.error.issues
  if (issue === undefined) throw new Error('a mapping that is refused has an issue')
  throw refused(path, issue)
}

function documentOf(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw invalid(path, `it cannot be read: ${messageOf(error)}`, 'Give the path of a YAML file.', error)
  }
  if (text.length > MOST_CHARS) throw invalid(path, 'it is too large to be a mapping', 'Give the path of a YAML file.')
  try {
    return parse(text.replace(/^\ufeff/, ''), { maxAliasCount: 0, logLevel: 'error' })
  } catch (error) {
    const at = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined
    const reason = (messageOf(error).split('\n')[0] ?? '').replace(/ at line \d+.*$/, '')
    throw invalid(path, `${at === undefined ? '' : `line ${at}: `}it is no YAML: ${reason}`, 'Correct it there.', error)
  }
}

function refused(path: string, issue: core.$ZodIssue): LedgerError {
  const key = issue.path.join('.')
  const [under, role] = issue.path
  if (issue.code === 'unrecognized_keys') {
    const [unknown = ''] = issue.keys
    return invalid(
      path,
      `the key '${unknown}' is not known`,
      `${didYouMean(unknown, KEYS)}Keys are ${KEYS.join(', ')}.`,
    )
  }
  if (under === 'columns' && issue.code === 'invalid_key')
    return invalid(path, `the role '${String(role)}' is not known`, didYouMean(String(role), ROLES) + hintOfRoles())
  if (under === 'columns' && role !== undefined)
    return invalid(path, `${key} names no column`, `Write a column of the file, or a list of columns.`)
  if (under === 'kind')
    return invalid(path, 'kind is missing or none of those known', 'It is person, organisation or any.')
  if (under === 'columns') return invalid(path, 'columns is missing', hintOfRoles())
  return invalid(
    path,
    `${key === '' ? 'the document' : key} does not fit: ${issue.message}`,
    `Keys are ${KEYS.join(', ')}.`,
  )
}

const hintOfRoles = () =>
  `Roles are ${KNOWN_ROLES.join(', ')}; as in \`columns: { name: company, address: [street, number] }\`.`

/** What is wrong with a mapping, or with it and a file together. */
export function invalid(path: string, sentence: string, hint: string, cause?: unknown): LedgerError {
  return new LedgerError('mapping_invalid', `${path}: ${sentence}`, hint, cause)
}
