/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedName, publishedText } from '../../schemas/published_cells.js'
import { parseDate, requiredDate, requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  CF_WSH: requiredText,
  CF_CFMC: publishedText,
  CF_CFLB1: publishedText,
  CF_CFLB2: publishedText,
  CF_SY: publishedText,
  CF_YJ: publishedText,
  CF_XDR_MC: publishedName,
  CF_XDR_SHXYM: publishedText,
  CF_XDR_ZDM: publishedText,
  CF_XDR_GSDJ: publishedText,
  CF_XDR_SWDJ: publishedText,
  CF_XDR_SFZ: publishedText,
  CF_JG: publishedText,
  CF_JDRQ: requiredDate,
  CF_XZJG: requiredText,
  CF_ZT: publishedText,
  SJC: publishedText,
})

type Found = z.infer<typeof row>

/** The kinds that both columns of kinds name: several stand in one cell, and the second column is for a second kind. */
export function kindsOf(found: Found): string[] {
  return [found.CF_CFLB1, found.CF_CFLB2]
    .flatMap((cell) => (cell ?? '').split(/[;；]/))
    .map((kind) => kind.trim())
    .filter((kind) => kind !== '')
}

/** The instant in UTC of a time stamp in Chinese time (`2017/3/2 9:05:00`, or a day alone); undefined when it is none. */
export function instantOf(stamp: string): string | undefined {
  const [day = '', time = '0:00:00'] = stamp.normalize('NFKC').trim().split(/[ T]+/)
  const date = parseDate(day)
  const parts = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?$/.exec(time)
  if (date === undefined || parts === null) return undefined
  const instant = Date.parse(`${date}T${String(parts[1]).padStart(2, '0')}:${parts[2]}:${parts[3] ?? '00'}+08:00`)
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString()
}
