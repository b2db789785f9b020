/** Hostile workbooks: cells, rows, merges, relations and shared strings that no program writes (ECMA-376). */
import type { Row } from '../../sources/source.js'
import { type Packed, xlsxEntries, zip } from './archives.js'
import { lying } from './hostile_zip.js'
import { mutated } from './mutate.js'
import type { Random } from './random.js'

const PLACES = [
  'A1',
  'B2',
  'XFD1048576',
  'XFD1048577',
  'XFE1',
  'ZZZZ9',
  'A0',
  'A-1',
  'a1',
  '1A',
  '',
  '甲1',
  'A99999999999',
]
const ROWS = ['0', '-1', '1.5', '2', '1048576', '1048577', 'x', '', '1e3', '٣']
const STRINGS = ['0', '1', '-1', '1.5', '99999999', '1e9', '', 'NaN', '__proto__', ' 0 ', '0x1']
const NUMBERS = [
  '0',
  '60',
  '-1',
  '0.5',
  '1.5',
  '45322',
  '2958465',
  '2958466',
  '1e308',
  '1e999',
  '-0',
  '45322.999999999',
  'NaN',
  '',
  '９',
]
const TYPES = ['s', 'n', 'b', 'd', 'e', 'str', 'inlineStr', '', 'constructor']
const STYLES = ['0', '1', '2', '3', '99', '-1', 'x', '__proto__']
const REFS = [
  'A1:A1',
  'A2:C4',
  'A1:XFD1048576',
  'A1:XFD1048577',
  'C4:A2',
  'A2:ZZZZ9',
  'A1',
  'A1:',
  'B2:B1048576',
  'A0:B0',
  'A2:A99999999999999999999',
]
const TEXTS = [
  '甲',
  '_x0000_',
  '_xD800_',
  '_x005F_x0000_',
  '&#0;',
  '&#xD800;',
  '&lt;',
  '&b;',
  'a,"b"',
  '\n',
  '2024-01-31',
  '2024-01-31T00:00:00',
  '#N/A',
  'x'.repeat(40_000),
]
const TARGETS = [
  '../../../etc/passwd',
  '/etc/passwd',
  'http://127.0.0.1/a.xml',
  'file:///etc/passwd',
  'xl/workbook.xml',
  '/xl/sharedStrings.xml',
  '_rels/workbook.xml.rels',
  '',
  '.',
  '..\\..\\a.xml',
  '__proto__',
  'worksheets/sheet1.xml',
]
const DOCTYPES = [
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<!DOCTYPE a SYSTEM "http://127.0.0.1/a">',
  '<?xml version="1.1"?>',
  '<?xml version="1.0" encoding="UTF-16"?>',
]
const FORMATS = ['yyyy-mm-dd', '[h]:mm:ss', 14, '"y"0', '[Red]0;[$-804]yyyy', '_y*d\\m', '']
/** Each of them a sheet more, or the same again. */
const MOST_SHEETS = 3

/** A workbook of rows of a connector, with some of what it holds replaced. */
export function hostileWorkbook(rows: readonly Row[], random: Random): Buffer {
  const columns = Object.keys(rows[0] ?? { name: '' })
  const texts = rows.slice(0, 4).map((row) => columns.map((column) => cellText(row[column])))
  const plain = [columns, ...texts]
  const sheets = Array.from({ length: 1 + random.below(MOST_SHEETS) }, (_, at) => ({
    name: random.pick([`S${at}`, 'S0', '', '__proto__', 'a/../b', 'x'.repeat(300)]),
    rows: random.below(3) === 0 ? plain : rowsXml(columns, texts, random),
    behind: `<mergeCells>${some(random, 4, () => `<mergeCell ref="${random.pick(REFS)}"/>`)}</mergeCells>`,
  }))
  const entries = xlsxEntries({
    sheets,
    date1904: random.below(3) === 0,
    shared: random.below(2) === 0,
    strings: ['<si><t>甲</t></si>', `<si><r><t>${random.pick(TEXTS)}</t></r><rPh><t>x</t></rPh></si>`],
    formats: [random.pick(FORMATS), random.pick(FORMATS), random.pick(FORMATS)],
  })
  const archive = zip(entries.flatMap((entry) => changed(entry, random)))
  return random.below(5) === 0 ? lying(archive, random) : archive
}

function cellText(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
}

const some = (random: Random, most: number, make: () => string) =>
  Array.from({ length: random.below(most + 1) }, make).join('')

/** The header as it is, so that there are rows to speak of, and rows of cells of any kind behind it. */
function rowsXml(columns: readonly string[], texts: readonly (readonly string[])[], random: Random): string {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const good = (text: string) => `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
  const attribute = (name: string, values: readonly string[], often: number) =>
    random.below(often) === 0 ? ` ${name}="${random.pick(values)}"` : ''
  const odd = () => {
    const type = random.pick(TYPES)
    const value = type === 's' ? random.pick(STRINGS) : type === 'n' ? random.pick(NUMBERS) : random.pick(TEXTS)
    const inside = random.pick([
      `<v>${value}</v>`,
      `<is><t>${value}</t></is>`,
      '',
      `<f>1+1</f><v>${value}</v>`,
      '<f>=cmd</f>',
    ])
    return `<c${attribute('r', PLACES, 8)} t="${type}"${attribute('s', STYLES, 2)}>${inside}</c>`
  }
  const rows = texts.map((cells) => {
    const made = cells.map((text) => (random.below(6) === 0 ? odd() : good(text)))
    return `<row${attribute('r', ROWS, 12)}>${made.join('')}</row>`
  })
  return `<row>${columns.map(good).join('')}</row>${rows.join('')}`
}

/** An entry as it is, gone, twice, or with something else in it. */
function changed(entry: Packed, random: Random): Packed[] {
  const content = String(entry.content)
  const replaced = (from: RegExp, to: string) => [{ ...entry, content: content.replace(from, () => to) }]
  switch (random.below(40)) {
    case 0:
      return []
    case 1:
      return [entry, entry]
    case 2:
      return [{ ...entry, content: mutated(Buffer.from(content), random, Buffer.from(content)) }]
    case 3:
      return replaced(
        /Target="[^"]*"/,
        `Target="${random.pick(TARGETS)}"${random.pick(['', ' TargetMode="External"'])}`,
      )
    case 4:
      return [{ ...entry, content: random.pick(DOCTYPES) + content.replace(/^<\?xml[^>]*>/, '') }]
    case 5:
      return replaced(/<sheetData>/, `<sheetData>${'<a>'.repeat(random.pick([10, 70, 3000]))}`)
    case 6:
      return replaced(/<\/?sheets>/, '')
    case 7:
      return [{ ...entry, name: random.pick([String(entry.name).toUpperCase(), `/${entry.name}`, `../${entry.name}`]) }]
    case 8: // a sheet that begins on the last row, behind a million empty ones
      return replaced(/<row>/, '<row r="1048576">')
    default:
      return [entry]
  }
}
