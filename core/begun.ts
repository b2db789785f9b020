/** Begins something that is waited for later; if it fails before, it is heard of then. */
export function begun<T>(work: () => Promise<T>): Promise<T> {
  const result = work()
  result.catch(() => undefined)
  return result
}
