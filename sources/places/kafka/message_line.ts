/** A message as a row: where it stood, and its value as the JSON that it is, else as text. */

export interface TopicMessage {
  readonly offset: string
  /** Milliseconds since 1970, as Kafka has it. */
  readonly timestamp: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Text, or undefined for bytes that are none. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return UTF8.decode(bytes)
  } catch {
    return undefined
  }
}

/** One line of JSON. Bytes that are no text stand as base64 under the name and `_base64`. */
export function lineOf(message: TopicMessage, partition: number, valueName: string): string {
  const at = Number(message.timestamp)
  const members = [
    member('key', message.key, false),
    `"partition":${partition}`,
    `"offset":${JSON.stringify(message.offset)}`,
    `"timestamp":${Math.abs(at) <= 8.64e15 ? JSON.stringify(new Date(at).toISOString()) : 'null'}`,
    `"headers":${JSON.stringify(headersOf(message))}`,
    member(valueName, message.value, true),
  ]
  return `{${members.join(',')}}`
}

function member(name: string, bytes: Buffer | null, mayBeJson: boolean): string {
  if (bytes === null) return `${JSON.stringify(name)}:null`
  const text = textOf(bytes)
  if (text === undefined) return `${JSON.stringify(`${name}_base64`)}:${JSON.stringify(bytes.toString('base64'))}`
  return `${JSON.stringify(name)}:${mayBeJson && isJson(text) ? text.replace(/[\r\n]/g, ' ') : JSON.stringify(text)}`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function headersOf({ headers = {} }: TopicMessage): Record<string, unknown> {
  const shown = (value: Buffer | string | undefined) => {
    if (value === undefined || typeof value === 'string') return value ?? null
    return textOf(value) ?? { base64: value.toString('base64') }
  }
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.map(shown) : shown(value)]),
  )
}
