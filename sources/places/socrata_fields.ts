/**
 * What Socrata adds to the rows of a data set. By its developer documentation, dev.socrata.com, "System Fields": every row has them, and a
 * place of that type asks for them, because the cursor is the latest :updated_at. A column of geography gives rise to further ones, one for each kind
 * of region that its point lies in, named by the platform.
 */

/** For `ignored` of a connector that reads such a place: each field with the reason. */
export const SOCRATA_FIELDS: Readonly<Record<string, string>> = {
  ':id': 'number of the row on the platform; another one when the data set is loaded anew',
  ':created_at': 'when the row came to the platform',
  ':updated_at': 'when the row was changed on the platform: the place goes by it, the record does not',
  ':version': 'version of the row on the platform',
}

/** True for a column of regions that the platform computes from a point: for `stray` of a connector, whose agency says nothing by it. */
export function isComputedRegion(column: string): boolean {
  return /^:@computed_region_[a-z0-9]{4}_[a-z0-9]{4}$/.test(column)
}
