/** Legal forms of organisations in Latin letters: they say what kind of person in law it is, and are written in full, for short, or left out. */

const words = (text: string) => text.trim().split(/\s+/)

/** Those that make a name one party's own (`hasLegalForm`). Ledgers keep keys that follow from these words: they must not change. */
export const OWN_FORMS: ReadonlySet<string> = new Set(
  words(`inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag kg sa sas sarl srl spa bv nv oy ab as aps pty pte kk sdn bhd berhad
    pvt private ooo oao zao pao jsc ojsc pjsc ohg gbr kgaa spol sro kft zrt lda ltda slu oyj asa`),
)

/** As one word. */
export const LEGAL_FORMS: ReadonlySet<string> = new Set([
  ...OWN_FORMS,
  ...words('aktiengesellschaft kommanditgesellschaft mbh aktiebolag cjsc doo eood ood spzoo sacv tov'),
])

/** How some are spelled in one way; Co beside another form says nothing. */
const SPELLED: Readonly<Record<string, string>> = {
  incorporated: 'inc',
  corporation: 'corp',
  limited: 'ltd',
  aktiengesellschaft: 'ag',
  kommanditgesellschaft: 'kg',
  aktiebolag: 'ab',
  private: 'pvt',
  berhad: 'bhd',
  company: 'co',
  oao: 'ojsc',
  zao: 'cjsc',
  pao: 'pjsc',
}

/** In several words, as they are once letters are plain, and how they are spelled in one. */
const IN_FULL: readonly (readonly [string, string])[] = [
  ['open joint stock company|otkrytoe aktsionernoe obshchestvo', 'ojsc'],
  ['closed joint stock company|zakrytoe aktsionernoe obshchestvo', 'cjsc'],
  ['public joint stock company|publichnoe aktsionernoe obshchestvo', 'pjsc'],
  ['(?:private )?joint stock company|(?:nepublichnoe )?aktsionernoe obshchestvo', 'jsc'],
  ['limited liability company', 'llc'],
  ['limited liability partnership', 'llp'],
  ['limited partnership', 'lp'],
  ['gesellschaft mit beschrankter haftung', 'gmbh'],
  ['societe anonyme|sociedad anonima', 'sa'],
  ['societe a responsabilite limitee', 'sarl'],
  ['societe par actions simplifiee', 'sas'],
  [
    'societatea cu raspundere limitata|societa a responsabilita limitata|sociedad (?:limitada|de responsabilidad limitada)',
    'srl',
  ],
  ['societa per azioni', 'spa'],
  ['naamloze vennootschap', 'nv'],
  ['besloten vennootschap', 'bv'],
  ['sp z oo?(?: o)?|spolka z ograniczona odpowiedzialnoscia', 'spzoo'],
  ['spolka akcyjna', 'sa'],
  ['d o o', 'doo'],
  ['s r o', 'sro'],
  ['s ?a de c ?v', 'sacv'],
  ['s de r ?l de c ?v', 'srl'],
  ['obshchestvo s ogranichenno[iy] otvetstvennostyu', 'ooo'],
  ['tovaristvo z obmezhenoyu vidpovidalnistyu', 'tov'],
]
const PHRASES = IN_FULL.map(([form, word]) => [new RegExp(` (?:${form})(?= )`, 'g'), ` ${word}`] as const)
const MAY_BE_IN_FULL =
  /compan|partnership|gesellschaft|societ|sociedad|vennootschap| z |spolka| [ods] | de |obshchestvo|tovaristvo/

/** Words of a name, its legal forms that are written in several words as one. */
export function spelledShort(all: readonly string[]): readonly string[] {
  const text = ` ${all.join(' ')} `
  if (!MAY_BE_IN_FULL.test(text)) return all
  return PHRASES.reduce((found, [form, word]) => found.replace(form, word), text)
    .trim()
    .split(' ')
}

/** Also words of English, or names: in front of a name they are part of it (AS Roma), and elsewhere they may be (Day Spa). */
const ALSO_FIRST = new Set(words('as ag ab sa sas bv nv spa private doo ood eood oy asa'))
const ALSO_LAST = new Set(['spa', 'pvt'])

/** The legal form that a name says, spelled in one way; '' where it says none. */
export function formIn(all: readonly string[]): string {
  if (ALSO_FIRST.has(all[0] ?? '')) return `first ${all[0]}`
  const found = all.map((word) => SPELLED[word] ?? word).filter((word) => LEGAL_FORMS.has(word))
  const telling = found.filter((word) => word !== 'co')
  return (telling.length > 0 ? telling : found).join(' ')
}

/** Forms that are said beside another: Sample Corp is Sample Corp Ltd. */
const BESIDE = new Set(['ltd', 'inc'])

/** False for two that do not say the same form, unless one says none or leaves a part out: Daiken Co Ltd and Daiken Corp, Sample GmbH and Sample GmbH & Co. KG. */
export function formsAgree(a: string, b: string): boolean {
  if (a === b) return true
  const [few, many] = a.length < b.length ? [a, b] : [b, a]
  const [fewer, all] = [words(few), words(many)]
  if (few === '') return !many.startsWith('first') && !all.some((word) => ALSO_LAST.has(word))
  return fewer.every((word) => all.includes(word)) && all.every((word) => fewer.includes(word) || BESIDE.has(word))
}
