/** Environmental penalties of Taiwan's PRTR register: one decision a row, once for each facility page that lists it. */
import type { Signal } from '../../schemas/outcome.js'
import type { Party } from '../../schemas/party.js'
import { taiwanRegion, taiwanRegionOfNumber } from '../../schemas/regions.js'
import { meaningOf } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { NOTES } from './notes.js'
import { OUTCOMES, REDUCED } from './outcomes.js'
import { identifiers, row, updatedAt } from './row.js'

export const connector = defineConnector({
  title: 'Environmental penalties of the PRTR register of Taiwan',
  agency: {
    name: '環境部',
    name_en: 'Ministry of Environment',
    uscc: null,
    level: 'national',
    region: 'TW',
    source_class: 'administration',
  },
  publisher: 'Ministry of Environment, PRTR (collected by github.com/kiang/prtr.epa.gov.tw)',
  licence: 'CC0-1.0',
  purpose:
    'Know which facilities and companies were penalised for pollution, for what, and whether the decision stands.',
  legal_basis: 'Published by the ministry under the Freedom of Government Information Law.',
  classification: 'public',
  source: { files: 'data', format: jsonRecords() },
  cadence: { cron: '30 2 * * *', time_zone: 'Asia/Taipei', stale_after_days: 30 },
  mode: { type: 'append' },
  key: 'county / document number / register page (管制編號): numbers repeat between counties, and one decision stands on several pages',
  version_by: 'publisher',
  kinds: ['penalty'],
  volume: { min: 10_000, max: 200_000 },
  row,
  ignored: {
    COUNTYCODE: 'the county office that entered the row; COUNTY names the authority',
    PENALTYYEAR: 'the year of PENALTYDATE',
    ISPETITION: 'whether there was a petition; PETITIONRESULTS says its outcome',
    PETITIONAGENCY: 'who decided the petition',
    IMPROVEDEADLINE: 'deadline of a rectification, which is no penalty',
    INSPECTIONCONDITION: 'finding of a later inspection, free text',
  },
  personal: [],
  notes: NOTES,
  normalize(found) {
    const outcomes = [found.PETITIONRESULTS, found.APPEALRESCIND].filter((outcome) => outcome !== null)
    const meanings = outcomes.map((outcome) => meaningOf(OUTCOMES, outcome))
    const signals: Signal[] = outcomes.flatMap((value, index): Signal[] =>
      meanings[index] === undefined
        ? [
            {
              code: 'value_unknown',
              field: value === found.PETITIONRESULTS ? 'PETITIONRESULTS' : 'APPEALRESCIND',
              value,
            },
          ]
        : [],
    )
    const status = meanings.includes('entered_in_error')
      ? 'entered_in_error'
      : meanings.includes('revoked')
        ? 'revoked'
        : signals.length > 0
          ? 'outcome_unknown'
          : 'in_force'
    // Where a party is registered, its number says; a site without number lies in the county whose office fined it.
    const region = (number: string | null) => (number === null ? null : taiwanRegionOfNumber(number))
    const parties: Party[] = [
      {
        role: 'penalised',
        name: found.FACILITYNAME,
        kind: 'organisation',
        region: region(found.REGISTRATIONNO),
        address: null,
        identifiers: identifiers(found.REGISTRATIONNO),
      },
    ]
    if (found.TRANSGRESSNAME !== null)
      parties.push({
        role: 'site',
        name: found.TRANSGRESSNAME,
        kind: 'facility',
        region: region(found.TRANSGRESSCONTROLID) ?? taiwanRegion(found.COUNTY),
        address: null,
        identifiers: identifiers(found.TRANSGRESSCONTROLID),
      })
    const versionAt = updatedAt(found.UPDATETIME)
    return {
      version_at: versionAt,
      // Without its update time a row is ordered by its arrival: that must not pass in silence.
      signals:
        versionAt !== null
          ? signals
          : [...signals, { code: 'value_unknown', field: 'UPDATETIME', value: found.UPDATETIME ?? '' }],
      records: [
        {
          kind: 'penalty',
          source_key: [found.COUNTY, found.DOCUMENTNO, found.管制編號 ?? ''].join('|'),
          valid_from: found.PENALTYDATE,
          valid_to: null,
          in_force: status === 'in_force' || status === 'outcome_unknown',
          status,
          authority: found.COUNTY,
          parties,
          flags: outcomes.some((outcome) => REDUCED.has(outcome)) ? ['changed_on_appeal:PENALTYMONEY'] : [],
          document_no: found.DOCUMENTNO,
          violation: null,
          violation_facts: null,
          legal_basis: found.TRANSGRESSLAW,
          measures: found.PENALTYMONEY === null || found.PENALTYMONEY === '0' ? [] : ['fine'],
          decision: null,
          decided_on: found.PENALTYDATE,
          violated_on: found.TRANSGRESSDATE,
          fine_amount: found.PENALTYMONEY,
          confiscated_amount: null,
          currency: found.PENALTYMONEY === null ? null : 'TWD',
          authority_code: null,
          outcome: outcomes.length === 0 ? null : outcomes.join('; '),
          published_until: null,
        },
      ],
    }
  },
})
