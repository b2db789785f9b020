/** Small connectors for tests: what they say is decided by the test, not by an agency. */
import { z } from 'zod'
import { type Connector, defineConnector, type NormalizeContext } from '../../connectors/define.js'
import type { LoadedConnector } from '../../pipelines/registry.js'
import type { Normalized } from '../../schemas/outcome.js'
import { optionalMoney, optionalText, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'

const COLUMNS = ['key', 'name', 'region', 'uscc', 'org', 'fine', 'updated', 'revoked', 'secret', 'facts']

const ROW = z.strictObject({
  key: requiredText,
  name: requiredText,
  region: optionalText,
  uscc: optionalText,
  org: optionalText,
  fine: optionalMoney(0),
  updated: optionalText,
  revoked: optionalText,
  secret: optionalText,
  facts: optionalText,
})

function normalizeToy(row: z.infer<typeof ROW>, context: NormalizeContext): Normalized {
  const identifiers = [
    ...(row.uscc === null ? [] : [{ scheme: 'uscc' as const, issuer: 'cn', value: row.uscc, check: 'valid' as const }]),
    ...(row.org === null
      ? []
      : [{ scheme: 'cn_org_code' as const, issuer: 'cn', value: row.org, check: 'valid' as const }]),
    ...(row.secret === null
      ? []
      : [
          {
            scheme: 'cn_citizen_token' as const,
            issuer: 'cn',
            value: context.token('cn_citizen_token', row.secret),
            check: 'valid' as const,
          },
        ]),
  ]
  return {
    version_at: row.updated,
    records: [
      {
        kind: 'penalty',
        source_key: row.key,
        valid_from: null,
        valid_to: null,
        in_force: row.revoked === null,
        status: row.revoked === null ? 'in_force' : 'revoked',
        authority: '甲局',
        parties: [
          {
            role: 'penalised',
            name: row.name,
            kind: 'organisation',
            region: row.region,
            address: null,
            identifiers,
          },
        ],
        flags: [],
        document_no: row.key,
        violation: null,
        violation_facts: row.facts,
        legal_basis: null,
        measures: ['fine'],
        decision: null,
        decided_on: '2025-06-01',
        violated_on: null,
        fine_amount: row.fine,
        confiscated_amount: null,
        currency: row.fine === null ? null : 'CNY',
        authority_code: null,
        outcome: null,
        published_until: null,
      },
    ],
  }
}

/** A penalty connector over `key,name,region,uscc,org,fine,updated,revoked,secret,facts`; all but the first two may be left out. */
export function toyConnector(id: string, overrides: Partial<Pick<Connector, 'mode'>> = {}): LoadedConnector {
  const connector = defineConnector({
    title: 'Toy',
    agency: {
      name: '甲局',
      name_en: 'Bureau A',
      uscc: null,
      level: 'city',
      region: '310100',
      source_class: 'administration',
    },
    publisher: 'tests',
    licence: 'none',
    purpose: 'tests',
    legal_basis: 'tests',
    classification: 'public',
    source: {
      files: 'data',
      format: csv({
        delimiter: ',',
        quote: '"',
        columns: Object.fromEntries(COLUMNS.map((name) => [name, []])),
        required: ['key', 'name'],
      }),
    },
    cadence: { cron: '0 0 * * *', time_zone: 'UTC', stale_after_days: 1 },
    mode: { type: 'append' },
    key: 'key',
    version_by: 'arrival',
    kinds: ['penalty'],
    volume: { min: 0, max: 1000 },
    row: ROW,
    ignored: {},
    personal: ['secret'],
    normalize: normalizeToy,
  })
  return { id, directory: '/nowhere', connector: { ...connector, ...overrides } }
}
