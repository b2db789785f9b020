/** Names of persons: given and family name, in either order, whatever script they are in. */
import { folded, isCjk, isNothing, latinWords } from '../text/fold.js'
import { isNickname } from '../text/nicknames.js'
import { edits, jaroWinkler } from '../text/similarity.js'

/** One of the two parts of a person's name, comparable: `folded` in its own script, `latin` in ours. */
export interface NamePart {
  readonly folded: string
  readonly latin: string
  readonly words: readonly string[]
  /** True for Arabic and Hebrew letters, which leave out short vowels. */
  readonly abjad: boolean
  readonly cjk: boolean
}

export interface PersonName {
  readonly given: NamePart | null
  readonly family: NamePart | null
  /** jr (II too), sr, iii and so on; '' where none is given. */
  readonly generation: string
}

/** Chinese family names of two characters; every other one has a single character. */
const COMPOUND = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 夏侯 端木 南宫 独孤 轩辕 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 闾丘 鲜于 万俟 闻人 呼延 百里 东郭 西门 公羊 公西 梁丘 左丘 拓跋 完颜 第五'.split(
    ' ',
  ),
)
const GENERATIONS: Readonly<Record<string, string>> = {
  jr: 'jr',
  junior: 'jr',
  sr: 'sr',
  senior: 'sr',
  ii: 'jr',
  iii: 'iii',
  iv: 'iv',
}
const SUFFIXES = new Set(
  'jr sr junior senior ii iii iv mr mrs ms dr miss prof sir lady lord rev hon haji hajji sheikh shaikh esq phd md'.split(
    ' ',
  ),
)
/** What stands behind a Chinese name and is none of it. */
const CHINESE_TITLES = /(?:先生|女士|小姐|同志|经理|老师|医生)$/
/** Russian patronymics, in our letters: they stand behind the given name where the family name comes first. */
const PATRONYMIC = /(?:ovich|evich|yevich|ovna|evna|yevna|ichna|inichna)$/
/** What stands beyond so many characters is no name of a person. */
const LONGEST = 120

const ABJAD = /[\p{Script=Arabic}\p{Script=Hebrew}]/u

/** The consonants of a name, doubled ones once: mhmd for Muhammad and for محمد. */
export const skeleton = ({ latin }: NamePart): string => latin.replace(/[aeiouyw]/g, '').replace(/(.)\1+/g, '$1')

function partOf(text: string): NamePart | null {
  if (isNothing(text)) return null
  const words = latinWords(text).filter((word) => !SUFFIXES.has(word))
  if (words.length === 0) return null
  return { folded: folded(text), latin: words.join(''), words, abjad: ABJAD.test(text), cjk: isCjk(text) }
}

function generationOf(text: string): string {
  for (const word of latinWords(text)) {
    const generation = GENERATIONS[word]
    if (generation !== undefined) return generation
  }
  return ''
}

/** The parts of a whole name: `Charney, Peggie`, `Robert Smith`, 王秀英. */
export function splitName(name: string): PersonName {
  const text = name.slice(0, LONGEST).normalize('NFKC').trim().replace(CHINESE_TITLES, '').trim()
  const generation = isCjk(text) ? '' : generationOf(text)
  const comma = /^([^,]+),\s*(.+)$/.exec(text)
  if (comma && partOf(comma[2] ?? '') !== null)
    return { family: partOf(comma[1] ?? ''), given: partOf(comma[2] ?? ''), generation }
  if (isCjk(text) && !/[\s·]/.test(text) && text.length <= 4) {
    const cut = text.length > 2 && COMPOUND.has(folded(text.slice(0, 2))) ? 2 : 1
    return { family: partOf(text.slice(0, cut)), given: text.length > cut ? partOf(text.slice(cut)) : null, generation }
  }
  const words = text.split(/[\s·]+/).filter((word) => !SUFFIXES.has(word.toLowerCase().replace(/[.,]/g, '')))
  if (words.length < 2) return { given: null, family: partOf(text), generation }
  if (words.length > 2 && PATRONYMIC.test(latinWords(words.at(-1) ?? '').join('')))
    return { family: partOf(words[0] ?? ''), given: partOf(words.slice(1).join(' ')), generation }
  return { family: partOf(words.at(-1) ?? ''), given: partOf(words.slice(0, -1).join(' ')), generation }
}

export function personName(given: string, middle: string, family: string): PersonName {
  return {
    given: partOf((middle === '' ? given : `${given} ${middle}`).slice(0, LONGEST)),
    family: partOf(family.slice(0, LONGEST)),
    generation: generationOf(`${family.slice(0, LONGEST)} ${given.slice(0, LONGEST)}`),
  }
}

export const PART_LEVELS = ['same', 'near', 'alike', 'different'] as const
export const [SAME, NEAR, ALIKE, DIFFERENT] = [0, 1, 2, 3] as const

/** How alike two parts are: an index of PART_LEVELS. */
export function compareParts(a: NamePart, b: NamePart): number {
  if (a.folded === b.folded) return SAME
  // 秀英 and 秀莹 are said alike, 建国 and 建军 are brothers: of Chinese names every character counts.
  if (a.cjk && b.cjk) return a.latin === b.latin ? NEAR : DIFFERENT
  if (a.latin === b.latin) return SAME
  if (a.abjad !== b.abjad && skeleton(a) === skeleton(b) && skeleton(a).length > 1) return NEAR
  const [x, y] = [a.words[0] ?? '', b.words[0] ?? '']
  if (a.words.length !== b.words.length) {
    // `Maria Luis` and `Maria`, `J` beside `Robert J`.
    const [few, many] = a.words.length < b.words.length ? [a.words, b.words] : [b.words, a.words]
    if (few.every((word) => many.includes(word))) return NEAR
  }
  if (isNickname(x, y)) return NEAR
  if ((x.length === 1 || y.length === 1) && x[0] === y[0]) return NEAR
  const most = Math.max(a.latin.length, b.latin.length)
  const apart = edits(a.latin, b.latin, 2)
  if (apart <= 1 && most > 4) return NEAR
  const alike = jaroWinkler(a.latin, b.latin)
  if (alike >= 0.92 || (apart <= 2 && most > 7)) return NEAR
  // Mark and Mary are two names.
  if (
    most < 5 &&
    a.latin.length === b.latin.length &&
    apart === 1 &&
    [...a.latin].sort().join('') !== [...b.latin].sort().join('')
  )
    return DIFFERENT
  if (alike >= 0.8 || apart <= 1 || (apart <= 2 && most > 4)) return ALIKE
  if (a.words.length > 1 || b.words.length > 1)
    for (const word of a.words) for (const other of b.words) if (word.length > 2 && word === other) return ALIKE
  return DIFFERENT
}
