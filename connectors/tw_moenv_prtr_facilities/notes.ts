/** What is worth knowing about the data: figures of the bundled rows, and what the publisher does to its cells. */

export const NOTES: readonly string[] = [
  'Bundled: 24,403 rows, all accepted; a full file is a snapshot, and a control number that it lacks is withdrawn.',
  "The publisher's page splits a name that holds a full-width colon into a column and a value (22 rows: 集運者 and others). The name itself is whole, so that the stray column is neither used nor signalled.",
  '6,344 facilities have the coordinates 0, 0, which means that nobody knows them. One lies at -1246561.66, -6876541.93: its coordinates become null, and it carries the flags `number_invalid:longitude` and `number_invalid:latitude`.',
  'Rare characters are private code points (吳 and U+E9E7 in one name), which no other source writes alike.',
  'Addresses write 台 or 臺, and counties that were merged since (臺中縣) count as the city that they became.',
]
