/** What a page of JSON says of itself beside its rows: how many there are in all, where the next page is. For places that fetch page after page. */
import { isObject, parseJson } from './json_value.js'

/**
 * The values at paths of a JSON document that are neither objects nor arrays, by the names of the paths; a path that leads nowhere has no name in the
 * answer. Numbers that a double cannot hold are strings. Undefined if the text is no JSON object: the format says why when it reads it.
 */
export function jsonMetadata(
  text: string,
  paths: Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, string | number | boolean | null> | undefined {
  let root: unknown
  try {
    root = parseJson(text)
  } catch {
    return undefined
  }
  if (!isObject(root)) return undefined
  const found = new Map<string, string | number | boolean | null>()
  for (const [name, path] of Object.entries(paths)) {
    const value = path.reduce<unknown>(
      (inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
      root,
    )
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      found.set(name, value)
  }
  return found
}
