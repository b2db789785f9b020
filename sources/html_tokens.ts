/**
 * The tags and the text of a page. Of htmlparser2 only the tokenizer is used: its parser closes a table at any stray end tag of an element around it, as
 * pages have them, and pays for each element that is open with a walk over all others.
 */
import { type QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { lineEnds } from './window.js'

/** Whose text is no text of the page. */
const UNSHOWN = new Set(['script', 'style', 'template', 'iframe', 'noembed', 'noframes'])
/** Attributes that are kept, by element. */
// Not an object: a page may name an element after what every object has.
const WANTED: ReadonlyMap<string, readonly string[]> = new Map([
  ['table', ['id']],
  ['td', ['colspan', 'rowspan']],
  ['th', ['colspan', 'rowspan']],
  ['a', ['href']],
  ['meta', ['charset', 'content']],
])
const MAX_VALUE = 1 << 16
/** Characters that are kept behind the last thing that ended: a name, or text before an entity, that is cut between two slices. */
const UNFINISHED_CHARS = 1 << 18

export interface TagReader {
  /** A tag with those of its attributes that are wanted, and the line on which it begins. */
  open(name: string, attributes: ReadonlyMap<string, string>, line: number): void
  close(name: string): void
  /** Text; `spelled` is false for a character that an entity names. */
  text(part: string, spelled: boolean): void
  /** The page cannot be read further. */
  stop(message: string): void
}

export class HtmlTokens implements TokenizerCallbacks {
  readonly #tokenizer = new Tokenizer({}, this)
  readonly #reader: TagReader
  /** Text of the page from `#from` on, and the line of the place up to which line ends are counted. */
  #text = ''
  #from = 0
  #counted = 0
  #line = 1
  #ended = 0
  #tag = ''
  #tagLine = 1
  #attributes = new Map<string, string>()
  #attribute = ''
  #value = ''
  #unshown = ''

  constructor(reader: TagReader) {
    this.#reader = reader
  }

  write(text: string): void {
    this.#text += text
    this.#tokenizer.write(text)
    const end = this.#from + this.#text.length
    // One character stays in any case, so that CR and LF are counted together.
    const from = Math.min(Math.max(this.#ended, end - UNFINISHED_CHARS, this.#from), end - 1)
    this.lineAt(from)
    this.#text = this.#text.slice(from - this.#from)
    this.#from = from
  }

  end(): void {
    this.#tokenizer.end()
  }

  /** The line of a place; places are asked for in their order. */
  lineAt(place: number): number {
    this.#line += lineEnds(this.#text, this.#counted - this.#from, place - this.#from)
    this.#counted = Math.max(this.#counted, place)
    return this.#line
  }

  #slice(start: number, end: number): string {
    if (start < this.#from) this.#reader.stop('a tag or an entity has no end')
    this.#ended = end
    return this.#text.slice(Math.max(0, start - this.#from), end - this.#from)
  }

  #add(part: string): void {
    if (WANTED.get(this.#tag)?.includes(this.#attribute) !== true) return
    this.#value += part
    if (this.#value.length > MAX_VALUE) this.#reader.stop(`an attribute is longer than ${MAX_VALUE} characters`)
  }

  #open(end: number): void {
    this.#ended = end
    if (this.#unshown !== '') return
    if (UNSHOWN.has(this.#tag)) this.#unshown = this.#tag
    else this.#reader.open(this.#tag, this.#attributes, this.#tagLine)
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#slice(start, end).toLowerCase()
    this.#tagLine = this.lineAt(Math.max(start - 1, this.#counted))
    this.#attributes = new Map()
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#slice(start, end).toLowerCase()
    this.#value = ''
  }

  onattribdata(start: number, end: number): void {
    this.#add(this.#slice(start, end))
  }

  onattribentity(codepoint: number): void {
    this.#add(String.fromCodePoint(codepoint))
  }

  onattribend(_quote: QuoteType, end: number): void {
    this.#ended = end
    if (WANTED.get(this.#tag)?.includes(this.#attribute) !== true || this.#attributes.has(this.#attribute)) return
    this.#attributes.set(this.#attribute, this.#value)
  }

  onopentagend(end: number): void {
    this.#open(end)
  }

  onselfclosingtag(end: number): void {
    this.#open(end) // in HTML the slash says nothing
  }

  onclosetag(start: number, end: number): void {
    const name = this.#slice(start, end).toLowerCase()
    if (this.#unshown === '') this.#reader.close(name)
    else if (name === this.#unshown) this.#unshown = ''
  }

  ontext(start: number, end: number): void {
    const part = this.#slice(start, end)
    if (this.#unshown === '') this.#reader.text(part, true)
  }

  ontextentity(codepoint: number, end: number): void {
    this.#ended = end
    if (this.#unshown === '') this.#reader.text(String.fromCodePoint(codepoint), false)
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}
