/**
 * What a model is: one way of reading risk from the ledger. A declaration, one SQL select over the table
 * `subject_record` of the entities at hand, and cases. The folder is the registry: `models/<id>/model.ts` exports `model`.
 *
 * The select may use `subject_record` (warehouse/assessment.ts says its columns), $1 (the parameters, jsonb) and $2 (the date of the
 * question). A `facts` model returns entity_id, predicate, qualifier, value, text_value, unit, valid_from, valid_to, evidence; a
 * `grade` model returns entity_id, colour, score, frequency, severity, breakdown, evidence.
 */
export interface Model {
  readonly title: string
  readonly about: string
  /** Raised with every change of its SQL or parameters: what it made before is then made again. */
  readonly version: number
  readonly makes: 'facts' | 'grade'
  /** The rule or publication that it follows. */
  readonly source: string
  /** Thresholds and weights: data, so that a jurisdiction can have its own. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** Declares a model. */
export function defineModel(model: Model): Model {
  return model
}
