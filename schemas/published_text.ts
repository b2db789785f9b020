/**
 * Text as publishers and their mirrors put it on the web, repaired where there is one way to do it, and flagged where something is lost. What was
 * published stays in the raw row; nothing that was lost is guessed.
 */
import { fail, optional, required } from './values.js'

export interface PublishedText {
  /** The text after repair. */
  readonly text: string
  /** True where characters of the original are lost: the text does not say what was published. */
  readonly lossy: boolean
}

/** Han characters with a bracket behind that holds one syllable: mirrored pages gloss rare characters so, 據(jù). */
const GLOSS = /(?<=\p{Script=Han})[(（]\s*([^\s()（）\p{Lu}]{1,12})\s*[)）]/gu
/** A Mandarin syllable in pinyin without its tone. */
const SYLLABLE =
  /^(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[aeiouü]|ai|ei|ao|ou|ia|ie|iao|iu|ua|uo|uai|ui|ue|üe)(?:n|ng|r)?)$/
const TONES = /[\u0300\u0301\u0304\u030c]/g

/** No-break and other spaces of one width or another; zero-width marks, which nobody sees. */
const SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g
const UNSEEN = /[\u200b-\u200d\u2060\ufeff\u00ad]/g
/** Full-width digits, letters and round brackets: other characters of that block have uses of their own in Chinese text. */
const FULL_WIDTH = /[０-９Ａ-Ｚａ-ｚ（）]/g

/**
 * Marks of loss: U+FFFD; question marks between Chinese characters, which stand where an encoding had none for what was there (one alone is a question
 * behind 吗 呢 么 否 吧); and what GBK makes of U+FFFD in UTF-8.
 */
const LOSS = /\uFFFD|锟斤拷|\p{Script=Han}[?？]{2,}\p{Script=Han}|(?![吗呢么否吧])\p{Script=Han}\?\p{Script=Han}/u

/** Whether a bracket holds a syllable with its tone: without one it may be a word or a formula. */
function isGloss(inside: string): boolean {
  const letters = inside.normalize('NFD').replaceAll('ɡ', 'g').replaceAll('ɑ', 'a')
  const toneless = letters.replace(TONES, '')
  return letters.length === toneless.length + 1 && SYLLABLE.test(toneless.normalize('NFC'))
}

/**
 * Repairs what is certain: glosses in pinyin with a tone are taken out, full-width digits, letters and round brackets are ASCII, spaces of every kind are
 * spaces, unseen marks go. Full-width punctuation stays. Repairing twice changes nothing more.
 */
export function repairText(published: string): PublishedText {
  const text = published
    .replace(UNSEEN, '')
    .replace(SPACES, ' ')
    .replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(GLOSS, (gloss, inside: string) => (isGloss(inside) ? '' : gloss))
    .trim()
  return { text, lossy: LOSS.test(text) }
}

/** Text that may be absent, repaired; null when nothing is left of it. */
export const optionalPublishedText = optional((found): PublishedText | null => {
  const repaired = repairText(found)
  return repaired.text === '' ? null : repaired
})

/** Text that must be there, repaired. */
export const requiredPublishedText = required((found, ctx): PublishedText => {
  const repaired = repairText(found)
  return repaired.text === '' ? fail(ctx, 'required_missing', 'the field holds nothing that is seen', found) : repaired
})
