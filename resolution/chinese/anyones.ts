/** Names that anyone may have: those of shops, sole traders, schools and offices that do not say where they are. Every town has its own. */
import type { ChineseName } from './name.js'
import type { Place } from './places.js'

/** Ends of names that companies and groups do not have: 便民超市, 沙县小吃, 顺发商行, 实验小学, 幸福路支行. */
const ESTABLISHMENT = new RegExp(
  `(?:${[
    '[店馆铺坊屋吧厅摊庄轩部房]|(?<!银)行|超市|市场|饭堂|食堂|酒楼|茶楼|网咖|(?:美食|家具|娱乐|小吃)城',
    '[面粉饭粥饼包串]|小吃|火锅|烧烤|麻辣烫|饺子|豆浆|咖啡|奶茶|炸鸡|烤鱼|快餐|早餐|早点|副食|水果|烟酒',
    '浴池|浴室|洗浴|足浴|理发|美发|养生|修理|维修|农家乐|(?:养殖|畜牧|养猪|养鸡|种植|停车)场|(?:加油|服务|收购|供水)站',
    '小学|中学|幼儿园|(?:卫生|养老|敬老|福利|美容|电影|法|检察|保健|医)院|(?:派出|卫生|诊|税务|招待|储蓄|托管)所|分理处|[村居]委会|委员会',
    '企业社|实业社|供销社',
  ].join('|')})$`,
)
/** Bodies whose names are given for the whole country. */
const NATIONAL = /(?:大学|学院|研究院|科学院|银行)$/
/** Sole traders of Taiwan, whose names are their own in one county, though they look like those of companies (商業登記法, art. 28). */
const SOLE_TRADER = /(?:企业社|实业社|工程行)$/

/** True for a name of which each town may have its own, so that it says little of two who are in different ones. */
export function isAnyones(name: ChineseName): boolean {
  const { whole, hasForm, registered, places, branchPlaces, body } = name
  if (branchPlaces.length > 0 || !(body === null ? ESTABLISHMENT.test(whole) : !NATIONAL.test(whole))) return false
  if ((hasForm || registered) && !SOLE_TRADER.test(whole)) return false
  return places.every(body === null ? saysLittle : isOfSeveral)
}

/** 朝阳区 is in several cities. */
const isOfSeveral = ({ codes }: Place) => codes.length > 1

/** A place as it is written where a dish or a brand comes from it, 兰州牛肉面馆, 沙县小吃店, and not as it is registered: 兰州市城关区老周面馆. */
const saysLittle = (place: Place) =>
  isOfSeveral(place) || place.length === place.name.length || place.length === SHORT_COUNTY
/** 县 is never left out behind one character. */
const SHORT_COUNTY = 2
