/** Chinese names of organisations: what their parts are, and which of two names can be one organisation. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareChinese, LEVEL, patternOf, patternsOf } from '../../resolution/chinese/compare.js'
import { parseChinese } from '../../resolution/chinese/name.js'
import { shortens } from '../../resolution/chinese/short.js'
import { shortFits, shortPatterns } from '../../resolution/chinese/short_patterns.js'
import { type OrganisationName, organisation } from '../../resolution/fields/organisation.js'

const level = (a: string, b: string) => compareChinese(parseChinese(a), parseChinese(b))
const parts = (name: string) => {
  const { places, trade, line, branchPlaces, branch } = parseChinese(name)
  const joined = (some: typeof places) => some.map((place) => place.name).join('+')
  return [joined(places), trade, line, joined(branchPlaces), branch]
}
const rows = (file: string) =>
  parse<Record<string, string>>(readFileSync(new URL(`data/${file}`, import.meta.url)), { columns: true })

describe('the parts of a name: place, trade name, line of trade, place and name of the branch', () => {
  it.each([
    ['无锡市国联发展（集团）有限公司', ['无锡', '国联', '发展', '', '']],
    ['珠海格力电器股份有限公司', ['珠海', '格力', '电器', '', '']],
    ['中国工商银行股份有限公司广州东环支行', ['中国', '工商', '银行', '广州', '东环支行']],
    ['國產建材實業股份有限公司小港廠', ['', '国产', '建材实业', '', '小港厂']],
    ['东方证券股份有限公司', ['', '东方', '证券', '', '']],
    ['东方市自来水有限公司', ['东方', '自来水', '', '', '']],
    ['楊氏牧場', ['', '杨氏', '牧场', '', '']],
    ['仩豪企業社', ['', '仩豪', '企业', '', '']],
    ['江西万年青水泥股份有限公司', ['江西', '万年青', '水泥', '', '']],
    ['贵州天健矿业集团渣坪煤矿', ['贵州', '天健', '矿业', '', '渣坪煤矿']],
    ['南方远大传媒传媒置业有限公司', ['', '南方远大', '传媒传媒置业', '', '']],
  ])('%s', (name, expected) => {
    expect(parts(name)).toEqual(expected)
  })

  it('keeps former names and what stands aside out of the name', () => {
    const name = parseChinese('样本有限公司（原旧样本(上海)有限公司）')
    expect([name.whole, name.former]).toEqual(['样本有限公司', ['旧样本(上海)有限公司']])
    expect(parseChinese('聯興牧場(謝東寶)')).toMatchObject({ whole: '联兴牧场', aside: '谢东宝' })
  })
})

describe('two names of one organisation, and of two', () => {
  const most: Record<string, (found: number) => boolean> = {
    same: (found) => found <= LEVEL.contained,
    branch: (found) => found === LEVEL.branch || found === LEVEL.works,
    group: (found) => found === LEVEL.group,
    different: (found) => found > LEVEL.contained && found !== LEVEL.branch && found !== LEVEL.works,
  }
  it.each(rows('variants.csv').map((row) => [row['name1'] ?? '', row['name2'] ?? '', row['answer'] ?? '']))(
    '%s and %s: %s',
    (one, other, answer) => {
      expect(most[answer]?.(level(one, other)), `level ${level(one, other)}`).toBe(true)
    },
  )

  it('a works is the company elsewhere, a branch with a licence of its own is not', () => {
    expect(level('笠毅工業股份有限公司', '笠毅工業股份有限公司一廠')).toBe(LEVEL.works)
    expect(level('伸焌股份有限公司', '伸焌股份有限公司工廠')).toBe(LEVEL.works)
    expect(level('样本有限公司', '样本有限公司上海分公司')).toBe(LEVEL.branch)
    expect(level('中国联通', '东莞市联通信息技术有限公司')).toBeGreaterThan(LEVEL.contained)
  })

  it.each([
    ['申能集团', '申能股份有限公司'],
    ['双登股份', '双登集团有限公司'],
    ['宁波中百', '中百控股集团股份有限公司'],
    ['阳谷华泰', '山东华泰纸业股份有限公司'],
    ['能源国际投资', '四川省能源投资集团有限责任公司'],
    ['国瑞科技', '国睿科技股份有限公司'],
    ['惠泉啤酒', '福建省燕京惠泉啤酒股份有限公司'],
    ['黑猫股份', '陕西黑猫'],
    ['比亚迪股份', '比亚迪电子(国际)有限公司'],
  ])('%s and %s are not held to be one', (one, other) => {
    expect(level(one, other)).toBeGreaterThan(LEVEL.contained)
  })

  it('a lost character fits any one character and no more', () => {
    expect(level('勝?貨運', '勝昌貨運')).toBe(LEVEL.legible)
    expect(level('勝?貨運', '勝昌昌貨運')).not.toBe(LEVEL.legible)
    expect(patternsOf(parseChinese('勝昌貨運'))).toContain(patternOf(parseChinese('勝□貨運')))
  })
})

describe('short names', () => {
  it.each([
    ['人保财险绍兴分公司', ['中国', '人民', '财产保险', '绍兴', '分']],
    ['中石化浙江石油分公司', ['', '中石化', '', '浙江', '石油分']],
    ['水电七局第二分公司', ['', '水电七局', '', '', '第二分']],
    // It does not say whose branch it is.
    ['上海浦东分公司', ['上海', '浦东分', '', '', '']],
    // Streets and companies of their own.
    ['中国东方航空北京分公司', ['中国', '东方', '航空', '北京', '分']],
    ['老人寿衣服务部', ['', '老人寿衣服务部', '', '', '']],
    ['工行路小吃店', ['', '工行路', '小吃店', '', '']],
    ['邮储科技有限公司', ['', '邮储', '科技', '', '']],
    ['人保健康管理有限公司', ['', '人保', '健康管理', '', '']],
  ])('%s', (name, expected) => {
    expect(parts(name)).toEqual(expected)
  })

  it('are found among the full ones, and counted, by what all have that they may shorten', () => {
    for (const { short = '', full = '' } of [...rows('short_names.csv'), ...rows('short_names_of_branches.csv')]) {
      const [one, other] = [parseChinese(short), parseChinese(full)]
      const shared = shortFits(other, (pattern) => shortPatterns(one).includes(pattern))
      if (shortens(one, other) !== null) expect(shared, `${short} ${full}`).not.toEqual([])
    }
  })

  const measured = (file: string) => {
    let [right, wrong, missed] = [0, 0, 0]
    for (const row of rows(file)) {
      const said = level(row['short'] ?? '', row['full'] ?? '') <= LEVEL.contained
      if (said && row['same'] === '1') right++
      else if (said) wrong++
      else if (row['same'] === '1') missed++
    }
    return { precision: right / (right + wrong), recall: right / (right + missed) }
  }

  it.each([
    ['short_names.csv', 0.98, 0.97],
    ['short_names_apart.csv', 0.97, 0.94],
    ['short_names_of_branches.csv', 1, 0.97],
  ])('of companies in %s are told', (file, precision, recall) => {
    const found = measured(file)
    expect(found.precision).toBeGreaterThanOrEqual(precision)
    expect(found.recall).toBeGreaterThanOrEqual(recall)
  })

  it.each([
    ['格力电器', '珠海格力电器股份有限公司', 'part'],
    ['贵州茅台', '贵州茅台酒股份有限公司', 'part'],
    ['北汽集团', '北京汽车集团有限公司', 'initials'],
    ['中石化', '中国石油化工股份有限公司', 'initials'],
    ['牧原股份', '牧原食品股份有限公司', 'part'],
    ['武钢', '武钢机械加工厂有限公司', null],
    ['中铁四局', '中铁十四局集团有限公司', null],
    ['江苏银行', '江苏苏州银行股份有限公司', null],
    ['海通证券', '海通证券资产管理有限公司', null],
    ['样本店', '样本店管理有限公司', null],
    // Two characters: with the form that both have, or of one that is limited by shares and needs no region.
    ['鲁泰A', '鲁泰纺织股份有限公司', 'part'],
    ['世芯-KY', '世芯電子股份有限公司', 'part'],
    ['鴻海', '鴻海精密工業股份有限公司', 'part'],
    ['鴻海', '鴻海精密工業有限公司', null],
    ['华泰', '上海华泰纸业股份有限公司', null],
    ['华泰股份', '华泰证券股份有限公司', null],
    ['中信股份', '中信国安信息产业股份有限公司', null],
    ['方大集团', '方大炭素新材料科技股份有限公司', null],
    // A group is not its members, nor an owner the licensed firm that bears its name.
    ['中国电建', '中国电建集团山东电力建设有限公司', null],
    ['北新建材', '北新集团建材股份有限公司', 'part'],
    ['晋能控股', '晋能控股山西电力股份有限公司', null],
    ['中国电力', '中国电力财务有限公司', null],
    // Words of the trade that are left out, or called for short.
    ['天音控股', '天音通信控股股份有限公司', 'part'],
    ['江苏新能', '江苏省新能源开发股份有限公司', 'initials'],
    ['台中銀', '台中商業銀行股份有限公司', 'initials'],
    ['上海銀行', '上海商業儲蓄銀行股份有限公司', null],
    ['凱基金', '凱基金融控股股份有限公司', 'initials'],
    // Places: their kind belongs to the next word, they are trade names, or stand before a trade and no more.
    ['市北高新', '上海市北高新股份有限公司', 'part'],
    ['万年青', '江西万年青水泥股份有限公司', 'part'],
    ['蒙能集团', '内蒙古能源集团有限公司', 'initials'],
    ['天津能源', '天津能源投资集团有限公司', 'part'],
    ['甘肃能源', '甘肃能源化工投资集团有限公司', null],
    ['北京文化', '北京文化科技融资担保有限公司', null],
    ['宁德时代', '宁德市时代商贸有限公司', null],
    ['电气风电', '东方电气风电股份有限公司', null],
    ['深圳能源', '深圳市兆新能源股份有限公司', null],
    // 合作 and 路桥 are counties, and words far more often.
    ['北方国际', '北方国际合作股份有限公司', 'part'],
    ['龙建股份', '龙建路桥股份有限公司', 'part'],
    // Of what is limited by shares any words are left out behind the trade name, and a place in brackets.
    ['华帝股份', '中山华帝燃具股份有限公司', 'part'],
    ['华帝股份', '中山华帝燃具有限公司', null],
    ['隆基股份', '隆基绿能科技股份有限公司', 'part'],
    ['天龙集团', '广东天龙油墨集团股份有限公司', 'part'],
    ['佳都科技', '佳都新太科技股份有限公司', 'part'],
    ['天顺风能', '天顺风能(苏州)股份有限公司', 'part'],
    ['格力电器', '格力电器(合肥)有限公司', 'elsewhere'],
    ['燕京啤酒', '燕京啤酒(莱州)有限公司', 'elsewhere'],
    ['深赤湾A', '深圳赤湾港航股份有限公司', 'initials'],
    ['深东方A', '深圳东方财富证券股份有限公司', null],
    // Behind a mere place, or the name of a group of the whole country, other words are another company's.
    ['中山股份', '中山华帝燃具股份有限公司', null],
    ['中信股份', '北京中信国安信息产业股份有限公司', null],
    ['国电电力', '国电长源电力股份有限公司', null],
    ['生物股份', '郑州安图生物工程股份有限公司', null],
    ['中国石油', '中国石油天然气股份有限公司', 'part'],
    ['中国石油股份', '中国石油化工股份有限公司', null],
    ['中国太平', '中国太平洋保险(集团)股份有限公司', null],
    ['海通证券', '海通国际证券集团有限公司', null],
    ['张江高科', '上海张江高科技园区开发股份有限公司', 'part'],
    // A word that is given for short is no other word.
    ['有研新材', '有研新材料股份有限公司', 'part'],
    ['铜陵有色', '铜陵有色金属集团股份有限公司', 'part'],
    ['新莱应材', '昆山新莱洁净应用材料股份有限公司', 'part'],
    // The bank of a county is its rural bank; a city has both.
    ['常熟银行', '江苏常熟农村商业银行股份有限公司', 'part'],
    ['上海银行', '上海农村商业银行股份有限公司', null],
    ['平安银行', '海东平安农村商业银行股份有限公司', null],
  ])('%s, %s: %s', (short, full, expected) => {
    expect(shortens(parseChinese(short), parseChinese(full))).toBe(expected)
  })
})

const piece = fc.constantFrom(
  ...'中国 上海 上海市 宁德 样本 国联 汽车 银行 证券 发展 科技 有限公司 股份 集团 分公司 支行 厂 二厂 第 三 (原 ( ) （ 】 ? □ ㈱ *ST A 臺灣 企業社 行 市 　 无'.split(
    ' ',
  ),
)
const names = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((list) => list.join('')),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)

it('a short name that keeps all but the form counts as rare as full names are that may be called so, and not as its trade name is', () => {
  const [short, full] = ['神州数码', '神州数码集团股份有限公司'].map((text) => organisation.read([text]))
  const found = { level: new Int8Array(1), bits: new Float64Array(1) }
  const rarity = Object.assign((term: string) => (term === '~神州数' ? 15 : 4), { few: 5 })
  organisation.compare(short as OrganisationName, full as OrganisationName, rarity, found, 0)
  expect(found.level[0]).toBe(LEVEL.form)
  expect(found.bits[0]).toBe(15)
})

describe('whatever the names', () => {
  it('what is left out of a full name never makes a name of a member, or of a licensed firm, its own', () => {
    const own = fc.constantFrom('恒源', '金龙', '双星', '飞天', '嘉禾')
    const licensed = fc.constantFrom('证券', '期货', '信托', '财务', '融资担保', '资产管理')
    const form = fc.constantFrom('有限公司', '股份有限公司')
    fc.assert(
      fc.property(own, licensed, form, (name, trade, ending) => {
        for (const short of [name, `${name}股份`, `${name}集团`])
          for (const full of [`${name}${trade}${ending}`, `${name}集团${trade}${ending}`])
            expect(level(short, full), `${short} ${full}`).toBeGreaterThan(LEVEL.contained)
      }),
    )
  })

  it('taking apart and comparing never fail, and comparing is symmetric', () => {
    fc.assert(
      fc.property(names, names, (one, other) => {
        const found = level(one, other)
        expect(found).toBe(level(other, one))
        expect(found).toBeGreaterThanOrEqual(LEVEL.same)
        expect(found).toBeLessThanOrEqual(LEVEL.different)
      }),
      { numRuns: 4000 },
    )
  })

  it('a name is the same as itself, in any width and with any spaces', () => {
    fc.assert(
      fc.property(names, (name) => {
        const wide = name.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
        expect(level(name, name)).toBe(LEVEL.same)
        expect(level(name, wide)).toBe(LEVEL.same)
        expect(level(name, `　${name} `)).toBe(LEVEL.same)
      }),
    )
  })

  it('parts are parts: nothing is in the head that was not in the name', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (list) => {
        const { head, trade, line } = parseChinese(list.join(''))
        expect(head.endsWith(trade + line)).toBe(true)
      }),
    )
  })

  it('10,000 characters take no time', () => {
    for (const part of ['样', '样本有限公司', '(原', '上海市', '?', '㈱', '()', '(原(', '分公司', '银行 ']) {
      const name = part.repeat(10_000 / part.length)
      level(name, `${name}样`)
      const began = performance.now()
      expect(level(name, `${name}样`)).not.toBe(LEVEL.same)
      expect(performance.now() - began).toBeLessThan(250)
    }
  })
})
