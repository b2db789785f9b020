/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { decimalWithin, optionalDate, optionalNumberText, optionalText, requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  管制編號: requiredText,
  name: requiredText,
  地址: optionalText,
  所屬工業區: optionalText,
  行業別: optionalText,
  列管類別: optionalText,
  最新資料匯入日期: optionalDate,
  longitude: optionalNumberText,
  latitude: optionalNumberText,
})

/**
 * Where a facility is. The register writes 0, 0 where it does not know, and once a figure in metres that is on no globe:
 * then nothing is known, and the flags say which figure was wrong. Half a place is no place.
 */
export function placeOf(found: z.infer<typeof row>) {
  const longitude = found.longitude === null ? null : decimalWithin(found.longitude, -180, 180)
  const latitude = found.latitude === null ? null : decimalWithin(found.latitude, -90, 90)
  const flags = Object.entries({ longitude, latitude }).flatMap(([name, value]) =>
    value === undefined ? [`number_invalid:${name}`] : [],
  )
  const known =
    typeof longitude === 'string' && typeof latitude === 'string' && !(longitude === '0' && latitude === '0')
  return { flags, ...(known ? { longitude, latitude } : { longitude: null, latitude: null }) }
}
