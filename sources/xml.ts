/** XML documents: every element at one path is a row. */
import { KeptRows, readTree, rereadKept } from './kept.js'
import type { Format, ReadLimits, SourceRow } from './source.js'
import { XmlDocument } from './xml_document.js'
import { localName, type XmlColumns, xmlNames } from './xml_names.js'

export interface XmlOptions extends XmlColumns {
  /** The path of the rows from the root, `RESULTS/PENALTY`. A step without prefix fits an element of any namespace. */
  readonly row: string
}

/**
 * A format of XML documents, read as a stream.
 *
 * A row has a cell for each element within it that holds text, and for each attribute, under its declared name or else under its path as written; a
 * repeated one is a list. Text is kept with the space around it, line ends as LF; beside other elements only where it is more than space. An empty
 * element is an empty cell, one that is `xsi:nil` is null, and one that has nothing but attributes is no cell. Comments, processing instructions and
 * declarations of namespaces are passed over. Prefixes are compared as written, whatever namespace they stand for.
 *
 * A batch keeps the exact text of each row's element, from which `reread` makes the row: so a path that is declared later finds its cell in what was
 * kept before. There is no header.
 *
 * A document with a DOCTYPE is refused, and so no entity can be declared. The encoding that a document declares is passed over where it is one that
 * the decoder knows; any other is a fault as soon as a character comes that is not ASCII.
 *
 * File faults: file_empty, file_xml (not well-formed, cut off, another root, nothing where rows should stand, nesting deeper than 64, a name beyond 512
 * characters). Row faults: row_xml, row_too_large, row_nul, row_encoding. Throws at once if two columns share a path.
 */
export function xml(options: XmlOptions): Format {
  const names = xmlNames(options)
  const path = options.row.split('/')
  if (path.includes('')) throw new Error(`the path of the rows has an empty step: ${options.row}`)
  const last = localName(path.at(-1) ?? '')
  return {
    read: (chunks, limits) => readTree(chunks, limits, (rows) => new XmlDocument(path, names, rows)),
    reread: (_header, text, _line, limits) =>
      rereadKept(text, limits, (line, element) => ({ ...elementRow(element), line })),
  }

  function elementRow(element: string): SourceRow {
    const limits: ReadLimits = { batchRows: 2, rowChars: element.length, expandedBytes: 0, expansionRatio: 0 }
    const rows = new KeptRows(limits)
    const document = new XmlDocument([last], names, rows)
    document.write(element)
    document.end()
    const [event] = rows.take(0, true)
    const row = event?.type === 'batch' ? event.batch.rows[0] : undefined
    if (row === undefined) throw new Error(`not the text of a row: ${element.slice(0, 100)}`)
    return row
  }
}
