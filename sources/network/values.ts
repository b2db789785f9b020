/** Values in the JSON of an answer, found by their path. */

/** The value at a path of keys, or undefined. Keys of arrays are indices. */
export function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined,
    root,
  )
}

/** A path for people. */
export function showPath(path: readonly string[]): string {
  return path.length === 0 ? 'its root' : path.join('.')
}
