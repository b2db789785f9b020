/** The words that Chinese names of organisations are made of. */

/** A text that is longer is no name; it is compared whole, and not taken apart. */
export const LONGEST_NAME = 200

/** Legal forms: they say what kind of person in law it is, and are left out or changed without the party being another. */
export const FORMS =
  /股份有限责任公司|责任有限公司|股份有限公司|有限责任公司|有限公司|股份公司|集团公司|责任公司|总公司|公司|\(有限合伙\)|\(普通合伙\)|\(特殊普通合伙\)|有限合伙|普通合伙|合伙企业|个体工商户|株式会社|有限会社|合同会社|集团|(?<=企业|实业)社|工程行|\(株\)|\(有\)/g

/** Ends of names that stand for a part of an organisation, not for the whole of it. */
export const BRANCH =
  /(?:分公司|支公司|分行|支行|分社|分局|分院|分校|分店|分厂|分部|分所|分理处|储蓄所|营业部|营业所|营业厅|营业处|营销部|门市部|办事处|代表处|经营部|销售部|项目部|煤矿|矿|工程|工地|校区|院区|厂区|加油站|总厂|[一二三四五六七八九十\d东西南北]厂|厂|店|处|站|场|仓库|中心|部)$/

/**
 * Works of a company: a place of production without a registration of its own. A branch (分公司, 支行) is entered in the register by itself, though it is no
 * person in law (公司法 2023, art. 13), and is another party in what it does; a works (厂) is only where the company does it.
 */
export const WORKS = /^(?!.*(?:分厂|总厂|分公司|分行|支行)).{0,6}厂$/

/**
 * What trades and kinds of establishments are called, from the end of a name inwards. A name states its trade in the words of the classification of
 * industries (企业名称登记管理规定, State Council order 734 of 2020, art. 9; GB/T 4754) or in those that the trade has for it.
 */
const TRADES = `
农村商业银行 农商银行 农村合作银行 城市商业银行 商业银行 村镇银行 银行 农村信用合作联社 农村信用合作社 信用合作联社 信用合作社 城市信用社 信用社 联社
证券 期货 信托 保险 再保险 养老 人寿 财产 基金管理 基金 资产管理 投资管理 投资控股 创业投资 股权投资 股权投资基金 股权投资管理 投资发展 投资 金融租赁 融资租赁 融资担保 担保 小额贷款 典当 租赁 资本管理 控股
科技发展 科技实业 科技 技术 信息技术 信息科技 网络科技 网络技术 生物科技 生物技术 电子科技 电子商务 电子技术 新材料科技 新材料 材料 高科技 智能科技 软件 网络 信息 通信 通讯 通信设备 数据 系统集成
电子 电器 电气 电力 电机 电线电缆 电缆 光电 光电科技 半导体 精密 精密机械 精密机器 机械 机械设备 机电 机电设备 设备 仪器 仪表 五金 模具 金属 金属制品 钢铁 特殊钢 铝业 铜业 锂业 矿业 冶金 铸造 汽车 汽车零部件 汽车销售 摩托车 船舶 航空 
化工 化学 化学工业 化学制品 石化 石油化工 塑胶 塑料 橡胶 橡胶工业 涂料 油漆 纤维 纤维工业 纺织 纺织品 服装 服饰 制衣 鞋业 皮革 家纺 家具 家居 木业 纸业 包装 印刷 印刷事业 玻璃 陶瓷 窑业 水泥 混凝土 建材 建材实业 
食品 食品工业 冷冻食品 饮料 酒业 糖业 乳业 粮油 油脂 茶业 调味品 餐饮 餐饮管理 餐厅 饭店 大饭店 酒店 大酒店 酒楼 饮食店 小吃店 早餐店 面馆 火锅店 食府 烘焙 糕点 农业 农业科技 农业发展 农牧 畜牧 畜牧场 牧场 养殖 养殖场 养猪场 养鸡场 种植 种业 苗木 水产 渔业 林业 园林 园艺 花卉
医药 制药 药业 化学制药 生技制药 生物制药 医疗器械 医疗 医院 诊所 卫生院 药房 大药房 药店 健康 健康管理 保健
房地产 房地产开发 置业 地产 物业 物业管理 物业服务 建设 建工 建设工程 建筑 建筑工程 建筑安装 工程 装饰 装饰工程 装修 安装 市政 路桥 水利 营造 环保 节能 环保科技 环保工程 环境 环境工程 环境科技 环卫服务 污水处理 水务 供水 热力 燃气 天然气 能源 新能源 新能源科技 能源科技 光伏 电站 煤业 煤炭 石油 加油站 化肥 农药
贸易 商贸 国际贸易 进出口 进出口贸易 经贸 实业 实业发展 工贸 商业 商店 商行 便利店 超市 百货 批发部 零售店 经营部 销售 日用品 烟酒店 食杂店 副食店 小卖部 供销合作社 供销社 专业合作社 合作社 合作联社
物流 运输 货运 客运 交通 运通 快递 仓储 供应链 供应链管理 港务 国际货运代理 旅游 旅行社 文化 文化传播 文化发展 传媒 广告 影视 教育 教育科技 培训 学校 幼儿园 中学 小学 大学 学院 人力资源 劳务 劳务派遣 咨询 信息咨询 管理咨询 企业管理 咨询中心 管理中心 服务中心 中心 商务 商务服务 会展 设计 律师事务所 会计师事务所 事务所 研究院 研究所 服务 管理 
发展 产业 工业 企业 事业 国际 开发 制造 制品 工厂 加工厂 厂 店 行 社 集团
资源开发 资源 再生资源 工业区 烟花爆竹 烟花 爆竹 鞭炮 土产 日杂
电脑 电脑工业 计算机 资讯 资通 电信 电池 电源 电路 集成电路 微电子 电子材料 元器件 传感器 光学 光学工业 光纤 光缆 光通信 显示 照明 灯饰 自动化 智能 智能控制 控制 机器人 激光 系统 系统工程 装备 装备工程 装备制造 动力 物联网 互联网 大数据
新材 复合材料 特钢 不锈钢 不锈钢工业 钢管 钢结构 铸管 锻造 有色金属 有色 金属工业 稀土 黄金 铅锌 锌业 炭素 轴承 齿轮 阀门 机床 工具机 重工 重机 重型机械 锅炉 压缩机 变压器 电力设备 焊接材料 轮胎 砂轮
合成纤维 化学纤维 化纤 石油化学 石化工业 树脂 制纸 造纸 纸品 石材 砂石 预拌混凝土 沥青 印染 织造 毛纺 针织 成衣 家电 厨具 卫浴 珠宝 首饰 玩具 乐器 文具 体育用品 钟表
酒厂 酿酒 葡萄酒 葡萄酿酒 啤酒 白酒 醋业 盐业 茶叶 面粉 饲料 肉品 肉类 奶业 蛋品 粮食 粮油食品 烟草 种子 种苗 农资 农机 农产品 农垦 林场 农场 花木 绿化 园林绿化 生技 生技医药 生物医药 肥料 体育 演艺 出版 出版传媒 图书 媒体 新媒体 广播 电视 有线电视 游戏
太阳能 风力发电 风电 水电 火力发电 发电 热电 核电 煤矿 煤电 煤气 瓦斯 液化石油气 油品 燃料 物资 供热 自来水 排水 水处理 固废 生态 生态环境 海运 航运 航天 航太 造船 船务 铁路 高速铁路 高速公路 公路 港口 机场 公交 巴士 客车 汽运 出租汽车 轨道交通 地铁
商厦 商城 大厦 密封件 真空 低碳 精煤 设施 高新技术 园区 科技园区 新能 金控 综合工业 兴业 电材 量贩 零售 超商 金融 金融控股 产物保险 人寿保险 财产保险 综合证券 检测 认证 地质 测绘 勘察 勘测 勘测设计 勘察设计 监理 保安 保全 保洁 家政 城市建设 城市开发 城市发展 基础设施
`
  .trim()
  .split(/\s+/)

/** Words of a line of trade that come and go: 国联 and 国联发展 are one. */
export const LOOSE = new Set('发展 实业 科技 工业 企业 事业 国际 产业 经济 基金 畜 商 控股 投资控股'.split(' '))

/** Lines of trade that need a licence of the financial supervisors: of their names every word counts. */
export const LICENSED = /银行|人寿|财产|保险|证券|信托|基金|期货/

/** True for a name that says that its company is limited by shares. */
export const isByShares = (name: string): boolean => name.includes('股份')

/** Licences of which nobody has two: an insurer of property is none of lives (保险法, art. 95), though both are of one group. */
const EXCLUSIVE = /人寿|财产|产物|养老|健康|再保险|证券|信托|基金|期货/

/** True when two lines of trade are under different licences. */
export function licencesDiffer(a: string, b: string): boolean {
  const [x, y] = [EXCLUSIVE.exec(a)?.[0], EXCLUSIVE.exec(b)?.[0]]
  return x !== undefined && y !== undefined && x !== y && LICENSED.test(a) && LICENSED.test(b)
}

export const TRADE_WORDS: ReadonlySet<string> = new Set(TRADES)

/** What words of trades begin with: 生物 in 生物科技. */
export const TRADE_BEGINNINGS: ReadonlySet<string> = new Set(
  TRADES.filter((word) => word.length > 3).map((word) => word.slice(0, 2)),
)

/** True when a text is a row of the words and nothing else. */
export function madeOf(text: string, words: ReadonlySet<string>): boolean {
  const reached = [true]
  for (let end = 1; end <= text.length; end++)
    for (let length = 1; length <= 8 && length <= end; length++)
      if (reached[end - length] === true && words.has(text.slice(end - length, end))) reached[end] = true
  return reached[text.length] === true
}
