/** Cells of food sampling notices that hold several things: failed items with result and limit, and firms with their part in the making. */
import type { PartyRole } from '../../schemas/party.js'

interface FailedItem {
  readonly item: string
  readonly result: string | null
  readonly limit: string | null
}

/** `item║result║limit`, repeated; some notices write the line otherwise. */
const BARS = /\s*(?:║|‖|\|\|)\s*/

/**
 * The failed items of a cell. Several stand on lines of their own, or behind one another with a semicolon, which results may hold too: the
 * last semicolon before the next bar parts two items. What does not come out as threes is one item with all its text, and not `whole`.
 */
export function failedItems(cell: string): { readonly items: FailedItem[]; readonly whole: boolean } {
  const items: FailedItem[] = []
  for (const line of cell.split(/[\r\n]+/).filter((text) => text.trim() !== '')) {
    const found = itemsOfLine(line.trim())
    if (found === undefined) return { items: [{ item: cell, result: null, limit: null }], whole: false }
    items.push(...found)
  }
  return { items, whole: true }
}

function itemsOfLine(line: string): FailedItem[] | undefined {
  const parts = line.replace(/[;；]$/, '').split(BARS)
  const items: FailedItem[] = []
  let item = parts[0] ?? ''
  for (let index = 1; index < parts.length; index += 2) {
    const result = parts[index]
    const rest = parts[index + 1]
    if (result === undefined || rest === undefined || item === '') return undefined
    const isLast = index + 2 >= parts.length
    const cut = isLast ? rest.length : Math.max(rest.lastIndexOf(';'), rest.lastIndexOf('；'))
    if (cut < 0) return undefined
    items.push({ item, result: result === '' ? null : result, limit: rest.slice(0, cut).trim() || null })
    item = rest.slice(cut + 1).trim()
  }
  return items.length === 0 ? undefined : items
}

/** What firms call their part. An importer or seller gave the goods; the others made them, or had them made. */
const PARTS: Readonly<Record<string, PartyRole>> = {
  委托方: 'nominal_producer',
  委托商: 'nominal_producer',
  委托单位: 'nominal_producer',
  受托方: 'nominal_producer',
  受托商: 'nominal_producer',
  被委托方: 'nominal_producer',
  受托单位: 'nominal_producer',
  生产商: 'nominal_producer',
  生产企业: 'nominal_producer',
  分装商: 'nominal_producer',
  进口商: 'supplier',
  经销商: 'supplier',
  代理商: 'supplier',
}

/** Words behind which stands a place and no firm. */
const PLACES: ReadonlySet<string> = new Set(['原产国', '原产地', '产地'])

export interface NamedFirm {
  readonly part: string | null
  readonly role: PartyRole
  readonly name: string
}

/** `委托方：甲公司；受托方：乙公司` as two firms; a name without a part is one nominal producer. Places of origin come apart; `unknown` holds parts that no list has. */
export function firmsOf(cell: string): {
  readonly firms: NamedFirm[]
  readonly origins: string[]
  readonly unknown: string[]
} {
  const unknown: string[] = []
  const isPlace = (text: string) => PLACES.has(text.split(/[:：]/)[0]?.trim() ?? '')
  const parts = cell
    .split(/[;；\r\n]+/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
  const firms = parts
    .filter((text) => !isPlace(text))
    .map((text): NamedFirm => {
      const labelled = /^([^:：()（）]{2,6})[:：]\s*(.+)$/.exec(text)
      if (labelled === null) return { part: null, role: 'nominal_producer', name: text }
      const [, part = '', name = ''] = labelled
      const role = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined
      if (role === undefined) unknown.push(part)
      return { part, role: role ?? 'nominal_producer', name }
    })
  return { firms, origins: parts.filter(isPlace), unknown }
}

/** The cities of Jiangxi by GB/T 2260; notices of the province name the city of an address. */
const CITIES: Readonly<Record<string, string>> = {
  南昌: '360100',
  景德镇: '360200',
  萍乡: '360300',
  九江: '360400',
  新余: '360500',
  鹰潭: '360600',
  赣州: '360700',
  吉安: '360800',
  宜春: '360900',
  抚州: '361000',
  上饶: '361100',
}

/** The city of an address in Jiangxi; null elsewhere and where the address names none. */
export function cityOfAddress(address: string | null): string | null {
  const match = /^(?:江西省?)?\s*([^省市县区]{2,3})市/.exec(address ?? '')
  const city = match?.[1] ?? ''
  return Object.hasOwn(CITIES, city) ? (CITIES[city] ?? null) : null
}
