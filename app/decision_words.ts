/** What people decided on an entity, in words. */
import { byWhom } from '../pipelines/review.js'
import type { EffectiveDecision } from '../warehouse/effective_decisions.js'

/** Who decided it, when and why. */
export const decidedBy = (decision: EffectiveDecision): string =>
  `${decision.verdict}, decision ${decision.decision_id} ${byWhom(decision)}`
