/** Secrets of a place on the web: put where they belong, sent to the declared host alone, and taken out of whatever is shown. */
import type { Auth } from './declaration.js'
import { refused } from './refusals.js'

/** Shorter ones would take letters out of ordinary words. */
const SHOWN_SECRET_CHARS = 4
const MASK = '***'

export interface Credentials {
  /** The URL and headers to ask with: with the secret where it belongs, and without it for any other host. */
  put(url: URL): { readonly url: URL; readonly headers: Readonly<Record<string, string>> }
  /** A text from outside without the secret. */
  hide(text: string): string
  /** A URL for people: without the secret. */
  show(url: URL): string
}

/** `home` is the declared URL. Throws LedgerError secret_missing; place_refused if no header can hold the secret. */
export function credentialsOf(auth: Auth | undefined, home: URL, secret: (name: string) => string): Credentials {
  const value = auth === undefined ? '' : secret(auth.secret)
  if (auth !== undefined) checkHeader(auth, value)
  const forms = value.length < SHOWN_SECRET_CHARS ? [] : formsOf(auth, value)
  const hide = (text: string): string => forms.reduce((shown, form) => shown.replaceAll(form, MASK), text)
  return {
    put(asked) {
      const url = new URL(asked)
      url.username = ''
      url.password = ''
      // Servers hand our own query on in redirects and next links.
      if (auth?.type === 'query') url.searchParams.delete(auth.name)
      if (auth === undefined || !isHome(url, home)) return { url, headers: {} }
      if (auth.type === 'query') url.searchParams.set(auth.name, value)
      return { url, headers: headersOf(auth, value) }
    },
    hide,
    show(shown) {
      const url = new URL(shown)
      url.username = ''
      url.password = ''
      if (auth?.type === 'query') url.searchParams.delete(auth.name)
      return hide(url.href)
    },
  }
}

/** A line end at the end of a secret is easily brought along from a file; it would be a header of its own. */
function checkHeader(auth: Auth, value: string): void {
  if ((auth.type !== 'bearer' && auth.type !== 'header') || /^[\x20-\x7e]+$/.test(value)) return
  throw refused(
    `The secret ${auth.secret} holds characters that no header can hold`,
    `Set RISKLEDGER_SECRET_${auth.secret.toUpperCase()} without line ends and without other than ASCII characters.`,
  )
}

/** The same host and port, or the same host moved up from http to https. */
function isHome(url: URL, home: URL): boolean {
  if (url.hostname !== home.hostname) return false
  if (url.protocol === home.protocol) return url.port === home.port
  return url.protocol === 'https:' && url.port === '' && home.port === ''
}

function headersOf(auth: Auth, value: string): Record<string, string> {
  if (auth.type === 'bearer') return { authorization: `Bearer ${value}` }
  if (auth.type === 'basic') return { authorization: `Basic ${basic(auth.user, value)}` }
  return auth.type === 'header' ? { [auth.name.toLowerCase()]: value } : {}
}

function basic(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`).toString('base64')
}

/** How a secret may look when a server says it back. */
function formsOf(auth: Auth | undefined, value: string): string[] {
  const inQuery = new URLSearchParams({ key: value }).toString().slice('key='.length)
  const forms = [value, encodeURIComponent(value), inQuery, JSON.stringify(value).slice(1, -1)]
  return auth?.type === 'basic' ? [basic(auth.user, value), ...forms] : forms
}
