/** Codes of regions outside China: ISO 3166-2, by the name that publishers write. China's are GB/T 2260 codes, from identifiers. */

/** Counties and cities of Taiwan; older names and the simplified 台 are the same places. */
const TW: Readonly<Record<string, string>> = {
  臺北市: 'TW-TPE',
  新北市: 'TW-NWT',
  臺北縣: 'TW-NWT',
  桃園市: 'TW-TAO',
  桃園縣: 'TW-TAO',
  臺中市: 'TW-TXG',
  臺中縣: 'TW-TXG',
  臺南市: 'TW-TNN',
  臺南縣: 'TW-TNN',
  高雄市: 'TW-KHH',
  高雄縣: 'TW-KHH',
  基隆市: 'TW-KEE',
  新竹市: 'TW-HSZ',
  嘉義市: 'TW-CYI',
  新竹縣: 'TW-HSQ',
  苗栗縣: 'TW-MIA',
  彰化縣: 'TW-CHA',
  南投縣: 'TW-NAN',
  雲林縣: 'TW-YUN',
  嘉義縣: 'TW-CYQ',
  屏東縣: 'TW-PIF',
  宜蘭縣: 'TW-ILA',
  花蓮縣: 'TW-HUA',
  臺東縣: 'TW-TTT',
  澎湖縣: 'TW-PEN',
  金門縣: 'TW-KIN',
  連江縣: 'TW-LIE',
}

/** The letter that numbers of Taiwan's environment registers begin with: the county or city of the registration, also those merged since. */
const TW_LETTERS: Readonly<Record<string, string>> = {
  A: 'TW-TPE',
  B: 'TW-TXG',
  C: 'TW-KEE',
  D: 'TW-TNN',
  E: 'TW-KHH',
  F: 'TW-NWT',
  G: 'TW-ILA',
  H: 'TW-TAO',
  I: 'TW-CYI',
  J: 'TW-HSQ',
  K: 'TW-MIA',
  L: 'TW-TXG',
  M: 'TW-NAN',
  N: 'TW-CHA',
  O: 'TW-HSZ',
  P: 'TW-YUN',
  Q: 'TW-CYQ',
  R: 'TW-TNN',
  S: 'TW-KHH',
  T: 'TW-PIF',
  U: 'TW-HUA',
  V: 'TW-TTT',
  W: 'TW-KIN',
  X: 'TW-PEN',
  Z: 'TW-LIE',
}

/** Prefectures of Japan, in the order of their codes JP-01 to JP-47. */
const JP = [
  '北海道',
  '青森県',
  '岩手県',
  '宮城県',
  '秋田県',
  '山形県',
  '福島県',
  '茨城県',
  '栃木県',
  '群馬県',
  '埼玉県',
  '千葉県',
  '東京都',
  '神奈川県',
  '新潟県',
  '富山県',
  '石川県',
  '福井県',
  '山梨県',
  '長野県',
  '岐阜県',
  '静岡県',
  '愛知県',
  '三重県',
  '滋賀県',
  '京都府',
  '大阪府',
  '兵庫県',
  '奈良県',
  '和歌山県',
  '鳥取県',
  '島根県',
  '岡山県',
  '広島県',
  '山口県',
  '徳島県',
  '香川県',
  '愛媛県',
  '高知県',
  '福岡県',
  '佐賀県',
  '長崎県',
  '熊本県',
  '大分県',
  '宮崎県',
  '鹿児島県',
  '沖縄県',
] as const

/** Cities by ordinance, which addresses name without their prefecture. */
const JP_CITIES: Readonly<Record<string, string>> = {
  札幌市: '北海道',
  仙台市: '宮城県',
  さいたま市: '埼玉県',
  千葉市: '千葉県',
  横浜市: '神奈川県',
  川崎市: '神奈川県',
  相模原市: '神奈川県',
  新潟市: '新潟県',
  静岡市: '静岡県',
  浜松市: '静岡県',
  名古屋市: '愛知県',
  京都市: '京都府',
  大阪市: '大阪府',
  堺市: '大阪府',
  神戸市: '兵庫県',
  岡山市: '岡山県',
  広島市: '広島県',
  北九州市: '福岡県',
  福岡市: '福岡県',
  熊本市: '熊本県',
}

const US = new Set(
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR VI GU AS MP UM'.split(
    ' ',
  ),
)

/** The code of the county or city of Taiwan that an address or name begins with; null when it begins with none. */
export function taiwanRegion(text: string): string | null {
  return TW[text.slice(0, 3).replace('台', '臺')] ?? null
}

/** The code of the county or city in which a number of Taiwan's environment registers was given; null when it does not say. */
export function taiwanRegionOfNumber(number: string): string | null {
  return TW_LETTERS[number.slice(0, 1)] ?? null
}

/** The code of the prefecture that a Japanese address begins with, or in which the great city lies that it begins with; null when neither. */
export function japanRegion(address: string): string | null {
  const city = Object.keys(JP_CITIES).find((name) => address.startsWith(name))
  const prefecture = city === undefined ? address : String(JP_CITIES[city])
  const index = JP.findIndex((name) => prefecture.startsWith(name))
  return index === -1 ? null : `JP-${String(index + 1).padStart(2, '0')}`
}

/** The code of a state of the United States by its two letters; null when they name none. */
export function usRegion(letters: string): string | null {
  return US.has(letters) ? `US-${letters}` : null
}
