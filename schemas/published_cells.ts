/** Cells of Chinese publications, where a stroke or a word stands for nothing, and a date may have a time of day behind it. */
import type { z } from 'zod'
import { fail, known, moneyName, optional, parseDate, quoted, readMoney, required } from './values.js'

/** What notices write where they have nothing to say. */
const NOTHING = /^(?:[/／\-－—–]+|无|不详)$/

/** True for what stands for nothing. */
export const standsForNothing = (text: string) => NOTHING.test(text)

const TIME_OF_DAY = /^(.*?[\d日])(?:[ T]+|(?<=日))\d{1,2}[:：时]\d{1,2}(?:[:：]\d{1,2}(?:\.\d+)?|分(?:\d{1,2}秒)?)?$/

/** Text that may be absent or stand for nothing: both are null. */
export const publishedText = known(
  optional((text) => (NOTHING.test(text) ? null : text)),
  'text',
  false,
)

/** A value that may be absent or stand for nothing: both are null. `name` is what the type is called. */
export function published<T>(name: string, read: (text: string, ctx: z.core.$RefinementCtx) => T) {
  return known(
    optional((text, ctx): T | null => (NOTHING.test(text) ? null : read(text, ctx))),
    name,
    false,
  )
}

/** An amount of money in units of 10^`places` that may be absent or stand for nothing. */
export const publishedMoney = (places: number) =>
  published(moneyName(places), (text, ctx) => readMoney(text, places, ctx))

/** A name that must be there: a stroke is no name. */
export const publishedName = known(
  required((text, ctx) =>
    NOTHING.test(text) ? fail(ctx, 'required_missing', `'${text}' stands for nothing`, text) : text,
  ),
  'text',
  true,
)

/** The local day of a date or of a point in time, as ISO text; null when it is absent or stands for nothing. */
export const publishedDay = known(
  optional((text, ctx): string | null =>
    NOTHING.test(text)
      ? null
      : (parseDate(TIME_OF_DAY.exec(text)?.[1] ?? text) ??
        fail(ctx, 'date_invalid', `'${quoted(text)}' is not a date that exists`, text)),
  ),
  'date',
  false,
)
