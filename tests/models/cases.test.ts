/** Every model against the cases in its folder: its real SQL on a real Postgres, nothing of which is kept. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../core/config.js'
import { ROOT } from '../../core/paths.js'
import { loadModels } from '../../pipelines/models.js'
import { gatherRecords, writeFacts, writeGrades } from '../../warehouse/assessment.js'
import { type Database, openDatabase, type Session } from '../../warehouse/database.js'
import { stopEmbedded } from '../../warehouse/embedded/server.js'

/** A row of subject_record; records of a case are told by their place in it, from 1. */
const subjectRecord = z.strictObject({
  kind: z.string(),
  on: z.iso.date().nullable(),
  subject: z.boolean().default(true),
  authority: z.string().nullable().default(null),
  in_force: z.boolean().default(true),
  status: z.string().default('in_force'),
  /** Equal for records that publish one decision; every record its own when it is left out. */
  decision: z.string().optional(),
  measures: z.array(z.string()).default([]),
  fine: z.string().nullable().default(null),
  confiscated: z.string().nullable().default(null),
  currency: z.string().nullable().default(null),
  classification: z.string().nullable().default(null),
})
const grade = z.strictObject({
  colour: z.string(),
  score: z.string(),
  frequency: z.string(),
  severity: z.string(),
  evidence: z.array(z.number()),
})
const cases = z.array(
  z.strictObject({
    name: z.string(),
    as_of: z.iso.date(),
    records: z.array(subjectRecord),
    /** Every fact that is made, as `predicate qualifier = value unit since date by records`. */
    facts: z.array(z.string()).optional(),
    /** null: no grade is given. */
    grade: grade.nullable().optional(),
  }),
)
type Case = z.infer<typeof cases>[number]

const ENTITY = '00000000-0000-4000-8000-00000000000e'
const recordId = (index: number) => `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`
const ordinals = (evidence: readonly string[]) => evidence.map((id) => Number(id.slice(-12)))

const home = join(mkdtempSync(join(tmpdir(), 'riskledger-models-')), 'home')
let database: Database

beforeAll(async () => {
  database = await openDatabase(readConfig(ROOT, { RISKLEDGER_HOME: home }))
})
afterAll(async () => {
  await database.close()
  await stopEmbedded(home)
  rmSync(join(home, '..'), { recursive: true, force: true })
})

/** Runs `work` in a transaction that is rolled back. */
async function tried<T>(work: (session: Session) => Promise<T>): Promise<T> {
  return database.session(async (session) => {
    await session.query('begin')
    try {
      return await work(session)
    } finally {
      await session.query('rollback')
    }
  })
}

/** Makes subject_record as the assessment makes it, and fills it with the records of the case. */
async function fill(session: Session, records: Case['records']): Promise<void> {
  await gatherRecords(session, [], [])
  for (const [index, record] of records.entries()) {
    await session.query(
      `insert into subject_record (entity_id, record_id, kind, connector, is_subject, authority, event_on, in_force, status, decision_key,
         measures, fine_amount, confiscated_amount, currency, classification)
       values ($1, $2, $3, 'c', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        ENTITY,
        recordId(index),
        record.kind,
        record.subject,
        record.authority,
        record.on,
        record.in_force,
        record.status,
        record.decision ?? recordId(index),
        record.measures,
        record.fine,
        record.confiscated,
        record.currency,
        record.classification,
      ],
    )
  }
}

interface FactRow {
  readonly predicate: string
  readonly qualifier: string
  readonly said: string
  readonly unit: string
  readonly valid_from: string | null
  readonly evidence: string[]
}

async function factsOf(session: Session): Promise<string[]> {
  const { rows } = await session.query<FactRow>(
    `select predicate, qualifier, coalesce(value::text, text_value) as said, unit, valid_from, evidence from store.fact where entity_id = $1`,
    [ENTITY],
  )
  return rows.map(({ predicate, qualifier, said, unit, valid_from, evidence }) => {
    const since = valid_from === null ? '' : ` since ${valid_from}`
    return `${`${predicate} ${qualifier}`.trim()} = ${said} ${unit}${since} by ${ordinals(evidence).join(' ')}`
  })
}

async function gradeOf(session: Session): Promise<unknown> {
  const { rows } = await session.query<{ evidence: string[]; adds_up: boolean }>(
    `select colour, score::text, frequency::text, severity::text, evidence,
       (select coalesce(sum((part ->> 'points')::numeric), 0) from jsonb_array_elements(breakdown) part) = score as adds_up
     from store.grade where entity_id = $1`,
    [ENTITY],
  )
  expect(
    rows.filter(({ adds_up }) => !adds_up),
    'grades whose breakdown does not add up to their score',
  ).toEqual([])
  return rows.map(({ adds_up: _, ...row }) => ({ ...row, evidence: ordinals(row.evidence) }))[0] ?? null
}

describe.each(await loadModels())('$id', (loaded) => {
  const found = cases.parse(JSON.parse(readFileSync(join(ROOT, 'models', loaded.id, 'cases.json'), 'utf8')))
  const write = loaded.model.makes === 'facts' ? writeFacts : writeGrades

  it.each(found)('$name', async ({ as_of, records, facts, grade: expected }) => {
    await tried(async (session) => {
      await fill(session, records)
      await write(session, loaded, [ENTITY], as_of)
      if (facts !== undefined) expect((await factsOf(session)).sort()).toEqual([...facts].sort())
      if (expected !== undefined) expect(await gradeOf(session)).toEqual(expected)
      expect(facts === undefined && expected === undefined, 'the case expects nothing').toBe(false)
      expect(await write(session, loaded, [ENTITY], as_of), 'what is written the second time').toBe(0)
    })
  })

  it('does not depend on the order of the records', async () => {
    const [longest] = [...found].sort((a, b) => b.records.length - a.records.length)
    if (longest === undefined) throw new Error('there are no cases')
    const made = (records: Case['records']) =>
      tried(async (session) => {
        await fill(session, records)
        await write(session, loaded, [ENTITY], longest.as_of)
        const facts = await factsOf(session)
        return [facts.map((fact) => fact.replace(/ by .*/, '')).sort(), await gradeOf(session)]
      })
    const keyed = longest.records.map((record, index) => ({ ...record, decision: record.decision ?? String(index) }))
    expect(await made(keyed.toReversed())).toEqual(await made(keyed))
  })

  it('takes back what no record says any more', async () => {
    await tried(async (session) => {
      await fill(
        session,
        found.flatMap(({ records }) => records),
      )
      expect(await write(session, loaded, [ENTITY], '2020-06-30')).toBeGreaterThan(0)
      await fill(session, [])
      expect(await write(session, loaded, [ENTITY], '2020-06-30')).toBeGreaterThan(0)
      expect([await factsOf(session), await gradeOf(session)]).toEqual([[], null])
    })
  })
})
