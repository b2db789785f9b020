/** The double-publication layout for administrative licences (双公示, 2018): columns by code, and the words it uses. */

/** Code to the Chinese names that headers use for it. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  XK_XDR_MC: ['行政相对人名称'],
  XK_XDR_LB: ['行政相对人类别'],
  XK_XDR_SHXYM: ['统一社会信用代码', '行政相对人代码_1', '行政相对人代码_1(统一社会信用代码)'],
  XK_XDR_GSZC: ['工商注册号', '行政相对人代码_2', '行政相对人代码_2(工商注册号)'],
  XK_XDR_ZZJG: ['组织机构代码', '行政相对人代码_3', '行政相对人代码_3(组织机构代码)'],
  XK_XDR_SWDJ: ['税务登记号', '行政相对人代码_4', '行政相对人代码_4(税务登记号)'],
  XK_XDR_SYDW: ['事业单位证书号', '行政相对人代码_5', '行政相对人代码_5(事业单位证书号)'],
  XK_XDR_SHZZ: ['社会组织登记证号', '行政相对人代码_6', '行政相对人代码_6(社会组织登记证号)'],
  XK_FRDB: ['法定代表人', '法定代表人姓名'],
  XK_FR_ZJLX: ['法定代表人证件类型'],
  XK_FR_ZJHM: ['法定代表人证件号码', 'XK_FR_SFZH', '法定代表人身份证号'],
  XK_XDR_ZJLX: ['证件类型'],
  XK_XDR_ZJHM: ['证件号码'],
  XK_XKWS: ['行政许可决定文书名称'],
  XK_WSH: ['行政许可决定文书号'],
  XK_XKLB: ['许可类别'],
  XK_XKZS: ['许可证书名称'],
  XK_XKBH: ['许可编号'],
  XK_NR: ['许可内容'],
  XK_JDRQ: ['许可决定日期'],
  XK_YXQZ: ['有效期自'],
  XK_YXQZI: ['有效期至'],
  XK_XKJG: ['许可机关'],
  XK_XKJGDM: ['许可机关统一社会信用代码'],
  XK_ZT: ['当前状态'],
  XK_LYDW: ['数据来源单位'],
  XK_LYDWDM: ['数据来源单位统一社会信用代码'],
  BZ: ['备注'],
}

/** Without these there is no licence to speak of. */
export const REQUIRED = ['XK_XDR_MC', 'XK_WSH', 'XK_JDRQ', 'XK_XKJG'] as const

/** The legal categories (Administrative Licensing Law, article 12, as the layout names them). */
export const CATEGORIES: Readonly<Record<string, string>> = {
  普通: 'ordinary',
  特许: 'special',
  认可: 'approval',
  核准: 'verification',
  登记: 'registration',
  其他: 'other',
}

/** What the state says where authorities write it in words; the codes 1 and 2 are not explained with the layout. */
export const STATES: Readonly<Record<string, { readonly status: string; readonly in_force: boolean }>> = {
  有效: { status: 'in_force', in_force: true },
  无效: { status: 'invalid', in_force: false },
  注销: { status: 'cancelled', in_force: false },
  撤销: { status: 'revoked', in_force: false },
  吊销: { status: 'revoked_as_penalty', in_force: false },
}
