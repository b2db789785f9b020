/** What is worth knowing about the data. */

export const NOTES: readonly string[] = [
  'The download has a file for each matter of a case: CASE_DEFENDANTS names all defendants and no amount, CASE_FACILITIES sites and registry ids and no amount, CASE_PENALTIES and CASE_ENFORCEMENT_CONCLUSIONS amounts and nobody. Only CASE_ENFORCEMENTS has the amount beside a name: the EPA calls a case after its defendant, the principal one if there are several.',
  'How an amount is shared between defendants is said nowhere. A case with others has the flag `others_unnamed:CASE_NAME`, and the whole amount stands with the one named.',
  'A case name may be that of a person or, in Superfund cases, of a place, and comes without address: the party is of unknown kind and without region, so that it is joined to nobody by name.',
  'The file has no day of the decision. Where the case stands at `Final Order Issued`, the day of that state is it; closed cases tell only when they were closed, and have none.',
  'The amount is empty in many cases, above all in recent ones: empty is not known, and not zero. A case without amount counts as a penalty only where its outcome says one, or says something that is not in the list, which is a signal.',
  'A resolution that the EPA counts as no conclusion (withdrawn, declined, superseded, combined with another case) leaves no penalty in force, even beside an amount.',
]
