/** What is worth knowing about the data: figures of the bundled rows, and what the publisher does to its cells. */

export const NOTES: readonly string[] = [
  'Bundled: 13,932 rows, all accepted, from 2011-03-01 to 2017-10-30; fines of TWD 2,316,697,671, one amount unknown. 771 decisions (TWD 527,823,953) are revoked, withdrawn or entered in error: kept, marked, and counting towards no risk.',
  'The penalised party (REGISTRATIONNO, FACILITYNAME) is often not the site where it happened (TRANSGRESSCONTROLID, TRANSGRESSNAME); the site carries no risk of its own.',
  'What became of a decision stands in PETITIONRESULTS and APPEALRESCIND. An outcome that no list foresees is a signal, and the decision counts as in force with the status `outcome_unknown`.',
  'Amounts reduced on appeal (改處金額, 部份撤銷) are not told: the record keeps the first amount and the flag `changed_on_appeal:PENALTYMONEY`.',
  'UPDATETIME, in Taipei time, orders the versions of a record. Where it is no minute that exists, arrival does, and a signal says so.',
  'Characters that the publisher could not write are question marks (勝?貨運有限公司). Some register numbers hold a space.',
]
