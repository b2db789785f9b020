/** Administrative penalties that China's credit platforms publish (双公示), 2018 layout. Amounts come in units of 10,000 yuan. */
import type { Party } from '../../schemas/party.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { cityOf, code, identifiersOf } from './identity.js'
import { COLUMNS, REQUIRED } from './layout.js'
import { NOTES } from './notes.js'
import { CATEGORIES, flagsOf, measuresOf, row } from './row.js'

export const connector = defineConnector({
  title: 'Administrative penalties in double publication (双公示)',
  agency: {
    name: '国家公共信用信息中心',
    name_en: 'National Public Credit Information Center',
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'administration',
  },
  publisher: 'Credit platforms of cities and provinces, each for its authorities',
  licence: 'Published for reuse; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who was penalised by which authority, for what, and how much.',
  legal_basis:
    'Publication within seven working days of the decision (双公示); Regulation on Disclosure of Government Information, article 20.',
  classification: 'public',
  source: {
    files: 'data',
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: COLUMNS,
      required: [...REQUIRED],
      sheets: { ignored: ['填报说明'] }, // notes on how to fill in the form
    }),
    synthetic: true,
  },
  cadence: { cron: '15 1 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 7 },
  mode: { type: 'append' },
  key: 'authority / document number, with all kinds of bracket alike',
  version_by: 'arrival',
  kinds: ['penalty'],
  volume: { min: 1000, max: 50_000_000 },
  row,
  ignored: {
    CF_FRDB: 'name of the legal representative: a person, and no proof of who the party is',
    CF_FR_ZJLX: "type of the legal representative's document",
    CF_FR_ZJHM: "number of the legal representative's document: a person who is not the party",
    CF_XDR_ZJLX: 'type of the document; its number is tokenized either way',
    CF_NR_ZKDX: 'names of suspended licences; CF_NR says it in full',
    CF_SJLY: 'who delivered the row to the platform',
    CF_SJLYDM: 'code of who delivered the row',
    BZ: 'remarks, free text',
  },
  personal: ['CF_FR_ZJHM', 'CF_XDR_ZJHM'],
  notes: NOTES,
  normalize(found, context) {
    const kind = meaningOf(CATEGORIES, found.CF_XDR_LB)
    const { measures, signals } = measuresOf(found.CF_CFLB)
    if (kind === undefined) signals.push({ code: 'value_unknown', field: 'CF_XDR_LB', value: found.CF_XDR_LB })
    const party: Party = {
      role: 'penalised',
      name: found.CF_XDR_MC,
      kind: kind ?? 'unknown',
      region: cityOf(found.CF_XDR_SHXYM),
      address: null,
      identifiers: identifiersOf(found, context),
    }
    const documentNo = documentNumber(found.CF_WSH)
    return {
      version_at: null,
      signals,
      records: [
        {
          kind: 'penalty',
          source_key: `${found.CF_CFJG.normalize('NFKC').replace(/\s+/g, '')}|${documentNo}`,
          valid_from: found.CF_JDRQ,
          valid_to: found.CF_YXQ,
          in_force: true,
          status: 'in_force',
          authority: found.CF_CFJG,
          parties: [party],
          flags: flagsOf(found, party),
          document_no: documentNo,
          violation: found.CF_WFXW,
          violation_facts: found.CF_SY,
          legal_basis: found.CF_YJ,
          measures,
          decision: found.CF_NR,
          decided_on: found.CF_JDRQ,
          violated_on: null,
          fine_amount: found.CF_NR_FK,
          confiscated_amount: found.CF_NR_WFFF,
          currency: found.CF_NR_FK === null && found.CF_NR_WFFF === null ? null : 'CNY',
          authority_code: found.CF_CFJGDM === null ? null : code(found.CF_CFJGDM),
          outcome: null,
          published_until: found.CF_GSJZQ,
        },
      ],
    }
  },
})
