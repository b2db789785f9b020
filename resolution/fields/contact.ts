/** How a party is reached: telephone numbers and mail addresses, of which a cell often holds several. */
import { comparablePhones, isHotline } from '../../schemas/phones.js'
import { isNothing } from '../text/fold.js'
import { diceOf as dice, edits, jaroWinkler } from '../text/similarity.js'
import { levelsOf as levels } from './field.js'
import { severalOf } from './several.js'

/** What stands behind so many characters is not looked at. */
const MOST_CELL = 1000

/** What says that a number is written as in China. */
const CHINESE_PHONE = /\+86|0086|^\D*0\d{2,3}\D{0,3}\d{7,8}|^\D*1[3-9]\d{9}\D*$/
/** A number that was made unreadable is many people's: 138****5678. */
const MASKED = /\*{2}|\d[xX]{3}/
/** What stands between two numbers, and the words before one: 电话0510-82833333 传真0510-82834444. */
const BETWEEN_NUMBERS =
  /[、,;|&或和及与與\n]|\b(?:or|and|oder|und|ou|et)\b|(?=传真|傳真|电话|電話|手机|手機|座机|fax|tel|mob|cell|phone)/i
/** An extension is not compared: 转8001, 分机8001, ext. 8001, #8001, x8001. */
const EXTENSION = /\s*(?:转|轉|分机|分機|内线|內線|#|(?<![a-z])(?:extension|ext|x))[:.\s]*\d{1,6}\)?\s*$/i

/** The numbers of a cell, digits only and without extensions. */
export function phonesIn(cell: string): string[] {
  return cell
    .slice(0, MOST_CELL)
    .normalize('NFKC')
    .split(BETWEEN_NUMBERS)
    .flatMap((part) => apart(part.replace(EXTENSION, '')))
    .flatMap((part) => {
      if (MASKED.test(part)) return []
      // In 010/62345678 the slash stands behind the area code.
      const [line = ''] = CHINESE_PHONE.test(part) ? comparablePhones(part.replaceAll('/', '-')) : [part]
      const digits = line.replace(/x\d+$/, '').replace(/\D/g, '').slice(0, 30)
      return digits.length < 5 || /^(.)\1*$/.test(digits) || isHotline(digits) ? [] : [digits]
    })
}

/** Parts two numbers at a slash or a space if what comes first is a whole number and no area code; what is too short behind it, as in 62345678/79, is left out. */
function apart(text: string): readonly string[] {
  const pieces = text.trim().split('/')
  if (pieces.length > 1 && isWhole(pieces[0] ?? '')) return pieces.filter((piece, at) => at === 0 || isWhole(piece))
  const words = text.trim().split(/\s+/)
  return words.length > 1 && words.every(isWhole) ? words : [text]
}

/** By E.164 a country code has up to 3 digits; area code and country code together are no number yet. */
function isWhole(text: string): boolean {
  const digits = text.replace(/\D/g, '').length
  return digits >= (/^\s*\+/.test(text) ? 10 : /^\s*00/.test(text) ? 12 : 7)
}

/** Digits only; a national number is the end of an international one. */
export const phone = severalOf(
  {
    name: 'phone',
    slots: [
      {
        name: 'phone',
        levels: levels('phone', [
          ['same', 0.7, 1e-5],
          ['with one slip', 0.04, 3e-5],
          ['different', 0.26, 0.99996],
        ]),
      },
    ],
    termChance: 1e-5,
    compare(a, b, rarity, found, at) {
      const length = Math.min(a.length, b.length)
      const [x, y] = [a.slice(-length), b.slice(-length)]
      const tail = Math.min(length, 7)
      const same = x === y || (length >= 9 && a.slice(-8) === b.slice(-8))
      found.level[at] = same ? 0 : edits(x, y, 1) === 1 && length >= 7 ? 1 : 2
      if (same) found.bits[at] = rarity(a.slice(-tail))
    },
    keys: (value) => [`f${value.slice(-7)}`, `e${value.slice(-4)}`],
    terms: (value) => [value.slice(-7)],
  },
  phonesIn,
)

/** RFC 5321, 4.5.3.1: 64 octets before the @ and 255 behind it. */
const LONGEST_MAIL = 320
/** What a mail address does not hold, or what in practice parts two of them. */
const MAIL = /[^\s<>;,、|/()"]+@[^\s<>;,、|/()"]*/g

/** The mail addresses of a cell; a text that is none as a whole, for it may be one that is mistyped. */
export function mailsIn(cell: string): string[] {
  const text = cell.slice(0, MOST_CELL).normalize('NFKC').toLowerCase()
  const mails = (text.match(MAIL) ?? []).map((mail) => mail.replace(/^mailto:/, '').replace(/\.+$/, ''))
  const found = mails.length > 0 ? mails : [text.slice(0, LONGEST_MAIL).replace(/\s+/g, ' ').trim()]
  return found.flatMap((mail) => (mail.length < 3 || isNothing(mail) ? [] : [mail.slice(0, LONGEST_MAIL)]))
}

export const email = severalOf(
  {
    name: 'email',
    slots: [
      {
        name: 'email',
        levels: levels('mail address', [
          ['same', 0.72, 2e-6],
          ['of the same name', 0.05, 1e-4],
          ['near', 0.13, 1e-4],
          ['different', 0.1, 0.9998],
        ]),
      },
    ],
    termChance: 2e-6,
    compare(a, b, rarity, found, at) {
      const [x, y] = [a.split('@')[0] ?? '', b.split('@')[0] ?? '']
      found.level[at] =
        a === b
          ? 0
          : x === y && x.length > 3
            ? 1
            : edits(a, b, 3) <= 3 && dice(a, b) >= 0.7
              ? 2
              : jaroWinkler(x, y) >= 0.92 && Math.min(x.length, y.length) > 5
                ? 2
                : 3
      if (a === b) found.bits[at] = rarity(a)
    },
    keys(value) {
      const [local = '', host = ''] = value.split('@')
      return [`e${value}`, `l${local}`, `h${local.slice(0, 3)}${host.slice(0, 4)}`]
    },
    terms: (value) => [value],
  },
  mailsIn,
)
