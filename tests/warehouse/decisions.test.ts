/** Which party a decision means after a correction, and what decisions say together. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { componentsOf } from '../../resolution/components.js'
import { meant, type PartyNow, type Seen } from '../../warehouse/decided.js'
import { contradictionOf, type Edge, settle, type Verdict } from '../../warehouse/decision_graph.js'

const U1 = { scheme: 'uscc', issuer: 'cn', value: '91350200MA2YJ1XR9G' }
const U2 = { scheme: 'uscc', issuer: 'cn', value: '91440101MA5CJQ4N59' }

const seen = (name: string, role = 'penalised', identifiers: Seen['identifiers'] = []): Seen => ({
  connector: 'c',
  source_key: 'k',
  kind: 'penalty',
  region: null,
  role,
  name,
  identifiers,
})
const parties = (...all: [name: string, role: string, identifiers?: Seen['identifiers']][]): PartyNow[] =>
  all.map(([name, role, identifiers = []], ordinal) => ({ ordinal, role, name, identifiers }))

describe('the party that a decision means', () => {
  it.each([
    ['stays where it was', 0, seen('甲'), parties(['甲', 'penalised'], ['乙', 'site']), { ordinal: 0, fits: true }],
    [
      'is found when the order changes',
      0,
      seen('甲'),
      parties(['乙', 'site'], ['甲', 'penalised']),
      { ordinal: 1, fits: true },
    ],
    [
      'by its role among namesakes',
      0,
      seen('甲'),
      parties(['甲', 'site'], ['甲', 'penalised']),
      { ordinal: 1, fits: true },
    ],
    [
      'by its identifier when its name is corrected',
      0,
      seen('甲', 'penalised', [U1]),
      parties(['乙', 'site'], ['甲有限公司', 'penalised', [U1]]),
      { ordinal: 1, fits: true },
    ],
    [
      'by its identifier among namesakes',
      0,
      seen('甲', 'penalised', [U1]),
      parties(['甲', 'penalised', [U2]], ['甲', 'penalised', [U1]]),
      { ordinal: 1, fits: true },
    ],
    [
      'is in doubt when another stands in its place',
      0,
      seen('甲'),
      parties(['丙', 'penalised']),
      { ordinal: 0, fits: false },
    ],
    [
      'is in doubt when its namesake carries another identifier',
      0,
      seen('甲', 'penalised', [U1]),
      parties(['甲', 'penalised', [U2]]),
      { ordinal: 0, fits: false },
    ],
    [
      'is in doubt when several fit elsewhere',
      0,
      seen('甲'),
      parties(['乙', 'site'], ['甲', 'penalised'], ['甲', 'penalised']),
      { ordinal: 0, fits: false },
    ],
    [
      'keeps its place among equals',
      2,
      seen('甲'),
      parties(['乙', 'site'], ['甲', 'penalised'], ['甲', 'penalised']),
      { ordinal: 2, fits: true },
    ],
    ['is gone with its place', 1, seen('甲'), parties(['乙', 'site']), null],
  ])('%s', (_, ordinal, was, now, expected) => {
    expect(meant(ordinal, was, now)).toEqual(expected)
  })
})

const edge = (decision_id: number, verdict: Verdict, a: string, b: string): Edge => ({ decision_id, verdict, a, b })

describe('contradictions', () => {
  const before = [edge(1, 'same', 'A', 'B'), edge(2, 'same', 'C', 'B'), edge(3, 'never', 'C', 'D')]

  it.each<[Verdict, string, string, number[] | null]>([
    ['never', 'A', 'C', [1, 2]],
    ['different', 'C', 'A', [2, 1]],
    ['same', 'D', 'A', [3, 2, 1]],
    ['same', 'A', 'D', [1, 2, 3]],
    ['same', 'A', 'C', null],
    ['same', 'A', 'E', null],
    ['never', 'A', 'D', null],
  ])('%s %s %s', (verdict, a, b, chain) => {
    expect(contradictionOf(before, { verdict, a, b })).toEqual(chain)
  })

  it('that come about by themselves let what joins rest, all of the chain and nothing else', () => {
    const edges = [...before, edge(4, 'same', 'A', 'D'), edge(5, 'same', 'D', 'E'), edge(6, 'different', 'F', 'F')]
    const { mustLink, cannotLink, resting } = settle(edges)
    expect(mustLink.map(({ decision_id }) => decision_id)).toEqual([5])
    expect(cannotLink.map(({ decision_id }) => decision_id)).toEqual([3])
    expect(resting).toEqual([
      { decision_id: 2, reason: 'contradicted', with: [3] },
      { decision_id: 1, reason: 'contradicted', with: [3] },
      { decision_id: 4, reason: 'contradicted', with: [3] },
      { decision_id: 6, reason: 'joined', with: [] },
    ])
  })

  it('are found through every one of several chains', () => {
    const edges = [edge(1, 'same', 'A', 'B'), edge(2, 'same', 'B', 'A'), edge(3, 'never', 'A', 'B')]
    expect(settle(edges).mustLink).toEqual([])
  })

  it('leave nobody joined who is parted, whatever was decided, and take nothing from those who agree', () => {
    const units = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F')
    const some = fc.array(fc.tuple(fc.constantFrom('same', 'same', 'different', 'never'), units, units), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(some, (said) => {
        const edges = said.map(([verdict, a, b], index) => edge(index + 1, verdict, a, b))
        const { mustLink, cannotLink, resting } = settle(edges)
        const one = componentsOf(mustLink.map(({ a, b }) => [a, b]))
        for (const { a, b } of cannotLink) expect((one.get(a) ?? a) === (one.get(b) ?? b)).toBe(false)
        const needless = edges.filter(({ verdict, a, b }) => verdict === 'same' && a === b)
        expect(mustLink.length + cannotLink.length + resting.length + needless.length).toBe(edges.length)
        const contradicts = edges.filter((one) => one.verdict !== 'same' && contradictionOf(edges, one) !== null)
        if (contradicts.length === 0) expect(resting.every(({ reason }) => reason === 'joined')).toBe(true)
        expect(settle([...edges].reverse())).toEqual({ mustLink, cannotLink, resting })
      }),
    )
  })
})
