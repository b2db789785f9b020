/**
 * From page to page to the end. Publishers' paging fails quietly: pages that repeat, marks that stand still, fewer rows than asked for; each
 * of them would lose rows or never end, and so each is told.
 */
import type { Pages } from './declaration.js'
import { type Page, textOf } from './page.js'
import { invalid } from './refusals.js'
import { showPath, valueAt } from './values.js'

type Next = (value: string, from: URL) => URL

const HINT =
  'The rows landed so far stand. Run it again; if it stays so, compare `pages` in the declaration with the publisher’s documentation.'

export class Walk {
  /** What to ask for now. */
  url: URL
  readonly #pages: Pages
  readonly #link: Next
  readonly #seen = new Set<string>()
  #number: number
  #rows = 0
  #total: number | null = null
  #last: Page | null = null
  /** Whether what is asked for now begins with the last row of the page before it. */
  #overlaps = false
  /** New rows of the page taken last. */
  #fresh: number | null = null

  /** `link` makes a URL of a next link, and refuses one that leads elsewhere. */
  constructor(pages: Pages, start: URL, link: Next) {
    this.#pages = pages
    this.#link = link
    this.url = new URL(start)
    this.#number = pages.by === 'page' ? pages.first : 0
    const { size } = pages
    if (size !== undefined) this.url.searchParams.set(size.parameter, String(size.rows))
    if (pages.by === 'page' || pages.by === 'offset') this.url.searchParams.set(pages.parameter, String(this.#number))
    this.#seen.add(this.url.href)
  }

  /** Takes the page that was asked for; false if no row of it is new. Throws LedgerError place_invalid. */
  take(page: Page): boolean {
    const overlap = this.#overlapOf(page)
    if (overlap === 0 && this.#last?.sha256 === page.sha256 && page.rows?.length !== 0)
      throw invalid(`${page.document.shown} is the same page as the one before it`, HINT)
    const fresh = page.rows === null ? null : page.rows.length - overlap
    this.#fresh = fresh
    this.#rows += fresh ?? 0
    this.#total = this.#totalOf(page) ?? this.#total
    if (fresh === 0) return false
    this.#last = page
    return true
  }

  /** Goes to the page after this one; false at the end. Throws LedgerError place_invalid, place_unsafe. */
  advance(page: Page): boolean {
    const next = this.#nextOf(page)
    if (next === null) return this.end(page.document.shown)
    if (this.#seen.has(next.href))
      throw invalid(`${page.document.shown} leads back to a page that was read before`, HINT)
    this.#seen.add(next.href)
    this.url = next
    return true
  }

  /** The end was reached. Throws LedgerError place_invalid if rows are missing by what the publisher says itself. */
  end(shown: string): false {
    if (this.#total === null || this.#pages.rows === undefined || this.#rows >= this.#total) return false
    throw invalid(`${shown} ends after ${this.#rows} rows, and says that there are ${this.#total}`, HINT)
  }

  /** How many rows at the beginning of a page are those at the end of the one before it. */
  #overlapOf({ rows, document }: Page): number {
    const before = this.#last?.rows?.at(-1)
    if (!this.#overlaps || before === undefined || rows === null) return 0
    if (rows.length > 0 && textOf(rows[0], document.shown) === textOf(before, document.shown)) return 1
    throw invalid(
      `${document.shown} does not go on where the page before it ended: rows moved while they were read`,
      HINT,
    )
  }

  #totalOf({ root, document }: Page): number | null {
    const { total } = this.#pages
    if (total === undefined) return null
    const found = valueAt(root, total)
    if (typeof found === 'number' && Number.isSafeInteger(found) && found >= 0) return found
    throw invalid(`${document.shown} does not say how many rows there are at ${showPath(total)}`, HINT)
  }

  #nextOf(page: Page): URL | null {
    const pages = this.#pages
    if (pages.by === 'link') return this.#linked(page, pages.next)
    if (pages.by === 'cursor') return this.#marked(page, pages.parameter, pages.next)
    const more = pages.by === 'offset' && pages.more !== undefined ? valueAt(page.root, pages.more) : undefined
    // Old servers do not say it, and newer ones leave it out at the end: then the pages must tell.
    if (more === false || (more !== true && this.#isLast(page))) return null
    if (this.#fresh === 0) throw invalid(`${page.document.shown} says that there is more and gives no rows`, HINT)
    // From a single row on there would be no step forward.
    this.#overlaps = pages.by === 'offset' && pages.overlap && this.#rows > 1
    this.#number = pages.by === 'page' ? this.#number + 1 : this.#rows - (this.#overlaps ? 1 : 0)
    const next = new URL(this.url)
    next.searchParams.set(pages.parameter, String(this.#number))
    return next
  }

  /**
   * Whether nothing can come after a page. A short one ends nothing: publishers give fewer rows than they are asked for, also in the middle.
   */
  #isLast({ rows }: Page): boolean {
    if (rows === null || this.#fresh === 0) return true
    return this.#total !== null && this.#rows >= this.#total
  }

  #marked(page: Page, parameter: string, path: readonly string[]): URL | null {
    const mark = valueAt(page.root, path)
    if (mark === undefined || mark === null || mark === '' || mark === false) return null
    const fits = typeof mark === 'string' || (typeof mark === 'number' && Number.isSafeInteger(mark))
    if (!fits) throw invalid(`${page.document.shown} holds at ${showPath(path)} what is no mark of a next page`, HINT)
    const next = new URL(this.url)
    next.searchParams.set(parameter, String(mark))
    return next
  }

  #linked({ root, document }: Page, path: readonly string[] | undefined): URL | null {
    const link = path === undefined ? nextLink(document.link ?? '') : valueAt(root, path)
    if (link === undefined || link === null || link === '' || link === false) return null
    if (typeof link === 'string') return this.#link(link, document.url)
    throw invalid(`${document.shown} holds at ${showPath(path ?? [])} what is no address of a next page`, HINT)
  }
}

/** The target of rel=next in a Link header (RFC 8288), or null. */
export function nextLink(header: string): string | null {
  for (const [, target = '', parameters = ''] of header.matchAll(
    /<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"[^"]*"|[^\s;,]*))?)*)/g,
  )) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]*))/i.exec(parameters)
    if ((rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/).includes('next')) return target
  }
  return null
}
