/**
 * What leaves through the outbox: changes of entities, grades, quarantine and records, told apart by `type`. The SQL that writes the
 * outbox follows these shapes; a test holds every row of it against them. Strict here, where they are written; who reads them
 * has to expect fields that it does not know.
 */
import { z } from 'zod'
import { PARTY_KINDS } from './party.js'
import { KIND_NAMES } from './record.js'
import { day, hash, OPEN, text } from './scalars.js'

const entityId = z.guid().describe('The id of the entity, which is also the key of the message.')

const entityChanged = z
  .strictObject({
    type: z.literal('entity'),
    entity_id: entityId,
    kind: z.enum(PARTY_KINDS),
    name: text.describe('The name that most records give.'),
    region: text.nullable().describe('The region that most records give. Null: none does.'),
    mentions: z.int().positive().describe('How many mentions in records are this entity.'),
    joined_by: z.enum(['identifier', 'name', 'alone', 'likeness']).meta({
      ...OPEN,
      description:
        'What holds its mentions together. alone: nothing has to; likeness: they are alike enough in names, places and identifiers that prove nothing alone.',
    }),
    ambiguous: z
      .boolean()
      .describe(
        'True when several parties that cannot be one fit it equally, such as identified ones of its name and region: it was joined with none of them.',
      ),
  })
  .meta({ title: 'entity', description: 'The entity as it is now: made, or changed.' })

const entityMerged = z
  .strictObject({
    type: z.literal('merged'),
    entity_id: entityId,
    became: z.guid().describe('The entity that most of its mentions went to.'),
  })
  .meta({ title: 'merged', description: 'The entity ended, and lives on in another. Its tombstone follows.' })

const entityEnded = z
  .strictObject({ type: z.literal('ended'), entity_id: entityId })
  .meta({ title: 'ended', description: 'The entity ended: no record names it any more. Its tombstone follows.' })

const entitySplit = z
  .strictObject({
    type: z.literal('split'),
    entity_id: entityId,
    into: z.array(z.guid()).min(1).describe('The new entities, in the order of their ids.'),
  })
  .meta({
    title: 'split',
    description:
      'The entity goes on, and some of its mentions are now those of entities that there were not before. The entity as it is now follows.',
  })

export const entityEvent = z.discriminatedUnion('type', [entityChanged, entityMerged, entityEnded, entitySplit])

const gradeChanged = z
  .strictObject({
    type: z.literal('grade'),
    entity_id: entityId,
    colour: z.enum(['green', 'yellow', 'orange', 'red']),
    score: z.number().nonnegative().describe('Frequency times severity.'),
    frequency: z.number().nonnegative().describe('How many records count, each weighted by its age.'),
    severity: z.number().nonnegative().describe('The mean weight of those records.'),
    breakdown: z
      .array(z.looseObject({ records: z.int().positive(), points: z.number() }))
      .describe('What the score is made of: groups of records, the points they add, and what the model says of each.'),
    model: text,
    model_version: z.int().positive(),
    as_of: day.describe('The date of the question: ages of records are counted up to it.'),
  })
  .meta({ title: 'grade', description: 'The grade as it is now. Advice to people, not a decision.' })

const gradeEnded = z
  .strictObject({ type: z.literal('grade_ended'), entity_id: entityId })
  .meta({ title: 'grade_ended', description: 'The entity has no grade any more. Its tombstone follows.' })

export const gradeEvent = z.discriminatedUnion('type', [gradeChanged, gradeEnded])

const quarantineId = z.int().positive().describe('The number of the item, which is also the key of the message.')

const quarantined = z
  .strictObject({
    type: z.literal('quarantined'),
    quarantine_id: quarantineId,
    connector: text,
    scope: z.enum(['row', 'file', 'message']).describe('What could not be accepted.'),
    locator: text.describe('Its place: file and line, or topic, partition and offset.'),
    code: text.describe('Why, as a code of docs/errors.md. The first issue, where there are several.'),
    field: text.nullable(),
    message: text,
    status: z.enum(['open', 'replayed', 'dropped']),
  })
  .meta({ title: 'quarantined', description: 'A row, file or message that could not be accepted.' })

const decided = z
  .strictObject({
    type: z.literal('decided'),
    quarantine_id: quarantineId,
    connector: text,
    locator: text,
    status: z
      .enum(['replayed', 'dropped'])
      .describe('replayed: accepted after all, its records are on their topics; dropped: it never will be.'),
  })
  .meta({ title: 'decided', description: 'What was decided of an item in quarantine.' })

export const quarantineEvent = z.discriminatedUnion('type', [quarantined, decided])

const endedVersion = {
  kind: z.enum(KIND_NAMES).meta({ ...OPEN, description: 'The kind of the record, which names its topic.' }),
  record_id: z.guid(),
  connector: text,
  source_key: text,
  version: z.int().positive().describe('The version that ended, counted from 1.'),
  content_hash: hash.describe('The content_hash of the version that ended.'),
}

const superseded = z
  .strictObject({ type: z.literal('superseded'), ...endedVersion })
  .meta({ title: 'superseded', description: 'Another version has replaced it, which is on the topic of its kind.' })

const withdrawn = z
  .strictObject({ type: z.literal('withdrawn'), ...endedVersion })
  .meta({ title: 'withdrawn', description: 'A full snapshot of its source lacks the record.' })

export const correctionEvent = z.discriminatedUnion('type', [superseded, withdrawn])
