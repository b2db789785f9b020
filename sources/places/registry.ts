/** Every type of place: its declaration, which is plain data, and how it is opened. */
import { z } from 'zod'
import { LedgerError } from '../../core/errors.js'
import { didYouMean } from '../../core/nearest.js'
import { httpDeclaration } from '../network/declaration.js'
import type { Place } from '../place.js'
import { arcgisDeclaration, openArcgis } from './arcgis.js'
import { ckanDeclaration, openCkan } from './ckan.js'
import { dropDeclaration, openDrop } from './drop.js'
import { openHttp } from './http.js'
import { kafkaDeclaration } from './kafka/declaration.js'
import { openfdaDeclaration, openOpenfda } from './openfda.js'
import { openSftp, sftpDeclaration } from './sftp.js'
import { openSocrata, socrataDeclaration } from './socrata.js'
import { sqlDeclaration } from './sql/declaration.js'
import { openSql } from './sql.js'

const placeDeclaration = z.discriminatedUnion('type', [
  dropDeclaration,
  sqlDeclaration,
  kafkaDeclaration,
  httpDeclaration,
  socrataDeclaration,
  ckanDeclaration,
  arcgisDeclaration,
  openfdaDeclaration,
  sftpDeclaration,
])

/** A declaration as somebody writes it: what has a default may be left out. */
export type PlaceDeclaration = z.input<typeof placeDeclaration>
/** A declaration that was checked, with every key. */
export type CheckedPlace = z.output<typeof placeDeclaration>

/** What a place may need to know besides its declaration. */
export interface PlaceSurroundings {
  /** The directory of the connector among the drops. */
  readonly inbox: string
}

/**
 * Where a connector reads from: what it declares, with the keys of riskledger.yaml over it. Undefined where neither says anything.
 * Throws LedgerError config_invalid with every key that does not fit.
 */
export function checkPlace(
  connector: string,
  declared: PlaceDeclaration | undefined,
  overriding: Readonly<Record<string, unknown>> | undefined,
): CheckedPlace | undefined {
  if (declared === undefined && overriding === undefined) return undefined
  // Another type has other keys: then nothing of the declaration holds.
  const another = overriding?.['type'] !== undefined && overriding['type'] !== declared?.type
  const checked = placeDeclaration.safeParse({ ...(another ? {} : declared), ...overriding })
  if (checked.success) return checked.data
  const type = overriding?.['type'] ?? declared?.type
  const wrong = checked.error.issues.map((issue) => {
    const meant =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => didYouMean(key, keysAt(type, issue.path))) : []
    return `${issue.path.join('.') || 'the place'}: ${[issue.message, ...meant].join('. ').replace(/[. ]+$/, '')}`
  })
  throw new LedgerError(
    'config_invalid',
    `The place of ${connector} is wrong: ${wrong.join('; ')}`,
    'Correct it under `places` of riskledger.yaml, or in the declaration; docs/exchange.md lists every key.',
  )
}

type Node = z.core.JSONSchema.BaseSchema

/** The keys that a declaration of a type may have at a path. */
function keysAt(type: unknown, path: readonly PropertyKey[]): string[] {
  const branches = (node: Node): Node[] => [node, ...[...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap(branches)]
  const below = (node: Node, key: PropertyKey): Node[] => {
    const found = node.properties?.[String(key)]
    return found === undefined || typeof found === 'boolean' ? [] : branches(found)
  }
  const root = branches(z.toJSONSchema(placeDeclaration, { io: 'input', unrepresentable: 'any' }))
  const ofType = root.filter((node) => below(node, 'type').some(({ const: name }) => name === type))
  const at = path.reduce<Node[]>((nodes, key) => nodes.flatMap((node) => below(node, key)), ofType)
  return [...new Set(at.flatMap(({ properties }) => Object.keys(properties ?? {})))]
}

/** Opens a place; nothing is asked of it before it is read. */
export async function openPlace(declaration: CheckedPlace, { inbox }: PlaceSurroundings): Promise<Place> {
  switch (declaration.type) {
    case 'drop':
      return openDrop(declaration, inbox)
    case 'sql':
      return openSql(declaration)
    case 'kafka': {
      // Few read one: the others do not wait for its client.
      const { openKafka } = await import('./kafka.js')
      return openKafka(declaration)
    }
    case 'http':
      return asStatements(openHttp(declaration))
    case 'socrata':
      return asStatements(openSocrata(declaration))
    case 'ckan':
      return asStatements(openCkan(declaration))
    case 'arcgis':
      return asStatements(openArcgis(declaration))
    case 'openfda':
      return asStatements(openOpenfda(declaration))
    case 'sftp':
      return openSftp(declaration)
  }
}

/**
 * What an address answers is a statement of when it was asked: the same again after another holds anew, where a file that is found again is only a file
 * known already.
 */
function asStatements(place: Place): Place {
  return {
    ...place,
    async *land(request) {
      for await (const landed of place.land(request)) yield { ...landed, made: true }
    },
  }
}
