/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { shiftDecimal } from '../../schemas/decimals.js'
import type { Party } from '../../schemas/party.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf } from '../../schemas/values.js'
import type { NormalizeContext } from '../define.js'
import { STATES } from './layout.js'

export const row = z.strictObject({
  统一社会信用代码: publishedText,
  注册号: publishedText,
  企业名称: publishedName,
  类型: publishedText,
  法定代表人: publishedText,
  注册资本: publishedText,
  所属行业: publishedText,
  成立日期: publishedDay,
  营业期限至: publishedDay,
  核准日期: publishedDay,
  登记机关: publishedText,
  // Whether the entity exists hangs on it: a state that is in no list keeps the row out until somebody says what it means.
  登记状态: codeOf(STATES),
  吊销日期: publishedDay,
  注销日期: publishedDay,
  住所: publishedText,
  经营范围: publishedText,
})

type Found = z.infer<typeof row>

/** What the scope says needs a permit: `许可项目：食品销售；烟草制品零售（依法须经批准的项目…）一般项目：…`. */
export function permitted(scope: string | null): string[] {
  const part = /许可(?:经营)?项目[:：](.*?)(?:[（(]依法须经批准|一般(?:经营)?项目[:：]|$)/s.exec(scope ?? '')?.[1] ?? ''
  return part
    .split(/[;；,，、。]/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

export function partiesOf(found: Found, context: NormalizeContext): Party[] {
  const token = context.token.bind(context)
  const soleTrader = found.类型?.includes('个体') === true
  const registrant = chineseParty(
    'registrant',
    found.企业名称,
    {
      uscc: found.统一社会信用代码,
      businessRegistration: found.注册号,
      ...(soleTrader ? { kind: 'sole_trader' } : found.类型 === null ? {} : { kind: 'organisation' }),
      address: found.住所,
    },
    token,
  )
  // A partnership is represented by a firm and that firm's delegate: 某某有限公司（委派代表：某某）.
  const name = found.法定代表人?.replace(/[（(]委派代表[:：].*$/, '').trim() ?? ''
  // A name with asterisks is not published, and would join persons who have nothing to do with each other.
  if (name === '' || /[*＊某]/.test(name)) return [registrant]
  const kind = /公司|企业|合伙|中心$/.test(name) ? 'organisation' : 'person'
  return [registrant, chineseParty('representative', name, { kind }, token)]
}

const CURRENCIES: Readonly<Record<string, string>> = {
  人民币: 'CNY',
  美元: 'USD',
  港元: 'HKD',
  港币: 'HKD',
  欧元: 'EUR',
  日元: 'JPY',
  英镑: 'GBP',
}
const CAPITAL = new RegExp(`^([\\d,.]+)(万)?(元)?(${Object.keys(CURRENCIES).join('|')})?$`)

/**
 * The subscribed capital (注册资本): in the unit of the column, 万元 of yuan, unless the cell has one of its own: 500万美元, 5000000元, 100万元人民币.
 * Undefined when it says none that can be told: what an entity is does not hang on it.
 */
export function capitalOf(text: string): { value: string; currency: string } | undefined {
  const match = CAPITAL.exec(text.length > 40 ? '' : text.normalize('NFKC').replace(/[\s()]+/g, ''))
  if (match === null) return undefined
  const [, digits = '', tenThousands, yuan, name] = match
  // 500人民币 may be yuan, or the ten thousands of the header.
  if (tenThousands === undefined && yuan === undefined && name === '人民币') return undefined
  const isOfHeader = yuan === undefined && name === undefined
  const value = shiftDecimal(digits, tenThousands !== undefined || isOfHeader ? 4 : 0)
  return value === undefined ? undefined : { value, currency: CURRENCIES[name ?? '人民币'] ?? 'CNY' }
}

export function flagsOf(found: Found, parties: readonly Party[]): string[] {
  const flags = failedChecks(parties)
  if (found.类型?.includes('个体') === false && found.统一社会信用代码?.startsWith('92') === true)
    flags.push('category_mismatch:类型')
  if (found.登记状态 === 'deregistered' && found.注销日期 === null) flags.push('required_missing:注销日期')
  if (found.注册资本 !== null && capitalOf(found.注册资本) === undefined) flags.push('figure_unread:注册资本')
  return flags
}
