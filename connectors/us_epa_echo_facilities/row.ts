/**
 * The rows of this data set: their columns, and what their cells mean. Columns as the EPA describes them in
 * "ECHO Exporter Columns" (echo.epa.gov/tools/data-downloads); what is not read stands in ignored.ts.
 */
import { z } from 'zod'
import type { Signal } from '../../schemas/outcome.js'
import { decimalWithin, meaningOf, optionalNumberText, optionalText, requiredText } from '../../schemas/values.js'

/** The programmes by which the EPA and the states supervise, by the column that says whether a facility is in one. */
const PROGRAMMES = {
  AIR_FLAG: 'AIR',
  NPDES_FLAG: 'NPDES',
  SDWIS_FLAG: 'SDWIS',
  RCRA_FLAG: 'RCRA',
  TRI_FLAG: 'TRI',
  GHG_FLAG: 'GHG',
} as const

/** Y: at least one of its permits is active. It is no word on whether the business runs. */
export const ACTIVE: Readonly<Record<string, string>> = { Y: 'active', N: 'inactive' }

const YES_NO: Readonly<Record<string, boolean>> = { Y: true, N: false }

export const row = z.strictObject({
  REGISTRY_ID: requiredText,
  FAC_NAME: requiredText,
  FAC_STREET: optionalText,
  FAC_CITY: optionalText,
  FAC_STATE: optionalText,
  FAC_ZIP: optionalText,
  FAC_LAT: optionalNumberText,
  FAC_LONG: optionalNumberText,
  FAC_ACTIVE_FLAG: optionalText,
  AIR_FLAG: optionalText,
  NPDES_FLAG: optionalText,
  SDWIS_FLAG: optionalText,
  RCRA_FLAG: optionalText,
  TRI_FLAG: optionalText,
  GHG_FLAG: optionalText,
  FAC_SIC_CODES: optionalText,
  FAC_NAICS_CODES: optionalText,
})

/** The programmes that a facility is in, and a signal for each flag that says neither yes nor no. */
export function programmesOf(found: z.infer<typeof row>) {
  const regulated_for: string[] = []
  const signals: Signal[] = []
  for (const [field, programme] of Object.entries(PROGRAMMES)) {
    const value = found[field as keyof typeof PROGRAMMES]
    const yes = value === null ? false : meaningOf(YES_NO, value)
    if (yes === undefined) signals.push({ code: 'value_unknown', field, value: String(value) })
    else if (yes) regulated_for.push(programme)
  }
  return { regulated_for, signals }
}

/** Where a facility is. Half a place is no place, and a figure that is on no globe is told by a flag. */
export function placeOf(found: z.infer<typeof row>) {
  const longitude = found.FAC_LONG === null ? null : decimalWithin(found.FAC_LONG, -180, 180)
  const latitude = found.FAC_LAT === null ? null : decimalWithin(found.FAC_LAT, -90, 90)
  const flags = [
    longitude === undefined ? ['number_invalid:FAC_LONG'] : [],
    latitude === undefined ? ['number_invalid:FAC_LAT'] : [],
  ].flat()
  const known = typeof longitude === 'string' && typeof latitude === 'string'
  return { flags, ...(known ? { longitude, latitude } : { longitude: null, latitude: null }) }
}

/** `NAICS 325199 325211; SIC 2869`: several codes of one system stand in one cell. */
export function industryOf(found: z.infer<typeof row>): string | null {
  const naics = found.FAC_NAICS_CODES === null ? [] : [`NAICS ${found.FAC_NAICS_CODES}`]
  const sic = found.FAC_SIC_CODES === null ? [] : [`SIC ${found.FAC_SIC_CODES}`]
  return [...naics, ...sic].join('; ') || null
}
