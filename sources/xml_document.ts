/**
 * Walks an XML document and cuts out the elements that are rows. The text of each is kept exactly as it stands in the file.
 *
 * The parser is saxes, which is strict but keeps unfinished tokens whole: text, a comment or an attribute may have any length. What it holds of a row
 * that is too long anyway, or of what is no row, is therefore taken from it (`#trim`); no token that is needed is that long.
 */
import { SaxesParser } from 'saxes'
import { KNOWN_ENCODING, NOT_ASCII } from './declared_encoding.js'
import type { KeptRows, TreeReader } from './kept.js'
import { brokenRow, markedRow } from './marks.js'
import type { FileFaultReport, SourceRow } from './source.js'
import { localName, type XmlNames } from './xml_names.js'
import { XmlRow } from './xml_row.js'

/** Deeper nesting is no record. */
const MAX_DEPTH = 64
/** Characters of the name of an element, an attribute or an entity. */
const MAX_NAME = 512
const DISALLOWED = 'disallowed character.'
/** What the parser finds wrong and can read on behind, with the sentence for it; in a row it costs the row alone. */
const WITHIN_A_ROW: Readonly<Record<string, string>> = {
  [DISALLOWED]: 'a control character, or a < in an attribute, which XML does not allow',
  'undefined entity.': 'an entity that XML does not define; only &amp; &lt; &gt; &quot; &apos; and numbers are read',
  'malformed character entity.': 'a numbered character that XML does not allow',
  'the string "]]>" is disallowed in char data.': ']]> outside of CDATA',
}
const DUPLICATE = 'duplicate attribute: '
/** Text where none may stand. The parser says so at the end of the text, or of what it was given of it. */
const OUTSIDE = 'text data outside of root node.'

interface OpenRow {
  readonly line: number
  /** Where its element begins in the file. */
  readonly from: number
  readonly cells: XmlRow
  /** Its first characters, once it is known to be too long. */
  head?: string
}

export class XmlDocument implements TreeReader {
  fault: FileFaultReport | undefined
  readonly header = undefined
  readonly #parser = new SaxesParser({ xmlns: false, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true })
  readonly #path: readonly string[]
  readonly #names: XmlNames
  readonly #rows: KeptRows
  #depth = 0
  /** How many steps of the path the open elements fit, and the most that ever did. */
  #fitting = 0
  #mostFitting = 0
  #row: OpenRow | undefined
  /** A row whose element was left, with its end: an error that comes at once says that its tag was not its own. */
  #left: { readonly row: OpenRow; readonly end: number } | undefined
  /** Text of the file from `#from` on: as much as the open row, or an unfinished tag, needs. */
  #text = ''
  #from = 0
  #begun = false
  /** Where the last tag, comment or instruction outside of the root ended. */
  #outsideFrom = 0
  #foreign: string | undefined

  /** Rows are the elements at `path`, the names of the steps from the root. */
  constructor(path: readonly string[], names: XmlNames, rows: KeptRows) {
    this.#path = path
    this.#names = names
    this.#rows = rows
    this.#listen()
  }

  get line(): number {
    return this.#parser.line
  }

  write(text: string): void {
    if (this.fault !== undefined) return
    if (!this.#begun && text.startsWith('\uFEFF')) this.#outsideFrom = 1 // a mark of byte order is no text
    this.#text += text
    // NUL marks what was lost; the parser must not see it, and every place must stay where it is.
    const clean = text.replaceAll('\u0000', '\uFFFD').toWellFormed()
    const declared = this.#begun ? 0 : clean.indexOf('>') + 1 // the declaration ends here, if there is one
    this.#begun = true
    this.#parse(clean.slice(0, declared))
    const rest = clean.slice(declared)
    const foreign = this.#foreign === undefined ? -1 : rest.search(NOT_ASCII)
    this.#parse(foreign < 0 ? rest : rest.slice(0, foreign))
    if (foreign >= 0)
      this.#stop(`the document declares the encoding ${this.#foreign}, and its text is read as UTF-8 or GB18030 alone`)
    this.#trim()
  }

  end(): void {
    if (this.fault !== undefined) return
    this.#parser.close()
    if (this.fault !== undefined) return
    if (this.#mostFitting >= this.#path.length - 1) return
    const missing = this.#path.slice(0, this.#mostFitting + 1).join('/')
    this.#stop(`the document has no element at ${missing}`)
  }

  #parse(text: string): void {
    if (text === '' || this.fault !== undefined) return
    this.#parser.write(text)
    this.#finish()
  }

  #listen(): void {
    const parser = this.#parser
    parser.on('opentagstart', ({ name }) => this.#enter(name))
    parser.on('attribute', ({ name }) => {
      this.#checkName(name)
      if (!this.#gathers()) parser['attribList'].pop()
    })
    parser.on('opentag', ({ name, attributes }) => {
      if (this.#gathers()) this.#row?.cells.enter(name, attributes)
    })
    parser.on('closetag', () => this.#leave())
    const take = (text: string) => {
      if (this.#gathers()) this.#row?.cells.text(text)
    }
    parser.on('text', take)
    parser.on('cdata', take)
    parser.on('doctype', () => this.#stop('the document has a document type (DOCTYPE), which is not read'))
    parser.on('comment', () => this.#endOutside(1)) // its > is not read yet
    parser.on('processinginstruction', () => this.#endOutside(0))
    parser.on('xmldecl', ({ encoding }) => {
      this.#endOutside(0)
      if (encoding !== undefined && !KNOWN_ENCODING.test(encoding)) this.#foreign = encoding
    })
    parser.on('error', ({ message }) => this.#error(message))
  }

  /** Whether what comes now is of a row that may still be one. */
  #gathers(): boolean {
    if (this.fault !== undefined || this.#row === undefined) return false
    const { from, cells } = this.#row
    if (this.#parser.position - from > this.#rows.limits.rowChars) cells.refuse('it is too long')
    return cells.refused === undefined
  }

  #enter(name: string): void {
    if (this.fault !== undefined) return
    this.#finish()
    this.#checkName(name)
    if (this.#depth === this.#fitting && fits(this.#path[this.#fitting], name)) {
      this.#fitting++
      this.#mostFitting = Math.max(this.#mostFitting, this.#fitting)
      if (this.#fitting === this.#path.length) this.#row = this.#begin(name)
    } else if (this.#depth === 0) {
      this.#stop(`the document is <${name.slice(0, 100)}>, and <${this.#path[0]}> is expected`)
    }
    this.#depth++
    if (this.#depth > MAX_DEPTH) this.#stop(`elements are nested deeper than ${MAX_DEPTH} levels`)
  }

  /** A row begins; the parser stands behind the character after the name of its element. */
  #begin(name: string): OpenRow {
    const behind = this.#parser.position - this.#from
    const last = this.#text.slice(behind - 2, behind)
    const isLineEnd = last.endsWith('\n') || last.endsWith('\r')
    const from = this.#parser.position - (last === '\r\n' ? 2 : 1) - name.length - 1
    return { line: this.#parser.line - (isLineEnd ? 1 : 0), from, cells: new XmlRow(this.#names) }
  }

  #leave(): void {
    if (this.fault !== undefined) return
    this.#finish()
    this.#row?.cells.leave()
    this.#depth--
    if (this.#depth >= this.#fitting) return
    this.#fitting--
    if (this.#row !== undefined) this.#left = { row: this.#row, end: this.#parser.position }
    this.#row = undefined
    this.#endOutside(0)
  }

  #endOutside(ahead: number): void {
    if (this.#depth === 0) this.#outsideFrom = this.#parser.position + ahead
  }

  /** Hands on the row that was left, now that no error has said otherwise. */
  #finish(): void {
    if (this.#left === undefined) return
    const { row, end } = this.#left
    this.#left = undefined
    const text = row.head ?? this.#text.slice(row.from - this.#from, end - this.#from)
    this.#rows.add(row.line, text, end - row.from, (kept) => rowOf(row, kept))
  }

  #error(message: string): void {
    if (this.fault !== undefined) return
    const known = message.startsWith(DUPLICATE) ? 'an attribute twice' : WITHIN_A_ROW[message]
    if (known !== undefined && this.#row !== undefined) {
      this.#row.cells.refuse(`it holds ${known}`)
      return
    }
    if (message !== 'unexpected close tag.') this.#finish()
    this.#left = undefined
    if (!this.#stopOutside(message)) this.#stop(`not XML: ${message.slice(0, 200)}`)
  }

  /** Stops at the first character of text outside of the root, however much of the text was given at once; true if that is the error. */
  #stopOutside(message: string): boolean {
    if (this.#depth > 0) return false
    const text = this.#text.slice(Math.max(0, this.#outsideFrom - this.#from), this.#parser.position - 1 - this.#from)
    if (message !== OUTSIDE && (message !== DISALLOWED || text.includes('<'))) return false
    const behind = text.slice(text.search(/[^ \t\r\n]|$/))
    this.#stop(`not XML: ${OUTSIDE}`, this.#parser.line - (behind.match(/\r\n|\r|\n/g)?.length ?? 0))
    return true
  }

  #checkName(name: string): void {
    if (name.length > MAX_NAME) this.#stop(`a name is longer than ${MAX_NAME} characters: ${name.slice(0, 40)}…`)
  }

  #stop(message: string, line = this.#parser.line): void {
    this.fault ??= { fault: 'file_xml', message, line }
  }

  /** Takes from the parser and from here what no row needs. */
  #trim(): void {
    const parser = this.#parser
    for (const name of [parser['name'], parser['entity'], parser['piTarget']]) this.#checkName(name)
    const { rowChars } = this.#rows.limits
    const row = this.#row
    const end = this.#from + this.#text.length
    if (row !== undefined && end - row.from <= rowChars) {
      this.#keepFrom(row.from)
      return
    }
    if (row !== undefined) row.head ??= this.#text.slice(row.from - this.#from, row.from - this.#from + rowChars + 1)
    parser['text'] = ''
    this.#keepFrom(Math.max(this.#from, end - MAX_NAME - 2))
  }

  #keepFrom(from: number): void {
    this.#text = this.#text.slice(from - this.#from)
    this.#from = from
  }
}

function rowOf({ line, cells }: OpenRow, text: string): SourceRow {
  const marked = markedRow(line, text)
  if (marked !== undefined) return marked
  return cells.refused === undefined ? { line, row: cells.row() } : brokenRow(line, 'row_xml', cells.refused, text)
}

function fits(step: string | undefined, name: string): boolean {
  return step !== undefined && (step === name || (!step.includes(':') && step === localName(name)))
}
