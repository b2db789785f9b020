import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Commits } from '../../pipelines/commits.js'

test('commits begin in order, whatever is packed first, and a few are under way at once', async () => {
  const commits = new Commits()
  const begun: number[] = []
  let [underWay, most] = [0, 0]
  for (let n = 0; n < 20; n++)
    await commits.add(sleep(n % 3, n), async (packed) => {
      begun.push(packed)
      most = Math.max(most, ++underWay)
      await sleep(2)
      underWay--
    })
  await commits.settle()
  expect(begun).toEqual(Array.from({ length: 20 }, (_, n) => n))
  expect(underWay).toBe(0)
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThan(6)
})

test('nothing begins once a failure is known', async () => {
  const commits = new Commits()
  const begun: number[] = []
  const commit = async (n: number) => {
    begun.push(n)
    if (n === 1) throw new Error('disk full')
  }
  for (let n = 0; n < 3; n++) await commits.add(sleep(5 * n, n), commit)
  await expect(commits.settle()).rejects.toThrow('disk full')
  expect(begun).toEqual([0, 1])
})

test('a failure is thrown once nothing is under way any more', async () => {
  const commits = new Commits()
  const ended: number[] = []
  const commit = async (n: number) => {
    await sleep(n === 0 ? 1 : 20)
    if (n === 0) throw new Error('disk full')
    ended.push(n)
  }
  await expect(
    (async () => {
      for (let n = 0; n < 10; n++) await commits.add(Promise.resolve(n), commit)
      await commits.settle()
    })(),
  ).rejects.toThrow('disk full')
  const then = ended.length
  await sleep(40)
  expect(ended).toHaveLength(then)
})
