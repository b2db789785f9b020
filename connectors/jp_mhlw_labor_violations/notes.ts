/** What is worth knowing about the data: figures of the bundled rows, and what the publisher does to its cells. */

export const NOTES: readonly string[] = [
  'Bundled: 2,523 rows, all accepted: 322 still listed, 2,201 delisted, 73 without a date of referral to the prosecutors.',
  "The ministry removes an entry after about a year. That ends the entry's valid time and takes nothing back: it stays in force.",
  'The list is a PDF: its line breaks come through as spaces inside words, in names too. Keys are made without any space.',
  'Legal forms stand as （株）, (株), ㈱ or 株式会社, before or behind the name.',
  'Addresses name a great city without its prefecture (京都市中京区); one names a city cut short (北九州若松区) and stays without a region.',
  'A mistake that a later issue of the list corrects in the name or the summary is another key: both versions then stand side by side.',
]
