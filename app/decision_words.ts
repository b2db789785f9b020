/** What people decided on an entity, in words. */
import type { EffectiveDecision } from '../warehouse/effective_decisions.js'

/** Who decided it, when and why. */
export const decidedBy = ({ decision_id, verdict, who, why, decided_at }: EffectiveDecision): string =>
  `${verdict}, decision ${decision_id} by ${who} on ${decided_at.toISOString().slice(0, 10)}: ${why}`
