/**
 * The events on the topics against the tables. Repeats, known by (ce_source, ce_id), are dropped as every consumer has to; then the ids of a key only
 * grow, the last state of a key is its table's, every item in quarantine was told once, and every version that ended was told as a correction.
 */
import { isDeepStrictEqual } from 'node:util'
import { KIND_NAMES } from '../../../schemas/record.js'
import type { Query } from './compare.js'
import type { LoggedMessage } from './messages.js'
import { type Finding, finding } from './verdict.js'

const EVENTS = ['entity', 'grade', 'quarantine', 'correction'].map((name) => `riskledger.${name}.v1`)

export interface EventCounts {
  readonly findings: readonly Finding[]
  readonly events: number
  readonly repeats: number
}

export async function checkEvents(messages: readonly LoggedMessage[], query: Query): Promise<EventCounts> {
  const all = messages.filter(({ topic }) => EVENTS.includes(topic))
  const once = withoutRepeats(all)
  const of = (name: string, list = once) => list.filter(({ topic }) => topic === `riskledger.${name}.v1`)
  const entities = await query<State>(ENTITIES)
  const grades = await query<State>(GRADES)
  return {
    events: once.length,
    repeats: all.length - once.length,
    findings: [
      ...checkOrder(once),
      ...checkStates('the last event of an entity', of('entity'), entities),
      ...checkStates('the last event of a grade', of('grade'), grades),
      // A compacted topic keeps the last message of a key, be it a repeat or not.
      ...checkStates('what compaction would keep of an entity', of('entity', all), entities),
      ...checkStates('what compaction would keep of a grade', of('grade', all), grades),
      ...(await checkQuarantine(of('quarantine'), query)),
      ...(await checkCorrections(of('correction'), query)),
    ],
  }
}

function withoutRepeats(messages: readonly LoggedMessage[]): LoggedMessage[] {
  const seen = new Set<string>()
  return messages.filter(({ topic, source, id }) => {
    const name = `${topic} ${source} ${id}`
    return !seen.has(name) && seen.add(name)
  })
}

function checkOrder(messages: readonly LoggedMessage[]): Finding[] {
  const last = new Map<string, LoggedMessage>()
  const wrong: string[] = []
  for (const message of messages) {
    const name = `${message.topic} ${message.key}`
    const before = last.get(name)
    if (before !== undefined && before.partition !== message.partition)
      wrong.push(`${name} is in partitions ${before.partition} and ${message.partition}`)
    if (before !== undefined && Number(before.id) >= Number(message.id))
      wrong.push(`${name}: ${message.id} at ${message.offset} behind ${before.id} at ${before.offset}`)
    last.set(name, message)
  }
  return finding('order', 'ids of one key', wrong)
}

interface State {
  readonly id: string
  readonly content: unknown
}

const ENTITIES = `select entity_id::text as id, jsonb_build_object('type', 'entity', 'entity_id', entity_id, 'kind', kind, 'name', name, 'region', region,
  'mentions', mentions, 'joined_by', joined_by, 'ambiguous', ambiguous) as content from store.entity`
const GRADES = `select entity_id::text as id, jsonb_build_object('type', 'grade', 'entity_id', entity_id, 'colour', colour, 'score', score, 'frequency', frequency,
  'severity', severity, 'breakdown', breakdown, 'model', model, 'model_version', model_version, 'as_of', as_of) as content from store.grade`

/** Whoever keeps the last message of each key has the table: rows as they are, tombstones for what is no more. */
function checkStates(what: string, messages: readonly LoggedMessage[], rows: readonly State[]): Finding[] {
  const kept = new Map(messages.map((message) => [message.key, message]))
  const held = new Set(rows.map(({ id }) => id))
  const lost: string[] = []
  const stale: string[] = []
  for (const { id, content } of rows) {
    const message = kept.get(id)
    if (message === undefined) lost.push(id)
    else if (message.value === null || !isDeepStrictEqual(JSON.parse(message.value), content))
      stale.push(
        `${id}: ${message.id} at ${message.partition}/${message.offset} says ${message.value}, the table ${JSON.stringify(content)}`,
      )
  }
  const undead = [...kept.values()].filter(({ key, value }) => value !== null && !held.has(key))
  return [
    ...finding('lost', what, lost),
    ...finding('different', what, stale),
    ...finding(
      'doubled',
      `${what} that is no more`,
      undead.map(({ key, value }) => `${key}: ${value}`),
    ),
  ]
}

async function checkQuarantine(messages: readonly LoggedMessage[], query: Query): Promise<Finding[]> {
  const items = await query<{ id: string }>('select quarantine_id::text as id from store.quarantine')
  return compareSets(
    'events of quarantine',
    items.map(({ id }) => id),
    messages.map(({ key }) => key),
  )
}

/** Versions that lie in history were current once and were told when they ended. */
async function checkCorrections(messages: readonly LoggedMessage[], query: Query): Promise<Finding[]> {
  const wanted: string[] = []
  for (const kind of KIND_NAMES) {
    const rows = await query<{ id: string }>(
      `select concat_ws(' ', record_id, version, replace(content_hash::text, '-', '')) as id from store.${kind}_history`,
    )
    wanted.push(...rows.map(({ id }) => id))
  }
  const told = messages.map(({ value }) => {
    const { record_id, version, content_hash }: Record<string, unknown> = JSON.parse(value ?? '{}')
    return `${record_id} ${version} ${content_hash}`
  })
  return compareSets('corrections', wanted, told)
}

function compareSets(where: string, wanted: readonly string[], told: readonly string[]): Finding[] {
  const [all, seen] = [new Set(wanted), new Set<string>()]
  const twice = told.filter((one) => seen.has(one) || !seen.add(one))
  return [
    ...finding(
      'lost',
      where,
      wanted.filter((one) => !seen.has(one)),
    ),
    ...finding('doubled', where, [...twice, ...[...seen].filter((one) => !all.has(one))]),
  ]
}
