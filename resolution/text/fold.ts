/** Texts made comparable: width, case, script and marks folded, nothing that carries meaning taken away. */
import anyAscii from 'any-ascii'
import { NOTHING } from '../names.js'
import { simplified } from './simplified.js'

const HAN = /[\u3400-\u9fff\uf900-\ufaff]/
const CJK = /[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\u{20000}-\u{3ffff}]/u

const HAN_ALONE = /^[\u4e00-\u9fff]+$/

/** True for a text of Chinese characters alone, as most names in them are: of one width and case, without spaces, brackets and marks. */
export const isHanAlone = (text: string): boolean => HAN_ALONE.test(text)

/** Of one width and case, without spaces around it. */
const levelled = (text: string): string => (isHanAlone(text) ? text : text.normalize('NFKC').toLowerCase().trim())

/** As it is spelled: of one width and case, without spaces. */
export const spelling = (text: string): string => levelled(text).replace(/\s+/g, '')

/** True when the text holds Chinese characters or kana. */
export const isCjk = (text: string): boolean => CJK.test(text)

/** Width and case folded, simplified characters, spaces made one. */
export function folded(text: string): string {
  const narrow = levelled(text).replace(/\s+/g, ' ')
  return HAN.test(narrow) ? simplified(narrow) : narrow
}

/** The words of a text in Latin letters, whatever script it is in: `Müllenkranz GmbH` gives mullenkranz, gmbh. Apostrophes join, all else parts. */
export function latinWords(text: string): string[] {
  return (
    anyAscii(text.normalize('NFKC'))
      .toLowerCase()
      .replace(/['`’]/g, '')
      .match(/[a-z0-9]+/g) ?? []
  )
}

/** What sources write where there is no value of any kind: what stands for no name, and more. */
const NO_VALUE = new Set([...NOTHING, ...'空 暂无 nil ? x xx xxx test 0 00 000 nan'.split(' ')])

/** True for texts that stand for no value: placeholders, and texts without a letter or digit. */
export function isNothing(text: string): boolean {
  const plain = levelled(text)
  return NO_VALUE.has(plain) || !/[\p{L}\p{N}]/u.test(plain)
}
