/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  活动编号: requiredText,
  活动类型: requiredText,
  活动主题: publishedText,
  活动日期: publishedDay,
  数量: publishedText,
  主办单位: requiredText,
  参与企业: publishedText,
})

export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  活动编号: ['HDBH'],
  活动类型: ['HDLX'],
  活动主题: ['HDZT'],
  活动日期: ['HDRQ'],
  数量: ['SL'],
  主办单位: ['ZBDW'],
  参与企业: ['CYQY'],
  联系人: ['LXR'],
}

export const ACTIVITIES: Readonly<Record<string, string>> = {
  发放宣传单: 'leaflets',
  张贴标语: 'slogans',
  企业座谈: 'seminars',
  接受咨询: 'consultations',
  培训: 'training',
  线上宣传: 'online',
}
