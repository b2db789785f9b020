/** The extract of the register of market entities: columns by their Chinese names, and the words for where a registration stands. */

/** Column to the other spellings of its header. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  统一社会信用代码: ['社会信用代码', 'UNISCID'],
  注册号: ['REGNO'],
  企业名称: ['名称', '市场主体名称', 'ENTNAME'],
  类型: ['企业类型', '主体类型', 'ENTTYPE'],
  法定代表人: ['法定代表人（负责人）', '经营者', 'LEREP'],
  注册资本: ['注册资本（万元）', 'REGCAP'],
  所属行业: ['行业门类', 'INDUSTRYPHY'],
  成立日期: ['ESTDATE'],
  营业期限至: ['OPTO'],
  核准日期: ['APPRDATE'],
  登记机关: ['REGORG'],
  登记状态: ['经营状态', 'REGSTATE'],
  吊销日期: ['REVDATE'],
  注销日期: ['CANDATE'],
  住所: ['经营场所', 'DOM'],
  经营范围: ['OPSCOPE'],
  联系电话: ['TEL'],
  数据更新日期: ['S_EXT_TIMESTAMP'],
}

/** Without these there is no registration to speak of. */
export const REQUIRED = ['企业名称', '登记状态'] as const

/** 歇业 is a registered pause (Regulation on the Registration of Market Entities, article 30): the entity exists on. */
export const STATES = {
  存续: 'existing',
  '存续（在营、开业、在册）': 'existing',
  在业: 'existing',
  开业: 'existing',
  歇业: 'dormant',
  吊销: 'revoked',
  '吊销，未注销': 'revoked',
  注销: 'deregistered',
  撤销: 'cancelled',
  迁出: 'moved_out',
} as const
