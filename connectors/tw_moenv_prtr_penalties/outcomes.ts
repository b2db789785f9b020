/** What became of a decision on petition (PETITIONRESULTS) or by the authority itself (APPEALRESCIND), and what that means. */
export const OUTCOMES: Readonly<Record<string, 'in_force' | 'revoked' | 'entered_in_error'>> = {
  訴願駁回: 'in_force',
  實體駁回: 'in_force',
  程序駁回: 'in_force',
  訴願不受理: 'in_force',
  訴願人撤回: 'in_force',
  駁回: 'in_force',
  其他: 'in_force',
  '部份撤銷，部份駁回': 'in_force',
  部份實體撤銷: 'in_force',
  改處金額: 'in_force',
  原處分撤銷: 'revoked',
  撤銷並另立裁處書: 'revoked',
  實體撤銷: 'revoked',
  陳情撤銷: 'revoked',
  自行撤銷: 'revoked',
  案件廢止: 'revoked',
  資料鍵入錯誤: 'entered_in_error',
}
/** Outcomes that leave the decision standing but changed. */
export const REDUCED = new Set(['部份撤銷，部份駁回', '部份實體撤銷', '改處金額'])
