/** How well the name of a column says a field of a kind. */
import { meaningOf } from '../../schemas/values.js'
import { DECISION_NAMES } from './decision_names.js'
import { WORK_NAMES } from './work_names.js'

/** A name as names are compared: no width, case, space, unit or bracket. */
function folded(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[(（【〔[][^)）】〕\]]*[)）】〕\]]/g, '')
    .replace(/[\s_\-./:：、]+/g, '')
}

/** How well a column's name says a field: 0 not at all, 1 and above the better the more of the name it is. */
export function likeness(column: string, field: string): number {
  const name = folded(column)
  if (name === '') return 0
  const known = [
    field,
    field.replace(/_(on|no)$/, ''),
    ...(meaningOf(DECISION_NAMES, field) ?? []),
    ...(meaningOf(WORK_NAMES, field) ?? []),
  ].map(folded)
  return Math.max(0, ...known.filter((word) => word !== '').map((word) => likeWord(name, word)))
}

function likeWord(name: string, word: string): number {
  if (name === word) return 10 + word.length
  // Short words stand in too many names: 局 or id say something only by themselves.
  const least = /^[\u0020-\u007e]+$/.test(word) ? 4 : 2
  if (word.length < least || !name.includes(word)) return 0
  return 1 + (8 * word.length) / name.length
}
