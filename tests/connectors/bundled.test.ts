/** What a right load of the bundled data gives back, without a database: the figures of the publishers' own files. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outcomeOf } from '../../pipelines/normalize.js'
import { loadConnector } from '../../pipelines/registry.js'
import { SAMPLE_CONTEXT } from '../../pipelines/sample.js'
import { shiftDecimal } from '../../schemas/decimals.js'
import type { Outcome } from '../../schemas/outcome.js'
import type { LedgerRecord } from '../../schemas/record.js'
import { listFiles, readFile } from '../../sources/files.js'
import { DEFAULT_LIMITS } from '../../sources/source.js'

async function outcomesOfBundled(id: string): Promise<Outcome[]> {
  const { directory, connector } = await loadConnector(id)
  const outcomes: Outcome[] = []
  for (const file of await listFiles(join(directory, connector.source.files))) {
    for await (const event of readFile(file, connector.source.format, DEFAULT_LIMITS)) {
      if (event.type === 'fault') throw new Error(event.fault.message)
      if (event.type === 'batch')
        outcomes.push(...event.batch.rows.map((found) => outcomeOf(id, connector, found, SAMPLE_CONTEXT)))
    }
  }
  return outcomes
}

async function bundled<K extends LedgerRecord['kind']>(id: string, kind: K) {
  const outcomes = await outcomesOfBundled(id)
  const accepted = outcomes.flatMap((outcome) => (outcome.fate === 'accepted' ? [outcome] : []))
  const isOfKind = (record: LedgerRecord): record is Extract<LedgerRecord, { kind: K }> => record.kind === kind
  return {
    read: outcomes.length,
    issues: outcomes.flatMap((outcome) => (outcome.fate === 'rejected' ? outcome.issues : [])),
    rejected: outcomes.filter(({ fate }) => fate === 'rejected').length,
    signals: accepted.flatMap(({ signals }) => signals),
    records: accepted.flatMap(({ records }) => records.filter(isOfKind)),
  }
}

/** The sum of amounts in cents; null counts for nothing. */
function cents(amounts: readonly (string | null)[]): bigint {
  return amounts.reduce((sum, amount) => sum + (amount === null ? 0n : BigInt(shiftDecimal(amount, 2) ?? NaN)), 0n)
}

const distinct = (values: readonly string[]) => new Set(values).size

describe('tw_moenv_prtr_penalties', async () => {
  const { read, rejected, signals, records } = await bundled('tw_moenv_prtr_penalties', 'penalty')

  it('accepts every row, each with a key of its own', () => {
    expect({ read, rejected, signals }).toEqual({ read: 13_932, rejected: 0, signals: [] })
    expect(distinct(records.map(({ source_key }) => source_key))).toBe(13_932)
  })

  it('sums the fines, one of which is not known', () => {
    expect(cents(records.map(({ fine_amount }) => fine_amount))).toBe(231_669_767_100n)
    expect(records.filter(({ fine_amount }) => fine_amount === null)).toHaveLength(1)
  })

  it('marks what is revoked, withdrawn or entered in error', () => {
    const gone = records.filter(({ in_force }) => !in_force)
    expect(gone).toHaveLength(771)
    expect(cents(gone.map(({ fine_amount }) => fine_amount))).toBe(52_782_395_300n)
  })

  it('reads the dates', () => {
    const days = records.map(({ decided_on }) => String(decided_on)).sort()
    expect([days[0], days.at(-1)]).toEqual(['2011-03-01', '2017-10-30'])
  })
})

describe('tw_moenv_prtr_facilities', async () => {
  const { read, rejected, signals, records } = await bundled('tw_moenv_prtr_facilities', 'registration')

  it('accepts every row, leaked columns and impossible coordinates included', () => {
    expect({ read, rejected, signals }).toEqual({ read: 24_403, rejected: 0, signals: [] })
    expect(distinct(records.map(({ source_key }) => source_key))).toBe(24_403)
  })

  it('knows no place where the register has none, and flags the one that is on no globe', () => {
    expect(records.filter(({ longitude, latitude }) => longitude === null && latitude === null)).toHaveLength(6345)
    const flagged = records.filter(({ flags }) => flags.length > 0)
    expect(flagged.map(({ register_no, flags, longitude }) => ({ register_no, flags, longitude }))).toEqual([
      {
        register_no: 'L0508554',
        flags: ['number_invalid:longitude', 'number_invalid:latitude'],
        longitude: null,
      },
    ])
  })
})

describe('jp_mhlw_labor_violations', async () => {
  const { read, rejected, signals, records } = await bundled('jp_mhlw_labor_violations', 'list_entry')

  it('accepts every row', () => {
    expect({ read, rejected, signals }).toEqual({ read: 2523, rejected: 0, signals: [] })
    expect(records.filter(({ status }) => status === 'listed')).toHaveLength(322)
    expect(records.filter(({ referred_on }) => referred_on === null)).toHaveLength(73)
    expect(records.every(({ removed_on, status }) => (removed_on === null) === (status === 'listed'))).toBe(true)
  })

  it('finds the prefecture of every party but one, whose city is cut short', () => {
    const unplaced = records.flatMap(({ parties }) => parties.filter(({ region }) => region === null))
    expect(unplaced.map(({ address }) => address)).toEqual(['北九州若松区'])
  })
})

describe('us_fda_enforcement_reports', async () => {
  const { read, rejected, issues, signals, records } = await bundled('us_fda_enforcement_reports', 'recall')

  it('accepts all reports but the stub that names no firm', () => {
    expect({ read, rejected, signals }).toEqual({ read: 73, rejected: 1, signals: [] })
    expect(issues).toMatchObject([{ field: 'recalling-firm', code: 'required_missing' }])
    expect(distinct(records.map(({ source_key }) => source_key))).toBe(72)
  })

  it('reads recall numbers, classes and places', () => {
    expect(records.filter(({ recall_numbers }) => recall_numbers.length === 0)).toHaveLength(2)
    expect(records.filter(({ classification }) => classification === null)).toHaveLength(1)
    expect(records.filter(({ flags }) => flags.length > 0).map(({ source_key }) => source_key)).toEqual(['Z-1004-04'])
  })
})

describe('cn_credit_penalty', async () => {
  const { read, rejected, issues, signals, records } = await bundled('cn_credit_penalty', 'penalty')
  const byKey = new Map(records.map((record) => [record.source_key, record]))

  it('rejects the dates that do not exist and the negative fines, and nothing else', () => {
    expect({ read, rejected, signals }).toEqual({ read: 5000, rejected: 17, signals: [] })
    expect(issues.filter(({ code }) => code === 'date_invalid')).toHaveLength(10)
    expect(issues.filter(({ code }) => code === 'money_negative')).toHaveLength(7)
  })

  it('gives one key to a decision that is listed twice, and loses no cent', () => {
    expect(records).toHaveLength(4983)
    expect(byKey.size).toBe(4927)
    const kept = [...byKey.values()]
    expect(cents(kept.map(({ fine_amount }) => fine_amount))).toBe(20_847_625_800n)
    expect(cents(kept.map(({ confiscated_amount }) => confiscated_amount))).toBe(16_670_185_500n)
  })

  it('flags identifiers whose check digit is wrong', () => {
    expect([...byKey.values()].filter(({ flags }) => flags.includes('check_failed:uscc'))).toHaveLength(10)
  })
})
