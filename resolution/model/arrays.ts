/** Arrays of numbers outside the heap: they grow, and are sorted, without an object for each entry. */

/**
 * An array for numbers that are needed for a while. V8 looks through the whole heap after every few dozen megabytes of ordinary arrays, which takes a second beside a
 * million mentions; it does not count what could be shared.
 */
export const numbersFor = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(4 * length))

/** An array of unsigned numbers that grows. */
export class Growing {
  #held = numbersFor(1024)
  length = 0
  push(value: number): void {
    if (this.length === this.#held.length) {
      const larger = numbersFor(this.length * 2)
      larger.set(this.#held)
      this.#held = larger
    }
    this.#held[this.length++] = value
  }
  /** True if the value stands anywhere from a place on. */
  holds(value: number, from: number): boolean {
    for (let at = from; at < this.length; at++) if (this.#held[at] === value) return true
    return false
  }
  /** What was pushed; the array takes no more. */
  done(): Uint32Array {
    return this.#held.subarray(0, this.length)
  }
}

/** One pass of a radix sort: 16 bits of each key, from bit `shift` on; equal ones stay in their order. */
function sortedBy16(keys: Uint32Array, shift: 0 | 16, from: Uint32Array, to: Uint32Array): void {
  const counts = new Uint32Array(65537)
  for (let at = 0; at < from.length; at++) {
    const digit = ((keys[from[at] ?? 0] ?? 0) >>> shift) & 0xffff
    counts[digit + 1] = (counts[digit + 1] ?? 0) + 1
  }
  for (let digit = 1; digit <= 65536; digit++) counts[digit] = (counts[digit] ?? 0) + (counts[digit - 1] ?? 0)
  for (let at = 0; at < from.length; at++) {
    const one = from[at] ?? 0
    const digit = ((keys[one] ?? 0) >>> shift) & 0xffff
    const place = counts[digit] ?? 0
    counts[digit] = place + 1
    to[place] = one
  }
}

/** The places of entries in ascending order of their keys, of which the last counts most; equal entries stay in their order. */
export function orderOf(length: number, keys: readonly Uint32Array[]): Uint32Array {
  let from = numbersFor(length)
  for (let at = 0; at < length; at++) from[at] = at
  let to = numbersFor(length)
  for (const key of keys)
    for (const shift of [0, 16] as const) {
      sortedBy16(key, shift, from, to)
      ;[from, to] = [to, from]
    }
  return from
}
