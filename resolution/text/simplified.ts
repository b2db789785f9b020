/** Traditional characters made simplified ones, as OpenCC has them (Apache-2.0). */
import { ConverterBuilder } from 'opencc-js/core'
import * as dictionaries from 'opencc-js/preset/t2cn'

const convert = ConverterBuilder(dictionaries)({ from: 't', to: 'cn' })

/** 1 for each unit of UTF-16 of which a text must have one to be changed. Most texts have none, and need not be looked through for phrases. */
const changing = new Uint8Array(1 << 16)
for (const [from, to] of entriesOf(dictionaries.configs?.['t2s']))
  for (let at = 0; at < from.length; at++)
    if (from.length !== to.length || from[at] !== to[at]) changing[from.charCodeAt(at)] = 1

/** The texts of dictionaries, however deep they lie, with what stands in their place. */
function entriesOf(dictionary: unknown): (readonly [string, string])[] {
  if (typeof dictionary !== 'string') return Object.values(dictionary ?? {}).flatMap(entriesOf)
  return dictionary.split('|').map((entry) => {
    const [from = '', to = ''] = entry.split(' ')
    return [from, to] as const
  })
}

/** A text in simplified characters. */
export function simplified(text: string): string {
  for (let at = 0; at < text.length; at++) if (changing[text.charCodeAt(at)] === 1) return convert(text)
  return text
}
