/**
 * XML read as it comes, for parts of workbooks. What a hostile document could grow is bounded: depth, and the text between two
 * tags. Document type declarations are refused, and with them every entity but the five of XML itself.
 */
import { SaxesParser } from 'saxes'
import { messageOf } from '../core/errors.js'

export interface XmlHandler {
  /** `name` is without its prefix, as are the names of elements in `close`; attributes have their names as written. */
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close(name: string): void
  /** Text between two tags, whole. */
  text(text: string): void
}

const MAX_DEPTH = 64
/** Characters without the end of a tag or of a text: longer than any cell. */
const MAX_RUN = 8 * 2 ** 20

export class XmlReader {
  /** Why reading stopped, as a sentence; the handler is then called no more. */
  fault: string | undefined
  readonly #parser = new SaxesParser({ xmlns: false, position: false })
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  #depth = 0
  #run = 0

  constructor(handler: XmlHandler) {
    const parser = this.#parser
    parser.on('opentag', ({ name, attributes }) => {
      this.#run = 0
      if (this.fault !== undefined) return
      if (++this.#depth > MAX_DEPTH) return this.refuse(`elements lie deeper than ${MAX_DEPTH} in each other`)
      handler.open(localName(name), attributes)
    })
    parser.on('closetag', ({ name }) => {
      this.#depth--
      if (this.fault === undefined) handler.close(localName(name))
    })
    const text = (found: string) => {
      this.#run = 0
      if (this.fault === undefined) handler.text(found)
    }
    parser.on('text', text)
    parser.on('cdata', text)
    parser.on('doctype', () => this.refuse('it holds a document type declaration'))
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) this.refuse(`it is encoded in ${encoding}`)
    })
    parser.on('error', (error) => this.refuse(messageOf(error)))
  }

  feed(bytes: Uint8Array): void {
    if (this.fault !== undefined) return
    this.#write(() => this.#decoder.decode(bytes, { stream: true }))
  }

  /** Must be called at the end: a document may be cut off. */
  end(): void {
    if (this.fault !== undefined) return
    this.#write(() => this.#decoder.decode())
    if (this.fault === undefined) this.#parser.close()
  }

  /** Ends reading, for the reason given first. */
  refuse(reason: string): void {
    this.fault ??= reason
  }

  #write(decode: () => string): void {
    let text: string
    try {
      text = decode()
    } catch {
      this.refuse('it is not UTF-8')
      return
    }
    this.#run += text.length
    this.#parser.write(text)
    if (this.#run > MAX_RUN) this.refuse(`it holds a text of more than ${MAX_RUN} characters`)
  }
}

/** The value of an attribute whose name may have a prefix. */
export function attributeOf(attributes: Readonly<Record<string, string>>, local: string): string | undefined {
  const name = Object.keys(attributes).find((key) => localName(key) === local)
  return name === undefined ? undefined : attributes[name]
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
