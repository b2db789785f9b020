/** Food hygiene ratings of the United Kingdom, from the API of the Food Standards Agency: one establishment with its latest rating a row. */
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { meaningOf } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { IGNORED, NO_DAY, NOT_INSPECTED, row, SCHEMES, scoresOf } from './row.js'

export const connector = defineConnector({
  title: 'Food hygiene ratings of the United Kingdom',
  agency: {
    name: 'Food Standards Agency',
    name_en: 'Food Standards Agency',
    uscc: null,
    level: 'national',
    region: 'GB',
    source_class: 'administration',
  },
  publisher: 'Food Standards Agency, https://api.ratings.food.gov.uk/Establishments',
  licence: 'Open Government Licence v3.0; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which food businesses were inspected, and with what rating.',
  legal_basis: 'Food Hygiene Rating Scheme and, in Scotland, Food Hygiene Information Scheme; published by the agency.',
  classification: 'public',
  source: {
    files: 'sample.json',
    format: jsonRecords({ path: ['establishments'], lift: ['scores'] }),
    synthetic: true,
  },
  cadence: { cron: '0 6 * * *', time_zone: 'Europe/London', stale_after_days: 7 },
  mode: { type: 'append' },
  key: 'establishment id and day of the rating',
  version_by: 'arrival',
  kinds: ['inspection'],
  volume: { min: 5, max: 2_000_000 },
  row,
  ignored: IGNORED,
  personal: ['Phone'],
  notes: [
    'The API tells the latest rating of an establishment. Another day makes another record, so that former ratings stay; a rating that is changed on appeal keeps its day and is a new version.',
    'FHRS (England, Wales, Northern Ireland) rates from 0 to 5: 3 and better is `passed`. FHIS (Scotland) says Pass or Improvement Required. Exempt, and what awaits publication, has no result.',
    'Establishments that await their first inspection are ignored until they have a rating.',
    'An id of the scheme stands for one place of business. Names repeat all over the country (The Red Lion), so that the party is a facility with its id, and no company.',
    'Scores count what is wrong: 0 is best. The record keeps them as findings without yes or no.',
  ],
  normalize(found) {
    const id = found.FHRSID
    if (id === null)
      return {
        issues: [{ field: 'FHRSID', code: 'required_missing', message: 'the field is absent or empty', value: null }],
      }
    const { RatingValue: rating, SchemeType: type } = found
    if (NOT_INSPECTED.test(rating)) return { ignored: `not inspected yet (${rating})` }
    const scheme = meaningOf(SCHEMES, type)
    const result = scheme === undefined ? undefined : meaningOf(scheme.ratings, rating)
    const signals: Signal[] = []
    if (scheme === undefined) signals.push({ code: 'value_unknown', field: 'SchemeType', value: type })
    else if (result === undefined) signals.push({ code: 'value_unknown', field: 'RatingValue', value: rating })
    const day = found.RatingDate === NO_DAY ? null : found.RatingDate
    const { AddressLine1, AddressLine2, AddressLine3, AddressLine4, PostCode } = found
    const address = [AddressLine1, AddressLine2, AddressLine3, AddressLine4, PostCode].filter((part) => part !== null)
    return {
      version_at: null,
      signals,
      records: [
        draft('inspection', {
          source_key: `${id}|${day ?? ''}`,
          valid_from: day,
          in_force: true,
          status: rating,
          authority: found.LocalAuthorityName,
          parties: [
            {
              role: 'inspected',
              name: found.BusinessName,
              kind: 'facility',
              region: scheme?.region ?? 'GB',
              address: address.join(', ') || null,
              identifiers: [{ scheme: 'gb_fhrs', issuer: 'gb_fsa', value: id, check: 'unchecked' }],
            },
          ],
          flags: day === null ? ['required_missing:RatingDate'] : [],
          inspection_type: type,
          industry: found.BusinessType,
          inspected_on: day,
          result: result ?? null,
          rating,
          findings: scoresOf(found),
        }),
      ],
    }
  },
})
