/**
 * What a change of a published schema breaks for those who read by it as it was released. Whatever may be in a message now must have been
 * announced, and whatever was announced must still come.
 *
 * Breaking: a field gone, or not always there any more; another type, format or pattern; a bound, a list or a union that is wider (null included); a value of a
 * list or a variant of a union that is gone, or that is new, unless the list was announced as one that grows (`x-extensible-enum`). Harmless: a new field, always
 * there or not; a value that is never null any more; a tighter bound; another value of a list that grows; other words in a description.
 */
import { isObject, type JsonSchema } from './json_schema.js'

const OPEN_LIST = 'x-extensible-enum'
const UNIONS = ['anyOf', 'oneOf']
const ANNOTATIONS = ['$schema', '$id', 'title', 'description', 'examples', 'deprecated']
const TEXT_RULES = ['format', 'pattern']
/** Bounds, and whether one that moves up lets more through. */
const BOUNDS: Readonly<Record<string, boolean>> = {
  minimum: false,
  exclusiveMinimum: false,
  minLength: false,
  minItems: false,
  maximum: true,
  exclusiveMaximum: true,
  maxLength: true,
  maxItems: true,
}
const RULES = ['type', 'const', 'enum', OPEN_LIST, 'properties', 'required', 'items', ...TEXT_RULES]
// A keyword that nobody compares would let a breaking change through unseen.
const KNOWN = new Set([...UNIONS, ...ANNOTATIONS, ...RULES, ...Object.keys(BOUNDS)])

/** The breaking changes from a released schema to the current one, each as a place and what is the matter there; none: compatible. */
export function breakingChanges(released: unknown, current: unknown): string[] {
  return compare(asSchema(released), asSchema(current), 'value')
}

function asSchema(value: unknown): JsonSchema {
  if (!isObject(value)) throw new Error('a schema is an object')
  const unknown = Object.keys(value).find((keyword) => !KNOWN.has(keyword))
  if (unknown !== undefined) throw new Error(`schemas/compatibility.ts does not know the keyword '${unknown}'`)
  return value
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** What a value may be: alternatives of one type each, by what tells them apart. */
function alternativesOf(schema: JsonSchema): Map<string, JsonSchema> {
  const all = flatten(schema)
  const named = new Map(all.map((one) => [nameOf(one), one]))
  if (named.size < all.length) throw new Error('the alternatives of a union differ in type, or in a constant')
  return named
}

function flatten(schema: JsonSchema): JsonSchema[] {
  const union = UNIONS.find((keyword) => schema[keyword] !== undefined)
  if (union !== undefined) {
    if (Object.keys(schema).some((keyword) => keyword !== union && !ANNOTATIONS.includes(keyword)))
      throw new Error('a union stands alone: what holds for all its alternatives is said in each')
    return listed(schema[union]).flatMap((one) => flatten(asSchema(one)))
  }
  const types = listed(schema['type'])
  return types.length === 0 ? [schema] : types.map((type) => ({ ...schema, type }))
}

/** The constants among the fields of an object, else the type. */
function nameOf(schema: JsonSchema): string {
  const constants = [...fieldsOf(schema)].flatMap(([field, value]) =>
    value['const'] === undefined ? [] : [`${field} ${JSON.stringify(value['const'])}`],
  )
  return constants.length > 0 ? constants.join(', ') : String(schema['type'] ?? 'anything')
}

function fieldsOf({ properties }: JsonSchema): Map<string, JsonSchema> {
  const fields = isObject(properties) ? Object.entries(properties) : []
  return new Map(fields.map(([field, value]) => [field, asSchema(value)]))
}

function compare(released: JsonSchema, current: JsonSchema, place: string): string[] {
  const [before, now] = [alternativesOf(released), alternativesOf(current)]
  const [was, is] = [[...before.values()], [...now.values()]]
  // One against one, they are compared whatever they are called.
  if (was.length === 1 && is.length === 1)
    return was.flatMap((one) => is.flatMap((other) => compareOne(one, other, place)))
  const gone = [...before.keys()].filter((name) => name !== 'null' && !now.has(name) && !narrowed(name, now))
  return [
    ...gone.map((name) => `${place}: is never ${name} any more`),
    ...[...now].flatMap(([name, one]) => {
      const announced = before.get(name) ?? (name === 'integer' ? before.get('number') : undefined)
      const inside = /\W/.test(name) ? `${place}(${name})` : place
      return announced === undefined ? [`${place}: may be ${name} now`] : compareOne(announced, one, inside)
    }),
  ]
}

/** A whole number where any number was announced is no surprise. */
function narrowed(name: string, now: ReadonlyMap<string, JsonSchema>): boolean {
  return name === 'number' && now.has('integer')
}

function compareOne(released: JsonSchema, current: JsonSchema, place: string): string[] {
  const [was, is] = [released['type'], current['type']]
  if (was !== undefined && was !== is && !(was === 'number' && is === 'integer'))
    return [`${place}: was ${String(was)}, is ${String(is ?? 'anything')}`]
  return [
    ...compareLists(released, current, place),
    ...compareRules(released, current, place),
    ...compareFields(released, current, place),
    ...compareItems(released, current, place),
  ]
}

interface ValueList {
  readonly values: readonly string[]
  /** Announced as a list that grows. */
  readonly open: boolean
}

/** The values that a schema lists; a constant is a list of one. */
function valuesOf(schema: JsonSchema): ValueList | undefined {
  const { const: constant, enum: values } = schema
  const list = constant === undefined ? (values ?? schema[OPEN_LIST]) : [constant]
  if (list === undefined) return undefined
  const open = constant === undefined && values === undefined
  return { values: listed(list).map((value) => JSON.stringify(value)), open }
}

function compareLists(released: JsonSchema, current: JsonSchema, place: string): string[] {
  const [before, now] = [valuesOf(released), valuesOf(current)]
  if (before === undefined) return []
  if (now === undefined) return [`${place}: lists its values no more`]
  const gone = before.values.filter((value) => !now.values.includes(value))
  const more = before.open ? [] : now.values.filter((value) => !before.values.includes(value))
  return [
    ...gone.map((value) => `${place}: is never ${value} any more`),
    ...more.map((value) => `${place}: may be ${value} now`),
    ...(now.open && !before.open ? [`${place}: may grow to other values now`] : []),
  ]
}

/** Formats, patterns and bounds: one that comes new only narrows what was announced. */
function compareRules(released: JsonSchema, current: JsonSchema, place: string): string[] {
  return [...TEXT_RULES, ...Object.keys(BOUNDS)].flatMap((rule) => {
    const [was, is] = [released[rule], current[rule]]
    const upwards = BOUNDS[rule]
    if (was === undefined || was === is) return []
    const tighter = upwards !== undefined && is !== undefined && Number(is) > Number(was) !== upwards
    return tighter ? [] : [`${place}: ${rule} was ${String(was)}, is ${String(is ?? 'none')}`]
  })
}

function compareFields(released: JsonSchema, current: JsonSchema, place: string): string[] {
  const now = fieldsOf(current)
  const [always, stillAlways] = [listed(released['required']), listed(current['required'])]
  return [...fieldsOf(released)].flatMap(([field, was]) => {
    const [inside, is] = [`${place}.${field}`, now.get(field)]
    if (is === undefined) return [`${inside}: is gone`]
    const missing = always.includes(field) && !stillAlways.includes(field)
    return [...(missing ? [`${inside}: is not always there any more`] : []), ...compare(was, is, inside)]
  })
}

function compareItems({ items: was }: JsonSchema, { items: is }: JsonSchema, place: string): string[] {
  if (was === undefined) return []
  return is === undefined ? [`${place}[]: may be anything now`] : compare(asSchema(was), asSchema(is), `${place}[]`)
}
