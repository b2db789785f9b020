import { describe, expect, it } from 'vitest'
import { japanRegion, taiwanRegion, usRegion } from '../../schemas/regions.js'

describe('regions', () => {
  it.each([
    ['臺北市文山區光輝路', 'TW-TPE'],
    ['台北市松山區', 'TW-TPE'],
    ['臺中縣太平市', 'TW-TXG'],
    ['屏東市清溪段', null],
    ['環保署', null],
    ['', null],
  ])('of Taiwan: %s', (text, region) => {
    expect(taiwanRegion(text)).toBe(region)
  })

  it.each([
    ['北海道釧路市', 'JP-01'],
    ['東京都千代田区', 'JP-13'],
    ['京都府宇治市', 'JP-26'],
    ['京都市中京区', 'JP-26'],
    ['沖縄県那覇市', 'JP-47'],
    ['さいたま市西区', 'JP-11'],
    ['北九州若松区', null],
    ['', null],
  ])('of Japan: %s', (text, region) => {
    expect(japanRegion(text)).toBe(region)
  })

  it.each([
    ['NY', 'US-NY'],
    ['DC', 'US-DC'],
    ['XX', null],
    ['ny', null],
    ['', null],
  ])('of the United States: %s', (text, region) => {
    expect(usRegion(text)).toBe(region)
  })
})
