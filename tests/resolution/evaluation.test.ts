/** The evaluation kit, against figures worked out by hand. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bCubed, pairwise } from '../../bench/resolution_scores.js'
import { scoreSet } from '../../bench/resolution_set.js'
import { ROOT } from '../support/tree.js'

const scored = (text: string, sources?: string) =>
  text.split(' ').map((word, at) => ({ truth: word[0] ?? '', cluster: word[1] ?? '', source: sources?.[at] ?? null }))

describe('scores', () => {
  it('count pairs', () => {
    // Truth a a a b, clusters 1 1 2 2: one pair right of two said and three true.
    const score = pairwise(scored('a1 a1 a2 b2'))
    expect(score).toMatchObject({ precision: 1 / 2, recall: 1 / 3 })
    expect(score.f1).toBeCloseTo(0.4, 9)
  })

  it('count only pairs across sources where there are sources', () => {
    expect(pairwise(scored('a1 a1 a2 b2', 'xyxy'))).toMatchObject({ precision: 1 / 2, recall: 1 / 2 })
  })

  it('weigh each mention by B-cubed', () => {
    // Precision (1 + 1 + 1/2 + 1/2) / 4; recall (2/3 + 2/3 + 1/3 + 1) / 4.
    const { precision, recall } = bCubed(scored('a1 a1 a2 b2'))
    expect(precision).toBeCloseTo(0.75, 9)
    expect(recall).toBeCloseTo(2 / 3, 9)
  })

  it('of nothing said are precise', () => {
    expect(pairwise(scored('a1 a2'))).toEqual({ precision: 1, recall: 0, f1: 0 })
  })
})

describe('scoreSet', () => {
  const set = (name: string) => join(ROOT, 'tests/resolution/sets', name)

  it('resolves and scores a set of records', async () => {
    const score = await scoreSet(set('firms'))
    expect(score).toMatchObject({ set: 'firms', mentions: 18, blocking_recall: 1 })
    expect(score.pairwise).toEqual({ precision: 1, recall: 1, f1: 1 })
    expect(score.b_cubed).toEqual({ precision: 1, recall: 1, f1: 1 })
  })

  it('finds companies, banks and insurers, and their branches, by what they are called for short, among hundreds alike', async () => {
    const { pairwise, b_cubed } = await scoreSet(set('short_firms'))
    expect(pairwise.precision).toBe(1)
    expect(pairwise.recall).toBeGreaterThan(0.85)
    expect(b_cubed?.recall).toBeGreaterThan(0.92)
  })

  it('compares and scores a set of pairs', async () => {
    const score = await scoreSet(set('firm_pairs'))
    expect(score).toMatchObject({ set: 'firm_pairs', pairwise: { f1: 1 }, b_cubed: null })
  })

  it('says what a directory lacks', async () => {
    await expect(scoreSet(join(ROOT, 'tests/resolution'))).rejects.toThrow(
      'neither records.csv and truth.csv nor pairs.csv',
    )
  })
})
