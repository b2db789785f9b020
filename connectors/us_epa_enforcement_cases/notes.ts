/** What is worth knowing about the data. */

export const NOTES: readonly string[] = [
  'The download has a file for each matter of a case: CASE_DEFENDANTS names all defendants and no amount, CASE_FACILITIES sites and registry ids and no amount, CASE_PENALTIES and CASE_ENFORCEMENT_CONCLUSIONS amounts and nobody. Only CASE_ENFORCEMENTS has the amount beside a name: the EPA calls a case after its defendant, the principal one if there are several.',
  'How an amount is shared between defendants is said nowhere. A case with others has the flag `others_unnamed:CASE_NAME`, and the whole amount stands with the one named.',
  'A case name may be that of a person or, in Superfund cases, of a place, and comes without address: the party is of unknown kind and without region, so that it is joined to nobody by name.',
  'The file has no day of the decision. Where the case stands at `Final Order Issued`, the day of that state is it; closed cases tell only when they were closed, and have none.',
  'The amount is empty in many cases, above all in recent ones: empty is not known, and not zero. A case without amount is a penalty where its outcome says so, and is ignored where its outcome says that there is none.',
  'The EPA publishes no list of outcomes. One that is not known is a signal beside an amount; without amount the row waits in quarantine with `code_unknown`: add the outcome to `OUTCOMES` in row.ts, and replay.',
  'A case with a resolution that the EPA counts as no conclusion (withdrawn, declined, superseded, combined with another case) is kept and not in force, whether it has an amount or not: so it ends a penalty that an earlier file told.',
]
