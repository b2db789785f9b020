/** Enterprises and sole traders as the market regulator of a county-level city registers them: one row a market entity. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import { validCitizenId, validUscc } from '../../schemas/identifiers.js'
import type { Party } from '../../schemas/party.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector, type NormalizeContext } from '../define.js'
import { COLUMNS, REQUIRED, STATES } from './layout.js'

const row = z.strictObject({
  统一社会信用代码: publishedText,
  注册号: publishedText,
  企业名称: publishedName,
  类型: publishedText,
  法定代表人: publishedText,
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
function permitted(scope: string | null): string[] {
  const part = /许可(?:经营)?项目[:：](.*?)(?:[（(]依法须经批准|一般(?:经营)?项目[:：]|$)/s.exec(scope ?? '')?.[1] ?? ''
  return part
    .split(/[;；,，、。]/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

function partiesOf(found: Found, context: NormalizeContext): Party[] {
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

function flagsOf(found: Found, parties: readonly Party[]): string[] {
  const flags = failedChecks(parties)
  if (found.类型?.includes('个体') === false && found.统一社会信用代码?.startsWith('92') === true)
    flags.push('category_mismatch:类型')
  if (found.登记状态 === 'deregistered' && found.注销日期 === null) flags.push('required_missing:注销日期')
  return flags
}

export const connector = defineConnector({
  title: 'Registered enterprises and sole traders (市场主体登记)',
  agency: {
    name: '江阴市市场监督管理局',
    name_en: 'Jiangyin Administration for Market Regulation',
    uscc: null,
    level: 'county',
    region: '320281',
    source_class: 'administration',
  },
  publisher: 'Jiangyin Administration for Market Regulation, extract of the register for other departments',
  licence: 'Shared between departments; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which enterprise a code stands for, whether it still exists, and for what it needs permits.',
  legal_basis:
    'Regulation on the Registration and Administration of Market Entities (State Council order 746); Provisional Regulation on Enterprise Information Disclosure, article 6.',
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: [...REQUIRED] }),
    synthetic: true,
  },
  cadence: { cron: '0 2 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 7 },
  mode: { type: 'snapshot', max_drop: 0.02 },
  key: 'unified social credit code; for an old entry without one its registration number (注册号)',
  version_by: 'arrival',
  kinds: ['registration'],
  volume: { min: 10, max: 2_000_000 },
  row,
  ignored: {
    注册资本: 'subscribed capital: neither proof of means nor a risk',
    联系电话: 'telephone number of the contact, a person who is not the party',
    数据更新日期: 'when the extract was made; 核准日期 says when the entry last changed',
  },
  personal: ['联系电话'],
  normalize(found, context) {
    const number = (found.统一社会信用代码 ?? found.注册号)?.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
    if (number === undefined) {
      const message = 'the entry has neither a unified social credit code nor a registration number'
      return { issues: [{ field: '统一社会信用代码', code: 'required_missing', message, value: null }] }
    }
    const parties = partiesOf(found, context)
    // A sole trader's citizen number stands where the code is missing: the key must not show it either.
    const key = validCitizenId(number) && !validUscc(number) ? context.token('cn_citizen_token', number) : number
    return {
      version_at: null,
      records: [
        draft('registration', {
          source_key: key,
          valid_from: found.成立日期,
          valid_to: found.注销日期 ?? found.吊销日期 ?? found.营业期限至,
          in_force: found.登记状态 === 'existing' || found.登记状态 === 'dormant',
          status: found.登记状态,
          authority: found.登记机关,
          parties,
          flags: flagsOf(found, parties),
          register: 'cn_market_entities',
          register_no: key,
          industry: found.所属行业,
          regulated_for: permitted(found.经营范围),
          updated_on: found.核准日期,
        }),
      ],
    }
  },
})
