/** What a declaration leaves open: the places that `connectors new` could not know, each with what belongs there. */
import { CLASSIFICATIONS, type Connector, FILL_IN, LEVELS, SOURCE_CLASSES } from '../connectors/define.js'
import { LedgerError } from '../core/errors.js'

/** A part of a declaration that says nothing yet, or nothing that can be. */
export interface Unfilled {
  /** Its path, such as `agency.level`. */
  readonly field: string
  readonly problem: string
  readonly next: string
}

const WANTED: Readonly<Record<string, string>> = {
  title: 'what the data set is, in one line',
  'agency.name': 'the name of the agency in its own language',
  'agency.name_en': 'the name of the agency in English',
  'agency.level': `one of ${LEVELS.join(', ')}`,
  'agency.region': 'a GB/T 2260 code in China (310000), ISO 3166 elsewhere (JP, US-CA)',
  'agency.source_class': `one of ${SOURCE_CLASSES.join(', ')}`,
  publisher: 'who puts the data out, with the address where people find it',
  licence: 'under which terms it may be used, as the publisher states them',
  purpose: 'why the data is processed',
  legal_basis: 'on what legal ground it may be processed: the law and article',
  classification: `one of ${CLASSIFICATIONS.join(', ')}`,
  'cadence.cron': 'when it is worth asking again, as minute hour day month weekday: 30 6 * * *',
  'cadence.time_zone': 'the time zone of that, as in Asia/Shanghai',
  key: 'in words, which columns make the key of a record',
}

/** Every part of a declaration that is still to be said or cannot be so. */
export function unfilledIn(connector: Connector): Unfilled[] {
  const { personal: _personal, row: _row, source: _source, ...declared } = connector
  return [...leavesOf(declared, '').flatMap(([field]) => unfilled(field)), ...impossible(connector)]
}

function unfilled(field: string): Unfilled[] {
  const next = `write ${WANTED[field] ?? (field.startsWith('ignored.') ? 'why the column is not used' : 'what belongs there')}`
  return [{ field, problem: 'is still to be filled in', next }]
}

function leavesOf(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === 'string') return value.includes(FILL_IN) ? [[path, value]] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path === '' ? name : `${path}.${name}`))
}

/** Values of the right type that no data set can have: what stands there until somebody knows better. */
function impossible({ cadence, volume, mode }: Connector): Unfilled[] {
  const found: Unfilled[] = []
  const say = (field: string, problem: string, next: string) => void found.push({ field, problem, next })
  if (!(cadence.stale_after_days >= 1))
    say(
      'cadence.stale_after_days',
      `is ${cadence.stale_after_days}`,
      'write after how many days of silence it is stale',
    )
  if (!cadence.cron.includes(FILL_IN) && !/^\S+( \S+){4}$/.test(cadence.cron))
    say('cadence.cron', `'${cadence.cron}' has not five parts`, String(WANTED['cadence.cron']))
  if (cadence.time_zone !== FILL_IN && !isTimeZone(cadence.time_zone))
    say('cadence.time_zone', `'${cadence.time_zone}' is no time zone`, String(WANTED['cadence.time_zone']))
  if (!(volume.max >= 1) || volume.min > volume.max || volume.min < 0)
    say('volume', `is ${volume.min} to ${volume.max}`, 'write how many rows a full file holds, at least and at most')
  if (mode.type === 'snapshot' && !(mode.max_drop > 0 && mode.max_drop <= 1))
    say('mode.max_drop', `is ${mode.max_drop}`, 'write the share that may vanish at once, above 0 and at most 1')
  return found
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Refuses a connector that is not filled in: what it would send could not be taken back. Throws LedgerError connector_invalid. */
export function refuseUnfilled(id: string, connector: Connector): void {
  const [first, ...more] = unfilledIn(connector)
  if (first === undefined) return
  const others = more.length === 0 ? '' : `, and ${more.length} more`
  throw new LedgerError(
    'connector_invalid',
    `Connector '${id}' is not finished: ${first.field} ${first.problem}${others}`,
    `\`riskledger connectors check ${id}\` names every place with its line.`,
  )
}
