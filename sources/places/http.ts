/** A place on the web: one document, or one in pages, landed as files. Everything it answers is hostile. */
import { type HttpCursor, latestChange, putSpan, readCursor, type Span, spanOf } from '../network/changes.js'
import { type Http, type HttpDeclaration, httpDeclaration, readDeclaration } from '../network/declaration.js'
import { documentName } from '../network/names.js'
import { checkFailure, type Page, readPage } from '../network/page.js'
import { invalid } from '../network/refusals.js'
import { bytesOf, type Document, Visit } from '../network/visit.js'
import { Walk } from '../network/walk.js'
import type { Landed, LandRequest, Place, PlaceCursor } from '../place.js'

const ENDINGS: Readonly<Record<Http['content'], string>> = {
  json: '.json',
  csv: '.csv',
  xml: '.xml',
  html: '.html',
  any: '',
}

/**
 * Opens the place that a declaration describes. Throws LedgerError connector_invalid if it is wrong. `land` throws LedgerError place_unreachable, place_refused, place_unsafe, place_invalid,
 * cursor_invalid, secret_missing, not_supported, interrupted, disk_full, home_unusable.
 */
export function openHttp(declaration: HttpDeclaration): Place {
  const declared = readDeclaration(httpDeclaration, declaration)
  const where = whereOf(declared)
  return { where, land: (request) => land(declared, where, request) }
}

async function* land(declared: Http, where: string, request: LandRequest): AsyncGenerator<Landed> {
  const cursor = readCursor(request, where)
  const span = spanOf(declared.changes, request, cursor, where)
  const visit = new Visit(declared, request)
  const url = new URL(declared.url)
  for (const [name, value] of Object.entries(declared.query)) url.searchParams.set(name, value)
  if (declared.changes !== undefined) putSpan(url, declared.changes, span)
  if (declared.pages === undefined) yield* landDocument(declared, visit, url, cursor, span)
  else yield* landPages(declared, visit, url, cursor, span)
}

async function* landDocument(
  declared: Http,
  visit: Visit,
  url: URL,
  cursor: HttpCursor,
  span: Span,
): AsyncGenerator<Landed> {
  const shown = visit.credentials.show(url)
  const name = documentName(url, null, ENDINGS[declared.content])
  const conditions = declared.changes === undefined && cursor.url === shown ? conditionsOf(cursor) : {}
  const found = await visit.fetch(url, name, bytesOf(declared.limits, declared.error !== undefined), conditions)
  if (typeof found === 'string') return
  await checkFailure(found, declared.error, visit.credentials.hide)
  const next = declared.changes === undefined ? versionOf(found, shown) : moved(cursor, span, span.until)
  yield { file: fileOf(found), cursor: next, ...wholeOf(span) }
}

/** Each page waits for the next one, because only then is it known whether it was the last. */
async function* landPages(
  declared: Http,
  visit: Visit,
  url: URL,
  cursor: HttpCursor,
  span: Span,
): AsyncGenerator<Landed> {
  const { changes } = declared
  let held: Page | undefined
  let latest: number | null = null
  try {
    for await (const page of eachPage(declared, visit, url)) {
      if (held !== undefined) yield { file: fileOf(held.document), cursor: null }
      held = page
      const change = changes === undefined ? null : latestChange(page.rows ?? [], changes, span)
      if (change !== null && (latest === null || change > latest)) latest = change
    }
  } catch (error) {
    // What landed before it stands.
    if (held !== undefined) yield { file: fileOf(held.document), cursor: null }
    throw error
  }
  if (held === undefined) return
  const reached = changes?.at === undefined ? span.until : latest
  const next = changes === undefined || reached === null ? null : moved(cursor, span, reached)
  yield { file: fileOf(held.document), cursor: next, ...wholeOf(span) }
}

async function* eachPage(declared: Http, visit: Visit, start: URL): AsyncGenerator<Page> {
  const { pages, limits, error } = declared
  if (pages === undefined) throw new Error('eachPage wants a declaration with pages')
  const { credentials, route } = visit
  const walk = new Walk(pages, start, (link, from) => {
    const shown = credentials.hide(link.slice(0, 500))
    if (!URL.canParse(link, from.href))
      throw invalid(`${from.href} gives as its next page what is no address: ${shown}`, 'Tell the publisher.')
    const next = new URL(link, from.href)
    route.checkNext(next, from, credentials.show(next))
    return next
  })
  for (let number = 1; number <= limits.pages; number++) {
    const name = documentName(start, number, ENDINGS[declared.content])
    const found = await visit.fetch(walk.url, name, bytesOf(limits, true))
    if (found === 'empty' || found === 'unchanged') {
      walk.end(credentials.show(walk.url))
      return
    }
    const page = await readPage(found, pages, error, credentials.hide)
    if (walk.take(page)) yield page
    if (!walk.advance(page)) return
  }
  throw invalid(
    `${credentials.show(start)} has more than ${limits.pages} pages`,
    'If they are genuine, raise limits.pages in its declaration.',
  )
}

function fileOf({ name, path, bytes }: Document): Landed['file'] {
  return { name, path, bytes }
}

/** Without a lower bound all there is was asked for. */
function wholeOf(span: Span): { readonly whole?: true } {
  return span.since === null && !span.bounded ? { whole: true } : {}
}

/** The cursor after a whole window; it never moves back, and stays where a backfill left something out before it. */
function moved(cursor: HttpCursor, span: Span, reached: number): PlaceCursor | null {
  if (!span.moves) return null
  const before = cursor.changed_until === undefined ? reached : Date.parse(cursor.changed_until)
  return { changed_until: new Date(Math.max(before, reached)).toISOString() }
}

/** By which a document is asked for only if it changed (RFC 9110, 13.1). */
function conditionsOf({ etag, last_modified }: HttpCursor): Record<string, string> {
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(last_modified === undefined ? {} : { 'if-modified-since': last_modified }),
  }
}

function versionOf({ etag, lastModified }: Document, url: string): PlaceCursor | null {
  if (etag === null && lastModified === null) return null
  return { url, ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { last_modified: lastModified }) }
}

function whereOf({ url, query, auth }: Http): string {
  const shown = new URL(url)
  for (const [name, value] of Object.entries(query)) shown.searchParams.set(name, value)
  if (auth?.type === 'query') shown.searchParams.delete(auth.name)
  return shown.href
}
