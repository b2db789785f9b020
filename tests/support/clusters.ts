/** Mentions resolved as those of a file are. */
import { parse } from 'yaml'
import { type Resolved, resolveMentions } from '../../resolution/engine.js'
import { mapping } from '../../resolution/mapping.js'
import { MentionReader } from '../../resolution/mention.js'

/** A row: its id, its source if it has one, and its columns. */
export type Cells = Readonly<Record<string, string>>

/** The clusters of rows as sets of ids, in one order. */
export async function clustersOf(mappingText: string, rows: readonly Cells[]): Promise<string[]> {
  const meaning = mapping.parse(parse(mappingText))
  const reader = new MentionReader(meaning)
  for (const row of rows) {
    const texts = Object.fromEntries(
      Object.entries(meaning.columns).map(([role, columns]) => [role, columns.map((column) => row[column] ?? '')]),
    )
    reader.add(row['id'] ?? '', row['source'] ?? '', texts)
  }
  return membersOf(await resolveMentions(reader.mentions, meaning))
    .map((ids) => ids.join())
    .sort()
}

/** The ids of each cluster, in order. */
export function membersOf({ mentions, group }: Resolved): string[][] {
  const members = new Map<number, string[]>()
  mentions.ids.forEach((id, at) => {
    const key = group[at] ?? at
    members.set(key, [...(members.get(key) ?? []), id])
  })
  return [...members.values()].map((ids) => ids.sort())
}
