/** A page of rows, read back from the file it landed in: only to find its end and the next page, for rows are the format's. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { LedgerError } from '../../core/errors.js'
import { jsonFault } from '../../core/json_fault.js'
import { excerpt } from './answer_text.js'
import type { Http, Pages } from './declaration.js'
import { invalid } from './refusals.js'
import { showPath, valueAt } from './values.js'
import type { Document } from './visit.js'

export interface Page {
  readonly document: Document
  readonly root: unknown
  /** Null where the declaration does not say where they are. */
  readonly rows: readonly unknown[] | null
  /** Of its rows, or of the whole where they are not known: envelopes tell the time, and so differ. */
  readonly sha256: string
}

/** Reads a page. Throws LedgerError place_invalid. */
export async function readPage(
  document: Document,
  pages: Pages,
  error: Http['error'],
  hide: (text: string) => string,
): Promise<Page> {
  const needed = pages.rows !== undefined || pages.total !== undefined || error !== undefined || 'next' in pages
  if (!needed) return { document, root: undefined, rows: null, sha256: document.sha256 }
  const root = parse(await readFile(document.path, 'utf8'), document)
  checkAnswer(root, error, document, hide)
  if (pages.rows === undefined) return { document, root, rows: null, sha256: document.sha256 }
  const rows = valueAt(root, pages.rows)
  if (Array.isArray(rows)) return { document, root, rows, sha256: hashOf(rows, document) }
  throw invalid(
    `${document.shown} has no array of rows at ${showPath(pages.rows)}`,
    'Compare what it answers with pages.rows in the declaration; the publisher may have changed its service.',
  )
}

/** Looks into a document for what says that the request failed. Throws LedgerError place_invalid. */
export async function checkFailure(
  document: Document,
  error: Http['error'],
  hide: (text: string) => string,
): Promise<void> {
  if (error === undefined) return
  checkAnswer(parse(await readFile(document.path, 'utf8'), document), error, document, hide)
}

function checkAnswer(root: unknown, error: Http['error'], { shown }: Document, hide: (text: string) => string): void {
  const said = error === undefined ? undefined : valueAt(root, error)
  if (said === undefined || said === null) return
  throw invalid(
    `${shown} answers with an error: ${hide(excerpt(JSON.stringify(said)))}`,
    'Compare the declaration with the publisher’s documentation, and check the secret if one is declared.',
  )
}

function parse(text: string, { shown }: Document): unknown {
  const plain = text.replace(/^\ufeff/, '')
  try {
    return JSON.parse(plain)
  } catch (error) {
    const why = jsonFault(plain)?.message ?? String(error)
    throw invalid(
      `${shown} is not JSON: ${why}`,
      'Open the address in a browser: it may have been cut, or be an error page.',
    )
  }
}

function hashOf(rows: readonly unknown[], { shown }: Document): string {
  return createHash('sha256').update(textOf(rows, shown)).digest('hex')
}

/** A row or rows as text to compare by. Throws LedgerError place_invalid where they are nested beyond what can be written. */
export function textOf(value: unknown, shown: string): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch (error) {
    if (error instanceof LedgerError) throw error
    throw invalid(
      `${shown} holds rows that are nested too deeply`,
      'Tell the publisher: no record is nested like that.',
    )
  }
}
