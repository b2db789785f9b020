/** Names of landed documents: a person knows by them where a document came from, and no secret is ever in them. */

/** A name may have 255 bytes on most disks; numbers and endings come to it. */
const NAME_BYTES = 180
// Host and path without the query, which may hold a key; letters of any script, because paths hold Chinese names.
const UNFIT = /[^\p{L}\p{N}.-]+/gu

/** A text as part of a file name: without separators, control characters, or a dot in front, which would hide the file. */
export function nameFrom(text: string): string {
  const fit = text
    .normalize('NFC')
    .replace(UNFIT, '_')
    .replace(/^[._-]+|_+$/g, '')
  let bytes = 0
  const kept = [...fit].filter((letter) => {
    bytes += Buffer.byteLength(letter)
    return bytes <= NAME_BYTES
  })
  return kept.join('')
}

/** The name of a document at a URL, and of its page (1-based) if it has several; `ending` (with its dot) is put behind if it is not there. */
export function documentName(url: URL, page: number | null, ending: string): string {
  const whole = nameFrom(`${url.host}${decoded(url.pathname)}`)
  const bare = ending !== '' && whole.endsWith(ending) ? whole.slice(0, -ending.length) : whole
  // The path of a document of any kind says by itself what it is.
  if (page === null) return ending === '' ? whole : `${bare}${ending}`
  return `${bare}_page-${String(page).padStart(5, '0')}${ending}`
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
