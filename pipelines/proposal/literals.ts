/** Pieces of TypeScript made from text that came from outside: whatever it holds, it stays a literal. */

// Controls, line ends, and marks that turn the direction of text: code with them shows itself as other code.
const UNSAFE = /[\\'\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A string literal. */
export function literal(text: string): string {
  const escaped = (character: string) =>
    /[\\']/.test(character) ? `\\${character}` : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `'${text.toWellFormed().replace(UNSAFE, escaped)}'`
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** The key of an object literal. */
export function key(name: string): string {
  return IDENTIFIER.test(name) && name !== '__proto__' ? name : literal(name)
}

/** A member of an object. */
export function member(object: string, name: string): string {
  return IDENTIFIER.test(name) ? `${object}.${name}` : `${object}[${literal(name)}]`
}
