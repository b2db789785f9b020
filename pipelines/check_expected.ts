/** The outcomes of a sample beside those that are expected: what differs, field by field. */
import type { Row } from '../sources/source.js'
import type { CheckFinding } from './check_finding.js'
import { EXPECTED, type Expectation, readExpectations } from './sample.js'

/** What accepting would change: places that come, go, or have another outcome. */
export interface Acceptance {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly { readonly place: string; readonly differences: readonly Difference[] }[]
  readonly unchanged: number
}

export interface Difference {
  /** The path within the outcome; '' is the whole of it. */
  readonly field: string
  readonly before: unknown
  readonly now: unknown
}

const placeOf = ({ file, line }: Expectation) => `${file}:${line}`

/** What differs between two lists of outcomes. */
export function compare(before: readonly Expectation[], now: readonly Expectation[]): Acceptance {
  const old = new Map(before.map((entry) => [placeOf(entry), entry]))
  // Through JSON, so that only what the file can say is compared.
  const found = new Map(now.map((entry): [string, Expectation] => [placeOf(entry), JSON.parse(JSON.stringify(entry))]))
  const both = [...found].flatMap(([place, entry]) => {
    const earlier = old.get(place)
    return earlier === undefined ? [] : [{ place, differences: differencesOf(earlier, entry) }]
  })
  return {
    added: [...found.keys()].filter((place) => !old.has(place)),
    removed: [...old.keys()].filter((place) => !found.has(place)),
    changed: both.filter(({ differences }) => differences.length > 0),
    unchanged: both.filter(({ differences }) => differences.length === 0).length,
  }
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null

/** Each leaf in which two values differ. */
function differencesOf(before: unknown, now: unknown, path = ''): Difference[] {
  if (isObject(before) && isObject(now) && Array.isArray(before) === Array.isArray(now)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(now)])
    return [...keys].flatMap((key) => differencesOf(before[key], now[key], path === '' ? key : `${path}.${key}`))
  }
  return Object.is(before, now) ? [] : [{ field: path, before, now }]
}

/** A value of an outcome as people read it. */
export function shownValue(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300)
}

/** A finding for each row whose outcome is not what expected.json says. */
export function checkExpected(id: string, directory: string, found: readonly Expectation[]): CheckFinding[] {
  const next = `look at the outcomes, then \`riskledger connectors accept ${id}\` if they are right`
  const whole = (problem: string): CheckFinding[] => [{ file: EXPECTED, line: null, field: null, problem, next }]
  let expected: readonly Expectation[] | undefined
  try {
    expected = readExpectations(directory)
  } catch (error) {
    return whole(`it is not JSON (${String(error)})`)
  }
  if (expected === undefined) return whole('it is not there, and would hold the outcomes of the sample')
  if (expected.length === 0 && found.length > 0)
    return whole(`none of the ${found.length} sample rows has an outcome in it yet`)
  const { added, removed, changed } = compare(expected, found)
  const at = (place: string, field: string | null, problem: string): CheckFinding => {
    const cut = place.lastIndexOf(':')
    return { file: place.slice(0, cut), line: Number(place.slice(cut + 1)), field, problem, next }
  }
  return [
    ...(new Set(expected.map(placeOf)).size < expected.length ? whole('it names a line twice') : []),
    ...removed.map((place) => at(place, null, 'it is expected and not in the sample')),
    ...added.map((place) => at(place, null, `it has an outcome that ${EXPECTED} does not know`)),
    ...changed.flatMap(({ place, differences }) =>
      differences.map(({ field, before, now }) =>
        at(place, field === '' ? null : field, `expected ${shownValue(before)}, found ${shownValue(now)}`),
      ),
    ),
  ]
}
