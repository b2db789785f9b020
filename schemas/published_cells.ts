/** Cells of Chinese publications, where a stroke or a word stands for nothing, and a date may have a time of day behind it. */
import { fail, optionalText, parseDate, requiredText } from './values.js'

/** What notices write where they have nothing to say. */
const NOTHING = /^(?:[/／\-－—–]+|无|不详)$/

const TIME_OF_DAY = /^(.*?[\d日])(?:[ T]+|(?<=日))\d{1,2}[:：时]\d{1,2}(?:[:：]\d{1,2}(?:\.\d+)?|分(?:\d{1,2}秒)?)?$/

/** Text that may be absent or stand for nothing: both are null. */
export const publishedText = optionalText.transform((text) => (text === null || NOTHING.test(text) ? null : text))

/** A name that must be there: a stroke is no name. */
export const publishedName = requiredText.transform((text, ctx) =>
  NOTHING.test(text) ? fail(ctx, 'required_missing', `'${text}' stands for nothing`, text) : text,
)

/** The local day of a date or of a point in time, as ISO text; null when it is absent or stands for nothing. */
export const publishedDay = publishedText.transform((text, ctx): string | null =>
  text === null
    ? null
    : (parseDate(TIME_OF_DAY.exec(text)?.[1] ?? text) ??
      fail(ctx, 'date_invalid', `'${text.slice(0, 40)}' is not a date that exists`, text)),
)
