/** A frozen contract: a file with a column that its connector does not know is refused where the column appears. */
import type { Connector } from '../connectors/define.js'
import type { FileFaultReport, SourceEvent } from '../sources/source.js'
import { unknownColumns } from './normalize.js'
import { maskedFileFault } from './personal.js'

/**
 * The events of a file as the connector's contract takes them. Under `freeze`, a header with an unknown column is a fault; where columns stand in
 * the rows themselves, the batch with the first such row is: batches before it stand, and nothing after is read. Otherwise the events are as they were.
 * `seen` is told of every event as it was read. No fault shows a citizen's number.
 */
export async function* underContract(
  connector: Connector,
  events: AsyncIterable<SourceEvent>,
  seen?: (event: SourceEvent) => void,
): AsyncGenerator<SourceEvent> {
  for await (const event of events) {
    seen?.(event)
    const fault = connector.drift === 'freeze' ? faultOf(connector, event) : undefined
    if (fault !== undefined) {
      yield { type: 'fault', fault: maskedFileFault(fault) }
      return
    }
    yield event.type === 'fault' ? { type: 'fault', fault: maskedFileFault(event.fault) } : event
  }
}

function faultOf(connector: Connector, event: SourceEvent): FileFaultReport | undefined {
  if (event.type === 'header') {
    const unknown = event.header.unknown.filter((column) => !Object.hasOwn(connector.ignored, column))
    // Whether a column is a known leak only its rows tell.
    return unknown.length === 0 || connector.stray !== undefined ? undefined : refusal(unknown, 1, 'the header has')
  }
  if (event.type !== 'batch') return undefined
  for (const found of event.batch.rows) {
    const unknown = 'row' in found ? unknownColumns(connector, found.row) : []
    if (unknown.length > 0) return refusal(unknown, event.batch.line, `line ${found.line} has`)
  }
  return undefined
}

function refusal(columns: readonly string[], line: number, where: string): FileFaultReport {
  const named = columns.map((column) => `'${column.slice(0, 100)}'`).join(', ')
  return {
    fault: 'file_drift',
    message: `${where} ${columns.length === 1 ? 'the unknown column' : 'the unknown columns'} ${named}, and the contract is frozen: nothing from line ${line} on was read`,
    line,
    value: columns.join(', ').slice(0, 200),
  }
}
