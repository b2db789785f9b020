/** How right clusters are: precision and recall over pairs of mentions. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

export interface Quality {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** The cluster of each id, of a file of ids and clusters that holds no quotes. */
async function clustersIn(file: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [id = '', cluster = ''] = line.split(',')
    if (id !== 'id') found.set(id, cluster)
  }
  return found
}

function pairsOf(keys: Iterable<string>): number {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  let pairs = 0
  for (const count of counts.values()) pairs += (count * (count - 1)) / 2
  return pairs
}

/** Of two files with id and cluster: what the second says, measured by the first. */
export async function pairwise(truthFile: string, saidFile: string): Promise<Quality> {
  const [truth, said] = [await clustersIn(truthFile), await clustersIn(saidFile)]
  if (said.size !== truth.size) throw new Error(`${saidFile} has ${said.size} mentions, and there are ${truth.size}`)
  const both = pairsOf([...truth].map(([id, cluster]) => `${cluster}|${said.get(id) ?? ''}`))
  const [right, made] = [pairsOf(truth.values()), pairsOf(said.values())]
  const rounded = (share: number) => Math.round(share * 10_000) / 10_000
  return {
    precision: rounded(both / made),
    recall: rounded(both / right),
    f1: rounded((2 * both) / (right + made)),
  }
}
