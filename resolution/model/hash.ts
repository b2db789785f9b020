/** Hashes of texts for tables and keys. */

/** FNV-1a over UTF-16, from a seed, mixed at the end. */
export function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Two hashes as one, whichever comes first. */
export function together(a: number, b: number): number {
  const x = Math.min(a, b)
  const y = Math.max(a, b)
  return (Math.imul(x ^ (y >>> 16), 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ (x >>> 13)) >>> 0
}
