/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { published, publishedDay, publishedText } from '../../schemas/published_cells.js'
import { codeOf, fail, requiredText } from '../../schemas/values.js'
import { type Figure, figureOf } from './figures.js'

export const row = z.strictObject({
  bulletin: requiredText,
  published_by: requiredText,
  from: publishedDay,
  until: publishedDay,
  category: requiredText,
  measure: requiredText,
  figure: published('figure', (text, ctx): Figure & { readonly text: string } => {
    const figure = figureOf(text)
    return figure === undefined
      ? fail(ctx, 'number_invalid', `'${text.slice(0, 40)}' is not a figure that can be told`, text)
      : { ...figure, text }
  }),
  unit: publishedText,
  currency: published('currency', (text, ctx): string =>
    /^[A-Z]{3}$/.test(text) ? text : fail(ctx, 'code_unknown', `'${text.slice(0, 40)}' is no currency`, text),
  ),
  cross_cut: codeOf({ yes: 'yes', no: 'no' }),
  quote: publishedText,
})

export const COLUMNS = Object.fromEntries(Object.keys(row.shape).map((column) => [column, []]))
