/** Clusters of units from their links: constraints, decisions, and no dependence on order. */
import { expect, test } from 'vitest'
import { MOST_UNITS_A_COMPONENT } from '../../resolution/parameters.js'
import { readUnit, type Unit } from '../../resolution/unit.js'
import { componentsAround, Neighbourhood, settle } from '../../resolution/unit_cluster.js'
import type { Answer, Decision, Link } from '../../schemas/links.js'

const unit = (id: string, uscc: string | null = null): Unit =>
  readUnit({
    unit_id: id,
    kind: 'organisation',
    joined_by: uscc === null ? 'alone' : 'identifier',
    names: [`Name ${id}`],
    regions: [],
    addresses: [],
    identifiers: uscc === null ? [] : [`+uscc\tcn\t${uscc}\tvalid`],
  })
const link = (a: string, b: string, bits = 10, answer: Answer = 'same'): Link => {
  const relation = answer === 'related' ? 'branch' : null
  return a < b ? { a, b, bits, answer, relation } : { a: b, b: a, bits, answer, relation }
}

function clustersOf(units: readonly Unit[], links: readonly Link[], decisions: readonly Decision[] = []) {
  const around = new Neighbourhood(new Map(units.map((one) => [one.id, one])), links, decisions)
  const settled = componentsAround(
    units.map(({ id }) => id),
    around,
  ).flatMap((component) => [...settle(component, around)])
  const groups = new Map<string, string[]>()
  for (const [id, { entity }] of settled) groups.set(entity, [...(groups.get(entity) ?? []), id].sort())
  return {
    groups: [...groups].map(([entity, ids]) => `${entity}: ${ids.join(' ')}`).sort(),
    ambiguous: settled.flatMap(([id, { ambiguous }]) => (ambiguous ? [id] : [])).sort(),
    held: settled.filter(([, { held }]) => held).length,
  }
}

test('a chain is cut where the mean evidence is against; what is linked on all sides is one, named by its proven unit', () => {
  const units = [unit('a'), unit('b'), unit('c', 'X'), unit('d')]
  const all = [link('a', 'b', 9), link('b', 'c', 9), link('a', 'c', 9), link('c', 'd', 7)]
  expect(clustersOf(units, all).groups).toEqual(['c: a b c', 'd: d'])
})

test('two valid codes are never one, whatever hangs between; a branch is never its company', () => {
  const between = [link('a', 'm', 20), link('b', 'm', 8)]
  expect(clustersOf([unit('a', 'X'), unit('b', 'Y'), unit('m')], between).groups).toEqual(['a: a m', 'b: b'])
  const branch = [link('a', 'm', 20), link('b', 'm', 20), link('a', 'b', 5, 'related')]
  expect(clustersOf([unit('a'), unit('b'), unit('m')], branch)).toMatchObject({
    ambiguous: ['m'],
    groups: ['a: a', 'b: b', 'm: m'],
  })
})

test('a unit that two others fit about equally is joined with none, a possible one among them', () => {
  const units = [unit('a', 'X'), unit('b', 'Y'), unit('m')]
  for (const answer of ['same', 'possible'] as const)
    expect(clustersOf(units, [link('a', 'm', 12), link('b', 'm', 6, answer)])).toMatchObject({
      ambiguous: ['m'],
      groups: ['a: a', 'b: b', 'm: m'],
    })
})

test('decisions outrank the machine; of two that contradict each other, the one that parts holds', () => {
  const units = [unit('a', 'X'), unit('b', 'Y'), unit('m')]
  const links = [link('a', 'm', 12), link('b', 'm', 12)]
  const decided = (verdict: Decision['verdict'], a: string, b: string): Decision => ({ a, b, verdict })
  expect(clustersOf(units, links, [decided('same', 'b', 'm')])).toMatchObject({
    ambiguous: [],
    groups: ['a: a', 'b: b m'],
  })
  expect(clustersOf(units, links, [decided('different', 'a', 'm')]).groups).toEqual(['a: a', 'b: b m'])
  expect(clustersOf(units, [], [decided('same', 'a', 'b')]).groups).toEqual(['a: a b', 'm: m'])
  for (const both of [
    [decided('same', 'a', 'm'), decided('different', 'm', 'a')],
    [decided('different', 'a', 'm'), decided('same', 'm', 'a')],
  ])
    expect(clustersOf([unit('a', 'X'), unit('m')], [link('a', 'm', 12)], both).groups).toEqual(['a: a', 'm: m'])
})

test('a component past its limit stops, except for what people decided', () => {
  const ids = Array.from({ length: MOST_UNITS_A_COMPONENT + 1 }, (_, at) => `u${String(at).padStart(3, '0')}`)
  const links = ids.slice(1).map((id, at) => link(ids[at] ?? '', id, 12))
  const found = clustersOf(
    ids.map((id) => unit(id)),
    links,
    [{ a: 'u000', b: 'u001', verdict: 'same' }],
  )
  expect([found.held, found.groups.length, found.groups[0]]).toEqual([ids.length, ids.length - 1, 'u000: u000 u001'])
})

test('the order of units, links and decisions does not matter, and no cluster breaks a constraint', () => {
  let state = 1
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const shuffled = <T>(all: readonly T[]) =>
    all
      .map((one) => [next(1e9), one] as const)
      .sort(([x], [y]) => x - y)
      .map(([, one]) => one)
  for (let turn = 0; turn < 200; turn++) {
    const units = Array.from({ length: 12 }, (_, at) => unit(`u${at}`, next(3) === 0 ? `CODE${next(3)}` : null))
    const pairs = new Map<string, Link>()
    for (let at = 0; at < 25; at++) {
      const [a, b] = [next(12), next(12)]
      if (a === b) continue
      const one = link(`u${a}`, `u${b}`, 7 + next(3), next(5) === 0 ? 'possible' : next(9) === 0 ? 'related' : 'same')
      pairs.set(`${one.a} ${one.b}`, one)
    }
    const links = [...pairs.values()]
    const decisions: Decision[] =
      next(2) === 0 ? [] : [{ a: 'u1', b: 'u2', verdict: next(2) === 0 ? 'same' : 'different' }]
    const first = clustersOf(units, links, decisions)
    for (let again = 0; again < 3; again++)
      expect(clustersOf(shuffled(units), shuffled(links), shuffled(decisions))).toEqual(first)
    const around = new Neighbourhood(new Map(units.map((one) => [one.id, one])), links, decisions)
    for (const group of first.groups) {
      const ids = group.split(': ')[1]?.split(' ') ?? []
      for (const x of ids) for (const y of ids) if (x < y) expect(around.apart(x, y), `${x} ${y}`).toBe(false)
    }
  }
})
