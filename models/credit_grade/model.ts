import { defineModel } from '../define.js'

export const model = defineModel({
  title: 'Credit risk: frequency times severity',
  about:
    'Adds up the negative records in force of which the entity is the subject. Frequency is their number, each weighted by its age; severity their mean weight; the score is the product. Green, yellow, orange and red follow from thresholds.',
  version: 1,
  makes: 'grade',
  source:
    'The scheme of colours and of frequency times severity: Nanchang market regulator, 2021. Weights, ages and thresholds are ours, chosen for a first reading, and no published standard.',
  parameters: {
    thresholds: { yellow: 1, orange: 4, red: 10 },
    // Years before the date of the question, and what a record of at most that age counts for.
    ages: [
      { years: 1, weight: 1 },
      { years: 3, weight: 0.7 },
      { years: 5, weight: 0.4 },
      { years: 200, weight: 0.2 },
    ],
    // Kinds of penalty by Administrative Penalty Law 2021, article 9.
    measures: {
      warning: 1,
      public_criticism: 1,
      fine: 2,
      confiscation: 2.5,
      licence_suspension: 3.5,
      licence_downgrade: 3.5,
      licence_revocation: 5,
      business_restriction: 3.5,
      business_suspension: 4,
      closure: 5,
      occupation_ban: 4,
      detention: 5,
      other: 1.5,
    },
    // A fine weighs more from these amounts on; a currency without a band gets no extra weight.
    fine_bands: {
      CNY: [
        { from: 50_000, extra: 0.5 },
        { from: 500_000, extra: 1.5 },
      ],
      TWD: [
        { from: 200_000, extra: 0.5 },
        { from: 2_000_000, extra: 1.5 },
      ],
    },
    recall: { class_1: 4, class_2: 2, class_3: 1, unknown: 1 },
    list_entry: 3,
    // A penalty that names no kind of measure.
    unnamed_measure: 1.5,
  },
})
