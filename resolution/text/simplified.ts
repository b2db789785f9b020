/** Traditional characters made simplified ones, as OpenCC has them (Apache-2.0). */
import { Converter, Locale } from 'opencc-js/t2cn'

/** Made for the first text, as many a command reads none. */
let made: ReturnType<typeof make> | undefined

/** A text in simplified characters. */
export function simplified(text: string): string {
  made ??= make()
  const { convert, changing } = made
  for (let at = 0; at < text.length; at++) if (changing[text.charCodeAt(at)] === 1) return convert(text)
  return text
}

/** `changing`: 1 for each unit of UTF-16 of which a text must have one to be changed. Most texts have none, and need not be looked through for phrases. */
function make() {
  const changing = new Uint8Array(1 << 16)
  for (const [from, to] of entriesOf(Locale.configs?.['t2s']))
    for (let at = 0; at < from.length; at++)
      if (from.length !== to.length || from[at] !== to[at]) changing[from.charCodeAt(at)] = 1
  return { convert: Converter({ from: 't', to: 'cn' }), changing }
}

/** The texts of dictionaries, however deep they lie, with what stands in their place. */
function entriesOf(dictionary: unknown): (readonly [string, string])[] {
  if (typeof dictionary !== 'string') return Object.values(dictionary ?? {}).flatMap(entriesOf)
  return dictionary.split('|').map((entry) => {
    const [from = '', to = ''] = entry.split(' ')
    return [from, to] as const
  })
}
