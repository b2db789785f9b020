/**
 * The rows of this data set: their columns, and what their cells mean. Layout of the Food Hygiene Rating Scheme API, version 2
 * (api.ratings.food.gov.uk); the members of `scores` are cells of the row.
 */
import { z } from 'zod'
import { publishedDay } from '../../schemas/published_cells.js'
import { optionalNumberText, optionalText, requiredText } from '../../schemas/values.js'

/** What a rating says; null where there is none. 3 is generally satisfactory, 2 and less need improvement. */
const RATINGS: Readonly<Record<string, 'passed' | 'failed' | null>> = {
  '5': 'passed',
  '4': 'passed',
  '3': 'passed',
  '2': 'failed',
  '1': 'failed',
  '0': 'failed',
  Exempt: null,
  AwaitingPublication: null,
}

/** The same in the scheme of Scotland, which has no figures and writes spaces. */
const SCOTTISH: Readonly<Record<string, 'passed' | 'failed' | null>> = {
  Pass: 'passed',
  'Pass and Eat Safe': 'passed',
  'Improvement Required': 'failed',
  Exempt: null,
  'Awaiting Publication': null,
}

export const SCHEMES: Readonly<Record<string, { readonly ratings: typeof RATINGS; readonly region: string }>> = {
  FHRS: { ratings: RATINGS, region: 'GB' },
  FHIS: { ratings: SCOTTISH, region: 'GB-SCT' },
}

/** What both schemes write of an establishment that nobody has inspected. */
export const NOT_INSPECTED = /^Awaiting ?Inspection$/

/** The day that stands where there is none. */
export const NO_DAY = '1901-01-01'

export const row = z.strictObject({
  FHRSID: optionalNumberText,
  BusinessName: requiredText,
  BusinessType: optionalText,
  AddressLine1: optionalText,
  AddressLine2: optionalText,
  AddressLine3: optionalText,
  AddressLine4: optionalText,
  PostCode: optionalText,
  RatingValue: requiredText,
  RatingDate: publishedDay,
  LocalAuthorityName: requiredText,
  SchemeType: requiredText,
  Hygiene: optionalNumberText,
  Structural: optionalNumberText,
  ConfidenceInManagement: optionalNumberText,
})

export const IGNORED = {
  ChangesByServerID: 'number of the change in the database of the agency',
  LocalAuthorityBusinessID: 'number of the establishment at its local authority; FHRSID is the one of the scheme',
  BusinessTypeID: 'number of the type, whose words are read',
  Phone: 'telephone number of the business',
  RatingKey: 'the rating again, as the name of its picture',
  LocalAuthorityCode: 'number of the local authority, whose name is read',
  LocalAuthorityWebSite: 'how to reach the local authority',
  LocalAuthorityEmailAddress: 'how to reach the local authority',
  geocode: 'follows from the address',
  RightToReply: 'what the business says to its rating',
  Distance: 'how far it is from the place that was asked for',
  NewRatingPending: 'that another rating is on its way; until it is out this one stands',
  meta: 'paging of the service',
  links: 'addresses of the service',
}

/** The three scores behind a rating, the lower the better. What each stands for is no yes or no. */
export function scoresOf(found: z.infer<typeof row>) {
  const { Hygiene, Structural, ConfidenceInManagement } = found
  return Object.entries({ Hygiene, Structural, ConfidenceInManagement }).flatMap(([item, text]) =>
    text === null ? [] : [{ item, answer: 'unknown' as const, text }],
  )
}
