/** Records of one party each, said in full by the test. */
import type { LoadedConnector } from '../../pipelines/registry.js'
import { resolve } from '../../pipelines/resolve.js'
import type { Identifier, Party } from '../../schemas/party.js'
import type { Ledger } from './ledger.js'
import { toyConnector } from './toy.js'

/** `representative`: the token of its legal representative, whom the record names too. */
export type Given = Pick<Party, 'name'> & Partial<Party> & { readonly representative?: string }

export const uscc = (value: string): Identifier => ({ scheme: 'uscc', issuer: 'cn', value, check: 'valid' })

const personOf = (token: string): Party => ({
  role: 'representative',
  name: '欧阳静怡',
  kind: 'person',
  region: null,
  address: null,
  identifiers: [{ scheme: 'cn_citizen_token', issuer: 'cn', value: token, check: 'unchecked' }],
})

/** A toy whose party is said in the column `facts`. */
export function toyOfParties(id: string): LoadedConnector {
  const toy = toyConnector(id)
  const normalize: typeof toy.connector.normalize = (row, context) => {
    const normalized = toy.connector.normalize(row, context)
    if (!('records' in normalized)) return normalized
    const records = normalized.records.map((record) => {
      const said: Partial<Given> = JSON.parse('violation_facts' in record ? String(record.violation_facts) : '{}')
      const { representative, ...given } = said
      return {
        ...record,
        violation_facts: null,
        parties: [
          ...record.parties.map((party) => Object.assign({}, party, given)),
          ...(representative === undefined ? [] : [personOf(representative)]),
        ],
      }
    })
    return { ...normalized, records }
  }
  return { ...toy, connector: { ...toy.connector, normalize } }
}

let files = 0

/** Loads one record for each party, by its key, and resolves. */
export async function tellParties(
  ledger: Ledger,
  toy: LoadedConnector,
  parties: Readonly<Record<string, Given>>,
): Promise<void> {
  const lines = Object.entries(parties).map(
    ([key, party]) => `${key},${party.name},"${JSON.stringify(party).replaceAll('"', '""')}"\n`,
  )
  await ledger.load(toy, ledger.file(`${toy.id}-${files++}.csv`, `key,name,facts\n${lines.join('')}`))
  await resolve(ledger.stage)
}
