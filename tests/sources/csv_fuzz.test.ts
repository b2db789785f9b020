/** The reader against csv-parse, its oracle, and against what must hold for any text at all. */
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csv } from '../../sources/csv.js'
import { readText, reread } from './reading.js'

const three = csv({ delimiter: ',', quote: '"', columns: { a: [], b: [], c: [] }, required: ['a', 'b', 'c'] })
const bare = csv({
  delimiter: ',',
  quote: '"',
  columns: { a: [], b: [], c: [] },
  required: [],
  headerless: true,
})
/** A file with the header, and the same columns without one. */
const shapes = [
  { shape: 'with a header', format: three, head: 'a,b,c\n' },
  { shape: 'without a header', format: bare, head: '' },
] as const
const runs = { numRuns: 1500 }

const cell = fc.string({
  unit: fc.constantFrom('x', '罚', '𠮷', ',', '"', '\n', '\r\n', '\r', ' ', '', '；'),
  maxLength: 6,
})
const table = fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 })
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
const size = fc.integer({ min: 1, max: 40 })

/** Text made of the pieces that matter, so that nearly all of it is malformed somewhere. */
const anyText = fc
  .array(
    fc.constantFrom(
      '"',
      '"',
      ',',
      ',',
      '\n',
      '\r\n',
      '\r',
      'x',
      '罚',
      '𠮷',
      '""',
      '"x"',
      'x,y,z\n',
      '\u0000',
      '\uFFFD\u0000',
      'long,'.repeat(9),
      '\u0000cut\u0000',
    ),
    {
      maxLength: 60,
    },
  )
  .map((parts) => parts.join(''))

/** A line break within a cell is LF, whichever the file has. */
const withLf = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.map((text) => text.replace(/\r\n?/g, '\n')))

function written(rows: readonly (readonly string[])[], end: string, quoteAll: boolean, lastEnd: boolean): string {
  const quote = (text: string) => (quoteAll || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = rows.map((row) => row.map(quote).join(','))
  return lines.join(end) + (lastEnd ? end : '')
}

describe.each(shapes)('text that is well formed, $shape', ({ format, head }) => {
  it('is read as it was written, and as csv-parse reads it', async () => {
    await fc.assert(
      fc.asyncProperty(table, lineEnd, fc.boolean(), fc.boolean(), size, async (rows, end, all, lastEnd, chunk) => {
        const header = head === '' ? [] : [['a', 'b', 'c']]
        // A line end alone is an empty file to us, and a row to csv-parse.
        const text = written([...header, ...rows], end, all, lastEnd && header.length + rows.length > 0)
        const read = await readText(format, text, { batchRows: 3 }, chunk)
        const found = read.rows.map((row) => ('row' in row ? Object.values(row.row) : row))
        expect(found).toEqual(withLf(rows))
        expect(found).toEqual(withLf(parse(text, { record_delimiter: end }).slice(header.length)))
        expect(reread(format, read)).toEqual(read.rows)
      }),
      runs,
    )
  })
})

describe.each(shapes)('any text, $shape', ({ format, head }) => {
  it('has a fault where csv-parse finds an error, and the same rows where it finds none', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (body) => {
        const text = head + body.replaceAll('\r', '')
        const read = await readText(format, text)
        const found = read.rows.map((row) => ('row' in row ? Object.values(row.row) : undefined))
        const oracle = strictly(text, head)
        if (oracle === undefined) expect(found).toContain(undefined)
        else if (!text.includes('\u0000')) expect(found).toEqual(oracle)
      }),
      runs,
    )
  })
  it('gives the same batches whatever the chunks, and the same rows when they are read again', async () => {
    const small = { batchRows: 4, rowChars: 24 }
    await fc.assert(
      fc.asyncProperty(anyText, size, async (body, chunk) => {
        const text = head + body
        const read = await readText(format, text, small)
        expect(await readText(format, text, small, chunk)).toEqual(read)
        expect(reread(format, read, small)).toEqual(read.rows)
      }),
      runs,
    )
  })
  it('is covered by the rows, each line once', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, size, async (body, chunk) => {
        const read = await readText(format, head + body, { batchRows: 4 }, chunk)
        const kept = read.batches.map((batch) => batch.text).join('')
        // Without a header, blank lines at the beginning belong to no batch either.
        const begun = head === '' ? body.replace(/^[\r\n]+/, '') : body
        const rest = begun.slice(kept.length)
        expect(begun.startsWith(kept)).toBe(true)
        expect(rest.trim().replaceAll('\u0000', 'x')).toBe('') // blank lines at the end belong to no batch
        const lines = read.rows.map((row) => row.line)
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b))
        expect(linesOf(read.rows)).toEqual(linesThatAreNotBlank(body, read.rows, head === '' ? 1 : 2))
      }),
      runs,
    )
  })
})

function strictly(text: string, head: string): string[][] | undefined {
  try {
    // Without a header the number of columns is the declared one, and not that of the first line.
    const first = head === '' ? 'a,b,c\n' : ''
    return parse(first + text, { record_delimiter: '\n', skip_empty_lines: true }).slice(1)
  } catch {
    return undefined
  }
}

type Rows = Awaited<ReturnType<typeof readText>>['rows']

/** The lines on which rows begin. */
function linesOf(rows: Rows): number[] {
  return rows.map((row) => row.line)
}

/** The lines that hold something and are not within the row before: where a row must begin. */
function linesThatAreNotBlank(body: string, rows: Rows, firstLine: number): number[] {
  const inside = new Set<number>()
  for (const row of rows) {
    const cells = 'row' in row ? Object.values(row.row).map(String) : row.fault === 'row_quote' ? [] : [row.text]
    const breaks = cells.join('').match(/\r\n|\r|\n/g)?.length ?? 0
    for (let line = 1; line <= breaks; line++) inside.add(row.line + line)
  }
  return body
    .split(/\r\n|\r|\n/)
    .flatMap((line, index) => (line === '' || inside.has(index + firstLine) ? [] : [index + firstLine]))
}
