/** How words are said for short in the names of companies. */

/** Words that abbreviations step over. */
export const STEPPED = ['国际', '工程', '网络', '集团', '控股', '实业', '科技', '股份', '综合']
/** Words that abbreviations take by their last character. */
export const BY_LAST = ['银行', '石油', '电网', '中国', '有色', '水泥']
/** What some words of trades are called for short. */
export const CALLED: readonly (readonly [string, string])[] = Object.entries({
  新能源: '新能',
  新材料: '新材',
  绿色能源: '绿能',
  风力发电: '风电',
  水力发电: '水电',
  火力发电: '火电',
  电力建设: '电建',
  高速公路: '高速',
  钢结构: '钢构',
  有色金属: '有色',
  房地产: '地产',
  轨道交通: '轨交',
  水利水电: '水电',
  特种钢: '特钢',
  特种不锈钢: '特钢',
  高分子材料: '高材',
  应用材料: '应材',
  新型材料: '新材',
  新型建材: '新材',
  起重机: '起重',
  传感器: '传感',
  生物科技: '生科',
  航空港: '空港',
  高科技: '高科',
  微电子: '微电',
})
/** What regions are called in one character (the official 简称 of provinces; 申 for Shanghai and 穗, 榕, 甬, 渝 as names use them). */
export const REGION_LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  '北京京 天津津 河北冀 山西晋 内蒙古蒙 辽宁辽 吉林吉 黑龙江黑 上海沪 江苏苏 浙江浙 安徽皖 福建闽 江西赣 山东鲁 河南豫 湖北鄂 湖南湘 广东粤 广西桂 海南琼 重庆渝 四川川 贵州黔 云南滇 西藏藏 陕西陕 甘肃甘 青海青 宁夏宁 新疆新 广州穗 福州榕 宁波甬'
    .split(' ')
    .map((entry) => [entry.slice(0, -1), entry.slice(-1)]),
)
