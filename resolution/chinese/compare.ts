/** What sets two Chinese names apart, and whether that can be the same organisation. */
import { diceOf as dice, edits } from '../text/similarity.js'
import type { ChineseName } from './name.js'
import { compatible, type Place } from './places.js'

/** How two names compare, best first. */
export const ORGANISATION_LEVELS = [
  'same',
  'same but for form or place',
  'near',
  'same as far as it is legible',
  'contained',
  'alike',
  'faint',
  'branch of the other',
  'other branch',
  'different',
] as const
export const LEVEL = { same: 0, form: 1, near: 2, legible: 3, contained: 4, alike: 5, faint: 6, branch: 7, sibling: 8, different: 9 } as const

/** Index of ORGANISATION_LEVELS. */
export function compareChinese(a: ChineseName, b: ChineseName): number {
  if (a.spelled === b.spelled) return LEVEL.same
  if (a.whole === b.whole) return LEVEL.form
  const head = compareHeads(a, b)
  if (a.branch === '' && b.branch === '' && a.branchPlaces.length === 0 && b.branchPlaces.length === 0) return head
  if (head > LEVEL.legible) return head === LEVEL.alike && sameBranch(a, b) ? LEVEL.alike : head >= LEVEL.faint ? LEVEL.different : LEVEL.faint
  const branch = compareBranches(a, b)
  if (branch === 'same') return Math.max(head, LEVEL.form)
  if (branch === 'near') return Math.max(head, LEVEL.near)
  return branch === 'one' ? LEVEL.branch : LEVEL.sibling
}

/** The heads of two names; without their branches. */
function compareHeads(a: ChineseName, b: ChineseName): number {
  if (!placesAgree(a.places, b.places)) return a.trade === b.trade && a.line === b.line ? LEVEL.faint : LEVEL.different
  const [x, y] = [a.trade + a.line, b.trade + b.line]
  if (x === y) return LEVEL.form
  if (matchesLossy(x, y)) return LEVEL.legible
  if (a.trade === b.trade) {
    if (a.trade.length < 2) return LEVEL.different
    if (a.line === '' || b.line === '') return LEVEL.near
    if (a.line.startsWith(b.line) || b.line.startsWith(a.line) || a.line.endsWith(b.line) || b.line.endsWith(a.line)) return LEVEL.near
    return dice(a.line, b.line) >= 0.3 ? LEVEL.alike : LEVEL.faint
  }
  // One character more or less: 理工雷 and 理工雷科. Another character in the same place is another name: 晋南 and 晋北.
  const longer = Math.max(x.length, y.length)
  if (a.line === b.line && Math.abs(x.length - y.length) === 1 && longer >= 5 && edits(x, y, 1) === 1) return LEVEL.near
  const alike = dice(x, y)
  if (alike >= 0.75 && longer >= 8) return LEVEL.alike
  return alike >= 0.5 ? LEVEL.faint : LEVEL.different
}

function placesAgree(a: readonly Place[], b: readonly Place[]): boolean {
  if (a.length === 0 || b.length === 0) return true
  return a.every((place) => b.some((other) => compatible(place, other))) || b.every((place) => a.some((other) => compatible(place, other)))
}

/** Characters that were lost stand as ? or □ in what was published. */
const LOST = /[?□�]/

function matchesLossy(a: string, b: string): boolean {
  if (a.length !== b.length || !(LOST.test(a) || LOST.test(b))) return false
  let known = 0
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] ?? '', b[at] ?? '']
    if (LOST.test(x) || LOST.test(y)) continue
    if (x !== y) return false
    known++
  }
  return known >= 2
}

const sameBranch = (a: ChineseName, b: ChineseName) => a.branch === b.branch && placesAgree(a.branchPlaces, b.branchPlaces)

function compareBranches(a: ChineseName, b: ChineseName): 'same' | 'near' | 'one' | 'other' {
  const none = (name: ChineseName) => name.branch === '' && name.branchPlaces.length === 0
  if (none(a) || none(b)) return 'one'
  if (!placesAgree(a.branchPlaces, b.branchPlaces)) return 'other'
  if (a.branch === b.branch) return a.branchPlaces.length > 0 === b.branchPlaces.length > 0 || a.branch.length > 3 ? 'same' : 'near'
  if (matchesLossy(a.branch, b.branch)) return 'near'
  return 'other'
}
