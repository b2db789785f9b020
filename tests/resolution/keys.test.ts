/** What joins two mentions, and above all what does not. */
import { describe, expect, it } from 'vitest'
import { identifierKey, nameKey } from '../../resolution/keys.js'
import { IDENTIFIER_SCHEMES, type Identifier, type IdentifierScheme, type Party } from '../../schemas/party.js'

const uscc: Identifier = { scheme: 'uscc', issuer: 'cn', value: '91130903MA0TE5T16E', check: 'valid' }
const company: Party = {
  role: 'penalised',
  name: '样本有限公司',
  kind: 'organisation',
  region: '130900',
  address: null,
  identifiers: [],
}

describe('the key of an identifier', () => {
  it('is the same for the same identifier, and another for any other', () => {
    expect(identifierKey(uscc)).toBe(identifierKey({ ...uscc }))
    const others = [
      { ...uscc, value: '91360124MA38ABCD7W' },
      { ...uscc, issuer: 'other' },
      { ...uscc, scheme: 'cn_org_code' as const },
    ]
    expect(new Set([uscc, ...others].map(identifierKey)).size).toBe(4)
  })

  it('has the shape of a UUID', () => {
    expect(identifierKey(uscc)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  it('does not exist when the check digit is wrong', () => {
    expect(identifierKey({ ...uscc, check: 'failed' })).toBeNull()
  })

  it.each(['000000000000000000', '111111111111111111', '91000000000000000X', 'XXXX', '123', ''])(
    'does not exist for the placeholder %j',
    (value) => {
      expect(identifierKey({ ...uscc, value })).toBeNull()
    },
  )

  it.each(Object.entries(IDENTIFIER_SCHEMES))(
    '%s proves, or does not, as its declaration says',
    (scheme, { proves }) => {
      const key = identifierKey({ ...uscc, scheme: scheme as IdentifierScheme, check: 'unchecked' })
      expect(key !== null).toBe(proves)
    },
  )

  it('is smallest for the best scheme', () => {
    const org: Identifier = { scheme: 'cn_org_code', issuer: 'cn', value: 'MA0TE5T16', check: 'valid' }
    const token: Identifier = { scheme: 'cn_citizen_token', issuer: 'cn', value: 'a1b2c3d4e5', check: 'valid' }
    const keys = [token, org, uscc].map((identifier) => String(identifierKey(identifier)))
    expect([...keys].sort()).toEqual([...keys].reverse())
  })
})

describe('the key of a name', () => {
  it('joins the same name in the same region, whatever the party does there', () => {
    const other: Party = { ...company, name: ' 样本 有限公司（原旧有限公司）', role: 'listed', kind: 'sole_trader' }
    expect(nameKey(other)).toBe(nameKey(company))
    expect(nameKey(company)).not.toBeNull()
  })

  it('keeps regions, and sites and companies, apart', () => {
    const keys = [company, { ...company, region: '360100' }, { ...company, kind: 'facility' as const }].map(nameKey)
    expect(new Set(keys).size).toBe(3)
  })

  it.each([
    ['a person', { kind: 'person' }],
    ['a party of unknown kind', { kind: 'unknown' }],
    ['a party without a region', { region: null }],
    ['a name that names nobody', { name: '不详' }],
  ] as const)('does not exist for %s', (_, change) => {
    expect(nameKey({ ...company, ...change })).toBeNull()
  })
})
