/**
 * Figures that police and market regulators published about their work: one claim a row, as the bulletin prints it. The table holds
 * what five reports say, so that their sums can be worked out again and held against what the ledger counts.
 */
import { draft } from '../../schemas/draft.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, row } from './row.js'

export const connector = defineConnector({
  title: 'Figures in published bulletins (战果通报)',
  agency: {
    name: '公安部食品药品犯罪侦查局',
    name_en: 'Food and Drug Crime Investigation Bureau, Ministry of Public Security',
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'police',
  },
  publisher:
    'The authority that each row names; the ministry is the one that all the police units among them report to',
  licence: 'Facts out of published reports; the table of them is ours (Apache-2.0)',
  purpose: 'Hold what agencies publish about their work against what the ledger counts, with every sum shown.',
  legal_basis:
    'Regulation on Disclosure of Government Information, articles 19 and 20 (published on their own initiative).',
  classification: 'public',
  source: {
    files: 'data',
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: COLUMNS,
      required: ['bulletin', 'published_by', 'category', 'measure', 'figure', 'cross_cut'],
    }),
  },
  cadence: { cron: '0 9 1 * *', time_zone: 'Asia/Shanghai', stale_after_days: 400 },
  mode: { type: 'append' },
  key: 'bulletin / category / measure',
  version_by: 'arrival',
  kinds: ['bulletin_claim'],
  volume: { min: 50, max: 100_000 },
  row,
  ignored: {},
  personal: [],
  normalize(found) {
    const { figure } = found
    if (found.from !== null && found.until !== null && found.until <= found.from)
      return {
        issues: [
          {
            field: 'until',
            code: 'value_invalid',
            message: 'the period ends before it begins; until is the first day after it',
            value: found.until,
          },
        ],
      }
    return {
      version_at: null,
      records: [
        draft('bulletin_claim', {
          source_key: `${found.bulletin}|${found.category}|${found.measure}`,
          valid_from: found.from,
          valid_to: found.until,
          in_force: true,
          status: figure === null ? 'left_open' : 'published',
          authority: found.published_by,
          bulletin: found.bulletin,
          category: found.category,
          measure: found.measure,
          value: figure?.value ?? null,
          unit: found.unit ?? figure?.unit ?? null,
          currency: found.currency,
          cross_cut: found.cross_cut === 'yes',
          quote: found.quote ?? figure?.text ?? null,
          bounds: figure === null || figure.bound === 'eq' ? [] : [`value:${figure.bound}`],
        }),
      ],
    }
  },
})
