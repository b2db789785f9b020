/** Connected components: which keys belong to one party because mentions carry them together. */

/**
 * Joins keys that occur on one mention. Returns for each key the smallest key of its component: the same whatever the
 * order of the mentions.
 */
export function componentsOf(mentions: Iterable<readonly string[]>): Map<string, string> {
  const parent = new Map<string, string>()
  const find = (key: string): string => {
    let root = key
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    for (let step = key; step !== root; ) {
      const up = parent.get(step) ?? root
      parent.set(step, root)
      step = up
    }
    return root
  }
  for (const keys of mentions) {
    const [first] = keys
    for (const key of keys) {
      if (!parent.has(key)) parent.set(key, key)
      if (first === undefined) continue
      const [a, b] = [find(first), find(key)]
      if (a < b) parent.set(b, a)
      else parent.set(a, b)
    }
  }
  return new Map([...parent.keys()].map((key) => [key, find(key)]))
}
