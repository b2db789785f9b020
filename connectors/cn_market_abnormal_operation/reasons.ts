/** Why an enterprise comes onto the list of abnormal operations and leaves it: the words of the national publicity system. */

/** Reasons for entry (Interim Measures on the List of Abnormal Operations 2014, article 4, and Interim Regulation on Enterprise Information). */
export const REASONS: ReadonlySet<string> = new Set([
  '未依照《企业信息公示暂行条例》第八条规定的期限公示年度报告的',
  '未在登记机关依照《企业信息公示暂行条例》第十条规定责令的期限内公示有关企业信息的',
  '公示企业信息隐瞒真实情况、弄虚作假的',
  '通过登记的住所或者经营场所无法联系的',
])

/** Reasons for leaving. `entered_in_error`: the entry should never have been, and counts towards nothing. */
export const REASONS_OF_REMOVAL: Readonly<Record<string, 'removed' | 'entered_in_error' | 'listed_as_serious'>> = {
  补报未报年份的年度报告并公示后申请移出: 'removed',
  已在责令的期限外履行公示义务后申请移出: 'removed',
  更正公示的企业信息后申请移出: 'removed',
  通过登记的住所或者经营场所可以重新取得联系申请移出: 'removed',
  办理住所或者经营场所变更登记后申请移出: 'removed',
  列入经营异常名录有误予以更正: 'entered_in_error',
  列入决定被依法撤销: 'entered_in_error',
  列入严重违法失信名单: 'listed_as_serious',
}
