/** The cells of one row's element, gathered while it is read. */
import type { Row } from './source.js'
import { localName, type XmlNames } from './xml_names.js'

/** More cells than any record has. */
const MAX_CELLS = 16_384
/** Characters of a path; each cell is held with its own. */
const MAX_PATH = 1000

type Cells = Map<string, unknown[]>

/** An element that is open, with its path in the row (or in the element that is a cell) as written and without prefixes. */
interface Open {
  readonly written: string
  readonly local: string
  readonly isNil: boolean
  readonly hasAttributes: boolean
  hasElements: boolean
  text: string
}

export class XmlRow {
  /** Why the element is no row, once it is known. */
  refused: string | undefined
  readonly #names: XmlNames
  readonly #open: Open[] = []
  #cells: Cells = new Map()
  #count = 0
  /** The element that is a cell: its column, and the cells of the row while its own are gathered. */
  #element: { readonly name: string; readonly depth: number; readonly outer: Cells } | undefined

  constructor(names: XmlNames) {
    this.#names = names
  }

  /** Says why there is no row; nothing is gathered any more. */
  refuse(reason: string): void {
    this.refused ??= reason
    this.#cells = new Map()
  }

  /** Enters an element, the row's own first. */
  enter(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.refused !== undefined) return
    const parent = this.#open.at(-1)
    let written = ''
    let local = ''
    if (parent !== undefined) {
      parent.hasElements = true
      written = joined(parent.written, name)
      local = joined(parent.local, localName(name))
      if (written.length > MAX_PATH) {
        this.refuse(`an element stands at a path of more than ${MAX_PATH} characters`)
        return
      }
      const column = this.#element === undefined ? elementAt(this.#names, written, local) : undefined
      if (column !== undefined) {
        this.#element = { name: column, depth: this.#open.length, outer: this.#cells }
        this.#cells = new Map()
        written = ''
        local = ''
      }
    }
    const own = Object.entries(attributes).filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:'))
    const data = own.filter(([key]) => key !== 'xsi:nil')
    for (const [key, value] of data) this.#put(joined(written, `@${key}`), joined(local, `@${localName(key)}`), value)
    const isNil = own.length > data.length && /^\s*(?:true|1)\s*$/.test(String(attributes['xsi:nil']))
    this.#open.push({ written, local, isNil, hasAttributes: data.length > 0, hasElements: false, text: '' })
  }

  /** Takes text of the element that is open. */
  text(part: string): void {
    const open = this.#open.at(-1)
    if (open !== undefined && this.refused === undefined) open.text += part
  }

  /** Leaves the element that is open. */
  leave(): void {
    if (this.refused !== undefined) return
    const open = this.#open.pop()
    if (open === undefined) return
    const value = open.isNil ? null : cellOf(open, open.written === '' && this.#open.length === 0)
    const isEmpty = value === '' || value === null
    const isContainer = this.#element === undefined && isEmpty && isIn(this.#names.containers, open)
    if (value !== undefined && !isContainer) this.#put(open.written, open.local, value)
    const element = this.#element
    if (element === undefined || element.depth !== this.#open.length) return
    const cell = this.refused === undefined ? objectOf(this.#cells, [], new Set()) : {}
    this.#cells = element.outer
    this.#element = undefined
    this.#add(element.name, cell)
  }

  #put(written: string, local: string, value: unknown): void {
    const path = written === '' ? '.' : written
    const { cells } = this.#names
    this.#add(this.#element === undefined ? (cells.get(path) ?? cells.get(local) ?? path) : path, value)
  }

  #add(name: string, value: unknown): void {
    if (this.refused !== undefined) return
    if (name === '__proto__') this.refuse('an element is named __proto__, which no cell may be')
    this.#count++
    if (this.#count > MAX_CELLS) this.refuse(`the element has more than ${MAX_CELLS} cells`)
    const values = this.#cells.get(name)
    if (values === undefined) this.#cells.set(name, [value])
    else values.push(value)
  }

  /** The row, once its element was left. */
  row(): Row {
    return objectOf(this.#cells, this.#names.order, this.#names.lists)
  }
}

function isIn(paths: ReadonlySet<string>, { written, local }: Open): boolean {
  return paths.has(written) || paths.has(local)
}

/** The text of an element as a cell; undefined if it is none, because it has others within it or attributes and nothing else. */
function cellOf(open: Open, isRow: boolean): string | undefined {
  // Space between elements is layout; other text beside elements is not.
  if (open.hasElements || isRow) return open.text.trim() || undefined
  return open.text === '' && open.hasAttributes ? undefined : open.text
}

function elementAt(names: XmlNames, written: string, local: string): string | undefined {
  return names.elements.get(written) ?? names.elements.get(local)
}

function joined(path: string, step: string): string {
  return path === '' ? step : `${path}/${step}`
}

/** An object of cells, those in `order` first; a repeated cell is a list of its values. */
function objectOf(cells: Cells, order: readonly string[], lists: ReadonlySet<string>): Row {
  const row: Row = {}
  for (const name of [...order, ...cells.keys()]) {
    const values = cells.get(name)
    if (values === undefined || Object.hasOwn(row, name)) continue
    row[name] = values.length === 1 && !lists.has(name) ? values[0] : values
  }
  return row
}
