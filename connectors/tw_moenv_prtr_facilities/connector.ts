/** The facilities that Taiwan's environment ministry regulates: one row a control number. */
import { taiwanRegion } from '../../schemas/regions.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { NOTES } from './notes.js'
import { placeOf, row } from './row.js'

export const connector = defineConnector({
  title: 'Facilities of the PRTR register of Taiwan',
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
  purpose: 'Know which facility a control number stands for, where it is and what it is regulated for.',
  legal_basis: 'Published by the ministry under the Freedom of Government Information Law.',
  classification: 'public',
  source: { files: 'data', format: jsonRecords() },
  cadence: { cron: '0 3 * * *', time_zone: 'Asia/Taipei', stale_after_days: 30 },
  mode: { type: 'snapshot', max_drop: 0.05 },
  key: 'control number (管制編號)',
  version_by: 'arrival',
  kinds: ['registration'],
  volume: { min: 20_000, max: 100_000 },
  row,
  ignored: {
    資料來源: 'which system of the ministry the row comes from',
    更新頻率: 'how often the ministry refreshes the page',
  },
  personal: [],
  notes: NOTES,
  // The publisher's page splits a name that holds a full-width colon into a column and a value; the name itself is whole.
  stray: (found, column) => typeof found[column] === 'string' && found['name'] === `${column}：${found[column]}`,
  normalize(found) {
    return {
      version_at: null,
      records: [
        {
          kind: 'registration',
          source_key: found.管制編號,
          valid_from: null,
          valid_to: null,
          in_force: true,
          status: 'registered',
          authority: '環境部',
          parties: [
            {
              role: 'registrant',
              name: found.name,
              kind: 'facility',
              region: found.地址 === null ? null : taiwanRegion(found.地址),
              address: found.地址,
              identifiers: [
                { scheme: 'tw_moenv_control_no', issuer: 'tw_moenv', value: found.管制編號, check: 'unchecked' },
              ],
            },
          ],
          register: 'tw_moenv_prtr',
          register_no: found.管制編號,
          industry: found.行業別,
          zone: found.所屬工業區,
          regulated_for: (found.列管類別 ?? '').split(';').filter((part) => part !== ''),
          ...placeOf(found),
          updated_on: found.最新資料匯入日期,
          entity_type: null,
          scope: null,
          registered_capital: null,
          currency: null,
        },
      ],
    }
  },
})
