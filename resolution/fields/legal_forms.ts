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
  ...words('aktiengesellschaft kommanditgesellschaft mbh aktiebolag cjsc doo eood ood'),
])

/** What some are for short; a company is one whatever its form. */
const SHORT: Readonly<Record<string, string>> = {
  incorporated: 'inc',
  corporation: 'corp',
  limited: 'ltd',
  aktiengesellschaft: 'ag',
  kommanditgesellschaft: 'kg',
  aktiebolag: 'ab',
  private: 'pvt',
  berhad: 'bhd',
  co: '',
  company: '',
}

/** The legal form that words of a name say, spelled in one way; '' where it is none. */
export const formIn = (words: readonly string[]): string =>
  words
    .slice(1)
    .map((word) => (LEGAL_FORMS.has(word) ? (SHORT[word] ?? word) : ''))
    .filter((word) => word !== '')
    .join(' ')

/** In several words, as they are once letters are plain; what stands in brackets may be there. */
const IN_FULL = [
  '(open|closed|public|private) joint stock company',
  'limited liability (company|partnership)',
  'limited partnership',
  'gesellschaft mit beschrankter haftung',
  'societe (anonyme|a responsabilite limitee|par actions simplifiee)',
  'societatea cu raspundere limitata',
  'societa (per azioni|a responsabilita limitata)',
  'sociedad (anonima|limitada|de responsabilidad limitada)',
  'naamloze vennootschap|besloten vennootschap',
  'sp z o o|sp z oo|spolka (z ograniczona odpowiedzialnoscia|akcyjna)',
  'd o o|s r o|s a de c v|sa de cv|s de r l de c v|s de rl de cv',
  '(publichnoe|otkrytoe|zakrytoe|nepublichnoe) aktsionernoe obshchestvo',
  'obshchestvo s ogranichenno[iy] otvetstvennostyu',
  'tovaristvo z obmezhenoyu vidpovidalnistyu',
]
const PHRASES = new RegExp(
  ` (?:${IN_FULL.map((form) => form.replace(/^\(([^)]*)\) /, '(?:(?:$1) )?')).join('|')})(?= )`,
  'g',
)

/** Words of a name without legal forms that are written in several words; all of them, where nothing else is left. */
export function withoutPhrases(words: readonly string[]): readonly string[] {
  const text = ` ${words.join(' ')} `
  const plain = text.replace(PHRASES, '').trim()
  return plain === '' ? words : plain.split(' ')
}
