/** Identities that follow from content: the same input gives the same id on every machine. */
import { createHmac, hash } from 'node:crypto'

/** The first 128 bits of SHA-256 as 32 hex digits. */
export function digest(content: Buffer | string): string {
  return hash('sha256', content, 'hex').slice(0, 32)
}

/** The id of whatever the parts name together, in the shape of a UUID; parts are separated so that no two lists collide. */
export function idOf(...parts: readonly string[]): string {
  const hex = digest(parts.join('\0'))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A keyed token for a personal identifier: HMAC-SHA-256 over the scheme and the value, 128 bits as hex. */
export function tokenMaker(key: Buffer): (scheme: string, value: string) => string {
  return (scheme, value) => createHmac('sha256', key).update(`${scheme}\0${value}`).digest('hex').slice(0, 32)
}

/** SHA-256 of bytes or text, as hex. */
export function sha256(bytes: Buffer | string): string {
  return hash('sha256', bytes, 'hex')
}
