/** Enforcement cases of the US EPA and of the states for it, from the download of ICIS-FE&C: one case a row. */
import { draft } from '../../schemas/draft.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { NOTES } from './notes.js'
import { defendantOf, FINAL_ORDER_ISSUED, IGNORED, OUTCOMES, row } from './row.js'

const EPA = 'U.S. Environmental Protection Agency'

export const connector = defineConnector({
  title: 'Enforcement cases of the US EPA',
  agency: { name: EPA, name_en: EPA, uscc: null, level: 'national', region: 'US', source_class: 'administration' },
  publisher: 'EPA, ICIS-FE&C downloads (CASE_ENFORCEMENTS.csv), https://echo.epa.gov/tools/data-downloads',
  licence: 'A work of the US government, in the public domain; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know against whom penalties were assessed for pollution, how much, and which cases were dropped.',
  legal_basis: 'Published by the EPA in Enforcement and Compliance History Online.',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: {
        ...Object.fromEntries([...Object.keys(row.shape), ...Object.keys(IGNORED)].map((name) => [name, []])),
        // The dictionary of the EPA spells it otherwise than the files.
        TOTAL_COMP_ACTION_AMT: ['TOTAL_COM_ACTION_AMT'],
      },
      required: ['ACTIVITY_ID', 'CASE_NUMBER', 'CASE_NAME', 'ENF_OUTCOME_DESC', 'TOTAL_PENALTY_ASSESSED_AMT'],
    }),
    synthetic: true,
  },
  cadence: { cron: '0 12 * * 1', time_zone: 'America/New_York', stale_after_days: 21 },
  mode: { type: 'append' },
  key: 'activity id',
  version_by: 'arrival',
  kinds: ['penalty'],
  volume: { min: 5, max: 500_000 },
  row,
  ignored: IGNORED,
  personal: [],
  notes: NOTES,
  normalize(found) {
    const { ENF_OUTCOME_DESC: outcome, TOTAL_PENALTY_ASSESSED_AMT: amount, LEAD: lead } = found
    const meaning = outcome === null ? null : meaningOf(OUTCOMES, outcome)
    const fined = amount !== null && amount !== '0'
    if (!fined && meaning === null) return { ignored: 'no penalty: the case has no outcome yet' }
    if (!fined && meaning === 'no_penalty') return { ignored: 'no penalty: the order sets none' }
    // Whether there is a penalty at all cannot be told: the row waits until the list of outcomes is longer.
    if (!fined && meaning === undefined)
      return {
        issues: [
          {
            field: 'ENF_OUTCOME_DESC',
            code: 'code_unknown',
            message: 'neither this outcome nor an amount says whether there is a penalty',
            value: outcome,
          },
        ],
      }
    const { name, flags } = defendantOf(found.CASE_NAME)
    const decided = found.ACTIVITY_STATUS_CODE === FINAL_ORDER_ISSUED ? found.ACTIVITY_STATUS_DATE : null
    return {
      version_at: null,
      signals:
        meaning === undefined ? [{ code: 'value_unknown', field: 'ENF_OUTCOME_DESC', value: String(outcome) }] : [],
      records: [
        draft('penalty', {
          source_key: found.ACTIVITY_ID,
          valid_from: decided,
          in_force: meaning !== 'dropped',
          status: meaning === 'dropped' ? String(outcome) : (found.ACTIVITY_STATUS_DESC ?? 'not_stated'),
          authority: lead === 'EPA' ? EPA : [lead, found.STATE_CODE].filter((part) => part !== null).join(' ') || null,
          // A case may be called after a person or, under the Superfund law, a place: nobody is joined to it by name alone.
          parties: [{ role: 'penalised', name, kind: 'unknown', region: null, address: null, identifiers: [] }],
          flags,
          document_no: found.CASE_NUMBER,
          violation_facts: found.ENF_SUMMARY_TEXT,
          measures: fined || meaning === 'penalty' ? ['fine'] : [],
          decided_on: decided,
          fine_amount: amount,
          currency: amount === null ? null : 'USD',
          outcome,
        }),
      ],
    }
  },
})
