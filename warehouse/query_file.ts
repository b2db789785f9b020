/**
 * A named query as a file: a header comment that says what it answers and takes, then one statement.
 *
 *     -- Which entities have the worst grades?
 *     -- :region text = null  only entities whose region begins with this code
 *     -- :limit int = 20  how many at most
 *     select … where region like :region || '%' … limit :limit
 *
 * The first line is the question. A parameter is `:name type`, `= default` unless it has to be given, two spaces, and what
 * it means. In the statement `:name` stands for its value, which is always bound and never put into the text.
 */
import { LedgerError } from '../core/errors.js'

export const PARAMETER_TYPES = ['text', 'int', 'numeric', 'date', 'boolean', 'uuid'] as const
export type ParameterType = (typeof PARAMETER_TYPES)[number]

export interface Parameter {
  readonly name: string
  readonly type: ParameterType
  /** As written: `null`, `today` for a date, or a value. Undefined: it has to be given. */
  readonly fallback: string | undefined
  readonly about: string
}

export interface NamedQuery {
  readonly name: string
  readonly question: string
  readonly parameters: readonly Parameter[]
  /** The statement with $1, $2 … in the order of `parameters`. */
  readonly text: string
}

const PARAMETER = /^-- :([a-z][a-z0-9_]*) (\w+)(?: = (\S+))? {2,}(\S.*)$/

/** Reads the text of sql/queries/<name>.sql. Throws Error for a file that breaks the format: that is our own fault. */
export function parseQuery(name: string, file: string): NamedQuery {
  const lines = file.split('\n')
  const question = /^-- (\S.*\?)$/.exec(lines[0] ?? '')?.[1]
  if (question === undefined)
    throw new Error(`sql/queries/${name}.sql must begin with a comment that asks a question and ends with '?'`)
  const end = lines.findIndex((line) => !line.startsWith('--'))
  const parameters = lines.slice(1, end).map((line) => parameterOf(name, line))
  const body = lines.slice(end).join('\n').trim().replace(/;$/, '')
  return { name, question, parameters, text: bindNames(name, body, parameters) }
}

function parameterOf(name: string, line: string): Parameter {
  const match = PARAMETER.exec(line)
  const type = PARAMETER_TYPES.find((known) => known === match?.[2])
  if (match === null || type === undefined) throw new Error(`sql/queries/${name}.sql: not a parameter: ${line}`)
  return { name: String(match[1]), type, fallback: match[3], about: String(match[4]) }
}

// What may hold a colon that is no parameter comes first: strings, quoted names, dollar quotes, comments, casts.
const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*?\1|--[^\n]*|\/\*[\s\S]*?\*\/|::|(?<![\w\])]):([a-z][a-z0-9_]*)/g

/** Puts $n with a cast in the place of each `:name`. */
function bindNames(name: string, body: string, parameters: readonly Parameter[]): string {
  const used = new Set<string>()
  const text = body.replace(TOKEN, (token, _quote: string | undefined, parameter: string | undefined) => {
    if (parameter === undefined) return token
    const at = parameters.findIndex((declared) => declared.name === parameter)
    if (at < 0) throw new Error(`sql/queries/${name}.sql uses :${parameter} and does not declare it`)
    used.add(parameter)
    return `$${at + 1}::${parameters[at]?.type}`
  })
  const unused = parameters.filter((parameter) => !used.has(parameter.name))
  if (unused.length > 0)
    throw new Error(
      `sql/queries/${name}.sql declares :${unused.map((parameter) => parameter.name).join(', :')} and does not use it`,
    )
  return text
}

const VALID: Readonly<Record<ParameterType, RegExp>> = {
  text: /^[^\0]*$/,
  int: /^-?\d{1,9}$/,
  numeric: /^-?\d+(\.\d+)?$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  boolean: /^(true|false)$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
}

/**
 * The values to bind, in order. `today` is an ISO date. Throws LedgerError query_invalid that names what is missing, not
 * taken, or not of its type.
 */
export function valuesOf(query: NamedQuery, given: Readonly<Record<string, string>>, today: string): (string | null)[] {
  const unknown = Object.keys(given).filter((name) => !query.parameters.some((parameter) => parameter.name === name))
  if (unknown.length > 0)
    throw new LedgerError('query_invalid', `Query '${query.name}' takes no parameter '${unknown[0]}'`, usageOf(query))
  return query.parameters.map((parameter) => {
    const value = Object.hasOwn(given, parameter.name) ? given[parameter.name] : parameter.fallback
    if (value === undefined)
      throw new LedgerError(
        'query_invalid',
        `Query '${query.name}' needs the parameter '${parameter.name}': ${parameter.about}`,
        usageOf(query),
      )
    if (value === 'null' && parameter.fallback === 'null') return null
    const resolved = parameter.type === 'date' && value === 'today' ? today : value
    if (!isValid(parameter.type, resolved))
      throw new LedgerError(
        'query_invalid',
        `'${value}' is no ${parameter.type} for the parameter '${parameter.name}' of query '${query.name}'`,
        usageOf(query),
      )
    return resolved
  })
}

function isValid(type: ParameterType, value: string): boolean {
  if (!VALID[type].test(value)) return false
  if (type !== 'date') return true
  const day = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}

/** How a query is called, as a hint. */
function usageOf(query: NamedQuery): string {
  if (query.parameters.length === 0) return 'It takes no parameters.'
  return `It takes ${query.parameters.map(parameterText).join(', ')}; as in \`--param ${query.parameters[0]?.name}=…\`.`
}

/** A parameter as people read it: `limit int = 20`. */
export function parameterText({ name, type, fallback }: Parameter): string {
  return `${name} ${type}${fallback === undefined ? '' : ` = ${fallback}`}`
}
