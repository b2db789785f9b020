/**
 * Names made comparable. Only what is certain is folded: width, case, spaces, brackets, the notice of a former name,
 * abbreviated legal forms. Everything else stays, so that two names are alike only when they are the same name.
 */

const CJK = /[\u3400-\u9fff\u3040-\u30ff\uf900-\ufaff]/

/** What sources write where there is no name. */
export const NOTHING: ReadonlySet<string> = new Set([
  '无',
  '無',
  '不详',
  '不詳',
  '未知',
  '某',
  '某某',
  '个人',
  '個人',
  '匿名',
  'n/a',
  'na',
  'none',
  'null',
  'unknown',
  '-',
  '--',
  '/',
  '—',
  '.',
  '*',
])

/** Abbreviated Japanese legal forms; the bracket form is the word. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\(株\)/g, '株式会社'],
  [/\(有\)/g, '有限会社'],
  [/\(同\)/g, '合同会社'],
  [/\(医\)/g, '医療法人'],
]

/** One round of folding. What one rule takes away may let another see more, so that rounds are repeated until nothing changes. */
function folded(name: string): string {
  let text = name.normalize('NFKC').toLowerCase()
  text = text.replace(/[[【〔]/g, '(').replace(/[\]】〕]/g, ')')
  // CJK names lose all spaces; Latin names keep one between words and lose full stops and commas.
  text = CJK.test(text) ? text.replace(/\s+/g, '') : text.replace(/[.,]/g, ' ').replace(/\s+/g, ' ').trim()
  // (原…有限公司), the former name in brackets at the end, is a remark on the name and no part of it.
  text = text.replace(/(?:\(原(?:[^()]|\([^()]*\))*\))+$/, '')
  for (const [form, word] of FORMS) text = text.replace(form, word)
  return text
}

/** The form of a name by which exact comparison is done, or null when the text names nobody. The form of a form is itself. */
export function comparableName(name: string): string | null {
  if (NOTHING.has(name.normalize('NFKC').toLowerCase().trim())) return null
  let text = name
  // Two rounds do in practice; the bound is there for text that was made to be awkward.
  for (let round = 0, before = ''; round < 8 && before !== text; round++) [before, text] = [text, folded(text)]
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '')
  return letters.length < 2 || NOTHING.has(text) ? null : text
}
