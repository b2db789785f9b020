/** Well-known readers, each as fast as it can be had: bare, streaming where it can, without any check of what it read. Each returns how many rows there were. */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { parse } from 'csv-parse'
import { type DefaultTreeAdapterTypes, parse as parseHtml } from 'parse5'
import { SaxesParser } from 'saxes'
import chain from 'stream-chain'
import { parser } from 'stream-json'
import { pick } from 'stream-json/filters/pick.js'
import { streamArray } from 'stream-json/streamers/stream-array.js'

const READ_BYTES = 1 << 20

const bytesOf = (file: string) => createReadStream(file, { highWaterMark: READ_BYTES })

/** The first record is the header. */
export async function csvParse(file: string): Promise<number> {
  let rows = -1
  const records = bytesOf(file).pipe(parse({ bom: true }))
  records.on('data', () => {
    rows++
  })
  await once(records, 'end')
  return rows
}

export async function readlineJson(file: string): Promise<number> {
  let rows = 0
  for await (const line of createInterface({ input: bytesOf(file) })) {
    JSON.parse(line)
    rows++
  }
  return rows
}

export async function readlineSlices(file: string, widths: readonly number[]): Promise<number> {
  let rows = 0
  for await (const line of createInterface({ input: bytesOf(file) })) {
    let from = 0
    const cells: string[] = []
    for (const width of widths) {
      cells.push(line.slice(from, from + width).trim())
      from += width
    }
    if (cells.length === widths.length) rows++
  }
  return rows
}

export async function streamJson(file: string): Promise<number> {
  let rows = 0
  const elements = chain([bytesOf(file), parser(), pick({ filter: 'data.penalties' }), streamArray()])
  elements.on('data', () => {
    rows++
  })
  await once(elements, 'end')
  return rows
}

/** An object of strings for each element that is called so. */
export async function saxes(file: string, element: string): Promise<number> {
  const reader = new SaxesParser()
  let rows = 0
  let row: Record<string, string> = {}
  let text = ''
  reader.on('opentag', ({ name }) => {
    if (name === element) row = {}
    text = ''
  })
  reader.on('text', (part) => {
    text += part
  })
  reader.on('closetag', ({ name }) => {
    if (name !== element) row[name] = text
    else if (Object.keys(row).length > 0) rows++
    text = ''
  })
  for await (const part of createReadStream(file, { highWaterMark: READ_BYTES, encoding: 'utf8' })) reader.write(part)
  reader.close()
  return rows
}

/** parse5 makes a tree of the whole page, out of which the texts of the cells are taken. */
export async function parse5(file: string): Promise<number> {
  let rows = 0
  const walk = (node: DefaultTreeAdapterTypes.ParentNode) => {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue
      if (child.tagName !== 'tr') walk(child)
      else if (cellsOf(child).length > 0) rows++
    }
  }
  walk(parseHtml(await readFile(file, 'utf8')))
  return rows - 1 // the header
}

function cellsOf(row: DefaultTreeAdapterTypes.Element): string[] {
  return row.childNodes.flatMap((cell) => {
    if (!('tagName' in cell)) return []
    return [cell.childNodes.map((node) => (node.nodeName === '#text' && 'value' in node ? node.value : '')).join('')]
  })
}

interface ExcelJs {
  readonly default: {
    readonly stream: {
      readonly xlsx: {
        readonly WorkbookReader: new (
          file: string,
          options: object,
        ) => AsyncIterable<AsyncIterable<{ values: unknown }>>
      }
    }
  }
}

/** The stream reader of exceljs; undefined where it is not installed. It draws in 160 packages, and so it is no dependency. */
export async function excelJs(): Promise<((file: string) => Promise<number>) | undefined> {
  const name: string = 'exceljs'
  let found: ExcelJs
  try {
    found = await import(name)
  } catch {
    return undefined
  }
  return async (file) => {
    let rows = 0
    const options = {
      worksheets: 'emit',
      sharedStrings: 'cache',
      styles: 'cache',
      hyperlinks: 'ignore',
      entries: 'ignore',
    }
    for await (const sheet of new found.default.stream.xlsx.WorkbookReader(file, options)) {
      for await (const row of sheet) if (Array.isArray(row.values)) rows++
    }
    return rows - 1
  }
}
