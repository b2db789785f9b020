import { defineModel } from '../define.js'

export const model = defineModel({
  title: 'What an analyst asks first',
  about:
    'Per entity: records by kind, penalties in force, fines and confiscations in force by currency, the last event, and the agencies that hold something on it. A decision that a source lists twice counts once.',
  version: 1,
  makes: 'facts',
  source: 'Counts and sums of the records themselves; nothing is inferred.',
  parameters: {},
})
