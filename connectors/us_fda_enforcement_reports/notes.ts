/** What is worth knowing about the data: figures of the bundled rows, and what the publisher does to its cells. */

export const NOTES: readonly string[] = [
  'Bundled: 73 rows in two files; 72 are accepted, and a stub that names no firm is rejected.',
  'One cell names the recalling firm, the manufacturers, how the recall was announced and who initiated it, and is typed by hand: `PAManufacturer:`, `recallis ongoing`, `recall is on going`. Where no city and state can be read, the flag is `place_unread:recalling-firm`.',
  'Recall numbers stand in the product description, up to 16 in one report. Two reports have none.',
  'The layout of 2004 is one object, without date, class and product type; its firm has no comma before the city, which stays in the name.',
  'Manufacturers abroad have no region, and are joined to nobody by name.',
]
