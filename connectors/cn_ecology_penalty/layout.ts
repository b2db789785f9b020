/** Decisions of ecology and environment bureaus: columns by their Chinese names, and the kinds of penalty of environmental law. */
import type { MEASURES } from '../../schemas/kinds/decisions.js'

/** Column to the other spellings of its header. Two columns hold the fine, one for each unit that bureaus publish it in. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  决定书文号: ['行政处罚决定书文号', '文号'],
  案件名称: [],
  当事人名称: ['违法企业名称', '行政相对人名称', '被处罚单位'],
  统一社会信用代码: ['行政相对人代码_1(统一社会信用代码)'],
  组织机构代码: [],
  证件号码: ['公民身份号码'],
  法定代表人: ['法定代表人或负责人'],
  违法行为类型: [],
  违法事实: ['主要违法事实'],
  违反法律: ['违反条款'],
  处罚依据: ['行政处罚依据'],
  处罚种类: ['行政处罚种类'],
  处罚内容: ['行政处罚内容'],
  '罚款金额(万元)': ['罚款数额(万元)'],
  '罚款金额(元)': ['罚款数额(元)'],
  责令改正内容: ['改正要求'],
  改正期限: ['整改期限'],
  完成整改日期: [],
  决定日期: ['作出处罚决定日期', '处罚日期'],
  复议诉讼情况: [],
  处罚机关: ['作出处罚决定的机关'],
  履行情况: ['执行情况'],
}

/** Without these there is no decision to speak of. */
export const REQUIRED = ['决定书文号', '当事人名称', '决定日期', '处罚机关'] as const

/** Administrative Penalty Law 2021, article 9, in the words of environmental law; 按日连续处罚 is a fine that runs on by the day. */
export const KINDS_OF_PENALTY: Readonly<Record<string, (typeof MEASURES)[number]>> = {
  警告: 'warning',
  通报批评: 'public_criticism',
  罚款: 'fine',
  按日连续处罚: 'fine',
  没收违法所得: 'confiscation',
  没收非法财物: 'confiscation',
  暂扣许可证件: 'licence_suspension',
  降低资质等级: 'licence_downgrade',
  吊销许可证件: 'licence_revocation',
  限制生产: 'business_restriction',
  限制开展生产经营活动: 'business_restriction',
  停产整治: 'business_suspension',
  责令停产整治: 'business_suspension',
  责令停业: 'business_suspension',
  责令关闭: 'closure',
  限制从业: 'occupation_ban',
  行政拘留: 'detention',
  其他: 'other',
}

/** Orders to put right are no penalties: a record of their own. */
export const ORDERS: ReadonlySet<string> = new Set(['责令改正', '责令整改', '责令限期改正', '责令改正违法行为'])

/** What became of the decision on review or in court. */
export const OUTCOMES: Readonly<Record<string, 'in_force' | 'changed' | 'revoked'>> = {
  未申请: 'in_force',
  复议维持: 'in_force',
  诉讼维持: 'in_force',
  复议变更: 'changed',
  诉讼变更: 'changed',
  复议撤销: 'revoked',
  诉讼撤销: 'revoked',
  自行撤销: 'revoked',
}
