/** A report of openFDA that was published as it stands must not be lost for its length. */
import { expect, it } from 'vitest'
import { recallOf, recallRow } from '../../schemas/openfda_recall.js'

it('a recall whose lots take 40,000 characters is kept whole', () => {
  // F-2258-2016 lists its lots in 32,600 characters and 9,130 more.
  const [lots, more] = ['8L5M30, '.repeat(4_075).trim(), '9K2N41, '.repeat(1_141).trim()]
  const row = recallRow.parse({
    recall_number: 'F-2258-2016',
    classification: 'Class II',
    recalling_firm: 'Example Foods',
    product_description: 'Frozen vegetables',
    report_date: '20160914',
    code_info: lots,
    more_code_info: more,
  })
  expect(recallOf(row)).toMatchObject({ records: [{ kind: 'recall', code_info: `${lots} ${more}` }] })
})
