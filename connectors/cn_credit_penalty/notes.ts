/** What is worth knowing about the data: figures of the bundled rows, and what the publisher does to its cells. */

export const NOTES: readonly string[] = [
  'Bundled: 5,000 synthetic rows. 17 are rejected (10 dates, 7 negative fines); 4,983 are accepted and give 4,927 keys, with fines of CNY 208,476,258.00 and confiscations of CNY 166,701,855.00. 10 of them carry the flag `check_failed:uscc`.',
  'Headers come as codes (`CF_XDR_MC`) or as Chinese names; files as UTF-8 with or without BOM, or GB18030.',
  'Amounts are in units of 10,000 yuan: 0.2 is CNY 2,000.00. An empty amount is unknown, and not zero.',
  'Document numbers stand in 【】, [], （） or 〔〕; all are written 〔〕, so that one decision has one key.',
  'A code whose check digit fails is a flag on the identifier: such codes are issued. It only stops to prove who a party is.',
  "Identity numbers become keyed tokens, also where they stand in the column of a company's code. The row itself stays in schema `raw`.",
  'An unknown category of party or kind of penalty is a signal; the party is then of unknown kind, the measure `other`.',
]
