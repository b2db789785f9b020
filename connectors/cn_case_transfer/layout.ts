/** The layout of transfers: columns, documents (State Council order 310, article 6) and states. */

/** Column to the other spellings of its header. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  移送文书号: ['YSWSH', '案件移送书文号'],
  案号: ['AH', '行政案件编号'],
  移送机关: ['YSJG'],
  接收机关: ['JSJG', '接收公安机关'],
  涉案单位: ['SADW'],
  统一社会信用代码: ['SADWDM', '涉案单位代码'],
  犯罪嫌疑人: ['FZXYR'],
  涉案人数: ['SARS'],
  涉嫌罪名: ['SXZM'],
  承办人数: ['CBRS', '专案组人数'],
  报告日期: ['BGRQ'],
  批准日期: ['PZRQ'],
  移送日期: ['YSRQ'],
  受理日期: ['SLRQ'],
  立案日期: ['LARQ'],
  不予立案日期: ['BYLARQ'],
  不予立案理由: ['BYLALY'],
  申请复议日期: ['SQFYRQ'],
  移送材料: ['YSCL'],
  办理状态: ['BLZT'],
}

/** The five documents that go with a case. */
export const DOCUMENTS: Readonly<Record<string, string>> = {
  涉嫌犯罪案件移送书: 'transfer_letter',
  案件移送书: 'transfer_letter',
  涉嫌犯罪案件情况的调查报告: 'investigation_report',
  调查报告: 'investigation_report',
  涉案物品清单: 'list_of_goods',
  检验报告: 'test_report',
  鉴定结论: 'expert_opinion',
  鉴定意见: 'expert_opinion',
  其他有关涉嫌犯罪的材料: 'other_material',
}

export const STATES: Readonly<Record<string, string>> = {
  待批准: 'reported',
  不予批准: 'not_approved',
  已移送: 'sent',
  已受理: 'accepted',
  已立案: 'filed',
  不予立案: 'refused',
  复议中: 'in_reconsideration',
  立案监督: 'before_prosecutor',
  撤回: 'withdrawn',
}
