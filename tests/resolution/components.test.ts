/** Which keys belong together follows from the mentions, and from nothing else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { componentsOf } from '../../resolution/components.js'

const sorted = (map: Map<string, string>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
const mentions = fc.array(fc.array(fc.constantFrom(...'abcdefghijklmnop'), { maxLength: 4 }), { maxLength: 20 })

describe('components', () => {
  it('join keys through the mentions that carry them together', () => {
    const found = componentsOf([['c', 'b'], ['d'], ['b', 'a'], [], ['e', 'f']])
    expect(Object.fromEntries(found)).toEqual({ a: 'a', b: 'a', c: 'a', d: 'd', e: 'e', f: 'e' })
  })

  it('do not depend on the order of mentions, nor on that of their keys', () => {
    const shuffled = mentions.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length }).map((order) => order.map((keys) => [...keys].reverse())),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([list, order]) => {
        expect(sorted(componentsOf(order))).toEqual(sorted(componentsOf(list)))
      }),
    )
  })

  it('hold the keys of each mention together, and are named by their smallest key', () => {
    fc.assert(
      fc.property(mentions, (list) => {
        const found = componentsOf(list)
        for (const keys of list) expect(new Set(keys.map((key) => found.get(key))).size).toBeLessThanOrEqual(1)
        for (const [key, root] of found) {
          expect(root <= key).toBe(true)
          expect(found.get(root)).toBe(root)
        }
      }),
    )
  })

  it('are no larger than the mentions make them', () => {
    fc.assert(
      fc.property(mentions, (list) => {
        const found = componentsOf(list)
        // Spread from one key over the mentions until nothing is added: what that does not reach is another party.
        for (const start of found.keys()) {
          const reached = new Set([start])
          for (let size = 0; size !== reached.size; ) {
            size = reached.size
            for (const keys of list) if (keys.some((key) => reached.has(key))) for (const key of keys) reached.add(key)
          }
          for (const [key, root] of found) expect(root === found.get(start)).toBe(reached.has(key))
        }
      }),
      { numRuns: 50 },
    )
  })

  it('are found in a chain of 100,000 mentions', () => {
    const key = (index: number) => String(index).padStart(6, '0')
    const chain = Array.from({ length: 100_000 }, (_, index) => [key(index + 1), key(index)])
    expect(new Set(componentsOf(chain).values())).toEqual(new Set([key(0)]))
  })
})
