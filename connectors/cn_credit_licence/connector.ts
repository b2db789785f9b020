/** Administrative licences that an approval bureau publishes (双公示, 2018 layout): who may do what, until when. */
import { failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { CATEGORIES, COLUMNS, REQUIRED, STATES } from './layout.js'
import { licensee, row } from './row.js'

export const connector = defineConnector({
  title: 'Administrative licences in double publication (双公示)',
  agency: {
    name: '南昌市行政审批局',
    name_en: 'Nanchang Administrative Approval Bureau',
    uscc: null,
    level: 'city',
    region: '360100',
    source_class: 'administration',
  },
  publisher: 'Credit platform of the city, for its licensing authorities',
  licence: 'Published for reuse; all bundled rows but one are synthetic and ours (Apache-2.0)',
  purpose: 'Know who holds which licence, for what and until when, so that trade without one stands out.',
  legal_basis:
    'Administrative Licensing Law, article 40 (decisions are public); publication within seven working days (双公示).',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: [...REQUIRED] }),
    synthetic: true,
  },
  cadence: { cron: '45 1 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 10 },
  mode: { type: 'append' },
  key: 'authority / document number, with all kinds of bracket alike / licence number',
  version_by: 'arrival',
  kinds: ['licence'],
  volume: { min: 10, max: 20_000_000 },
  row,
  ignored: {
    XK_FRDB: 'name of the legal representative: a person, and no proof of who the party is',
    XK_FR_ZJLX: "type of the legal representative's document",
    XK_FR_ZJHM: "number of the legal representative's document: a person who is not the party",
    XK_XDR_ZJLX: 'type of the document; its number is tokenized either way',
    XK_XKJGDM: 'code of the authority, which is named in full',
    XK_LYDW: 'who delivered the row to the platform',
    XK_LYDWDM: 'code of who delivered the row',
    BZ: 'remarks, free text',
  },
  personal: ['XK_FR_ZJHM', 'XK_XDR_ZJHM'],
  normalize(found, context) {
    const signals: Signal[] = []
    const party = licensee(found, context.token, signals)
    const flags = failedChecks([party])
    // `其他-备案`: the list lets authorities add in words what the other category is.
    const category = found.XK_XKLB?.replace(/^(其他)[-—(（:：].*$/, '$1') ?? null
    if (category !== null && meaningOf(CATEGORIES, category) === undefined)
      signals.push({ code: 'value_unknown', field: 'XK_XKLB', value: category })
    const state = found.XK_ZT === null ? undefined : meaningOf(STATES, found.XK_ZT)
    if (found.XK_ZT !== null && state === undefined) {
      flags.push('meaning_unknown:XK_ZT')
      if (!/^[12]$/.test(found.XK_ZT)) signals.push({ code: 'value_unknown', field: 'XK_ZT', value: found.XK_ZT })
    }
    if (found.XK_YXQZ !== null && found.XK_YXQZI !== null && found.XK_YXQZI < found.XK_YXQZ)
      flags.push('ends_before_it_begins:XK_YXQZI')
    const documentNo = documentNumber(found.XK_WSH)
    const record = draft('licence', {
      source_key: [found.XK_XKJG, documentNo, found.XK_XKBH ?? '']
        .join('|')
        .normalize('NFKC')
        .replace(/\s+/g, '')
        .slice(0, 800),
      valid_from: found.XK_YXQZ ?? found.XK_JDRQ,
      valid_to: found.XK_YXQZI,
      in_force: state?.in_force ?? true,
      status: state?.status ?? (found.XK_ZT === null ? 'not_stated' : `state_code_${found.XK_ZT.slice(0, 20)}`),
      authority: found.XK_XKJG,
      parties: [party],
      flags,
      licence_type: found.XK_XKZS ?? found.XK_XKWS,
      licence_no: found.XK_XKBH,
      document_no: documentNo,
      category: category === null ? null : (meaningOf(CATEGORIES, category) ?? 'other'),
      scope: found.XK_NR,
      decided_on: found.XK_JDRQ,
    })
    return { version_at: null, signals, records: [record] }
  },
})
