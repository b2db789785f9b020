/** Quarantine to topic: rows read again from what was kept, judged by the connector as it is now. */
import { LedgerError, messageOf as textOf } from '../core/errors.js'
import { DEFAULT_LIMITS, type SourceRow } from '../sources/source.js'
import { exclusively } from '../warehouse/positions.js'
import { decide, keepSignals, openItems, type QuarantineItem } from '../warehouse/quarantine.js'
import { holdOpen, keepReason } from '../warehouse/quarantined.js'
import { addRead, beginRun, endReading, failRun } from '../warehouse/runs.js'
import { type KeptText, linkSource, textAround } from '../warehouse/sources.js'
import { encodeMessages } from './ingest_part.js'
import { judge, type Reading } from './judge.js'
import { declarationOf, type LoadedConnector, loadConnector } from './registry.js'
import { recordEnds, type Stage } from './stage.js'

/** What became of the items that were asked for. */
export interface Replayed {
  readonly runIds: number[]
  accepted: number
  /** Rows that the connector now leaves out on purpose: settled too. */
  ignored: number
  /** Items that stay open, with the reason of today. */
  readonly failing: {
    readonly quarantine_id: number
    readonly locator: string
    readonly code: string
    readonly message: string
  }[]
  /** Items that no replay can mend: file and message scope. */
  readonly apart: QuarantineItem[]
}

// Versions of one record keep their order only within a source, and a transaction holds the topics until its end.
const ITEMS_AT_ONCE = 2000

interface Kept {
  readonly text: KeptText
  readonly rows: ReadonlyMap<number, SourceRow>
}

/**
 * Tries open items again: all, one connector's, or those named. A run of its own for each connector keeps the balance.
 * Throws LedgerError not_found when ids are named that are not open.
 */
export async function replay(
  stage: Stage,
  connectorId: string | null,
  ids: readonly number[] | null,
): Promise<Replayed> {
  const items = await openItems(stage.database, connectorId, ids)
  const missing = (ids ?? []).filter((id) => !items.some((item) => item.quarantine_id === id))
  if (missing.length > 0)
    throw new LedgerError(
      'not_found',
      `No open quarantine item has the id ${missing.join(', ')}`,
      '`riskledger quarantine list` shows the open ones.',
    )
  const total: Replayed = {
    runIds: [],
    accepted: 0,
    ignored: 0,
    failing: [],
    apart: items.filter((item) => item.scope !== 'row'),
  }
  const rows = items.filter((item) => item.scope === 'row')
  for (const connector of [...new Set(rows.map((item) => item.connector))]) {
    const loaded = await loadConnector(connector)
    await replayConnector(
      stage,
      loaded,
      rows.filter((item) => item.connector === connector),
      total,
    )
  }
  return total
}

async function replayConnector(
  stage: Stage,
  loaded: LoadedConnector,
  items: readonly QuarantineItem[],
  total: Replayed,
): Promise<void> {
  // The right of the ingester: beginning a run would else abandon the one that it is reading.
  const waiting = () =>
    stage.log.warn({ connector: loaded.id }, 'another process ingests this connector: waiting for it')
  await exclusively(stage.database, `ingest ${loaded.id}`, waiting, async () => {
    const runId = await beginRun(stage.database, declarationOf(loaded), null)
    total.runIds.push(runId)
    try {
      for (const sourceId of new Set(items.map((item) => item.source_id))) {
        const ofSource = items
          .filter((item) => item.source_id === sourceId)
          .sort((a, b) => Number(a.line) - Number(b.line))
        for (let from = 0; from < ofSource.length; from += ITEMS_AT_ONCE)
          await replaySource(stage, loaded, runId, Number(sourceId), ofSource.slice(from, from + ITEMS_AT_ONCE), total)
      }
      await endReading(stage.database, runId, await recordEnds(stage), 0)
    } catch (error) {
      await failRun(stage.database, runId, textOf(error)).catch(() => undefined)
      throw error
    }
  })
}

/** Items of one source, in the order of its lines, as few batches as they were kept in. */
async function replaySource(
  stage: Stage,
  loaded: LoadedConnector,
  runId: number,
  sourceId: number,
  items: readonly QuarantineItem[],
  total: Replayed,
): Promise<void> {
  let at = 0
  while (at < items.length) {
    const first = items[at]
    if (first === undefined) return
    const kept = await keptAround(stage, loaded, sourceId, Number(first.line))
    let end = at + 1
    while (kept !== undefined && end < items.length && kept.rows.has(Number(items[end]?.line))) end++
    const together = items.slice(at, end)
    at = end
    if (kept === undefined) total.failing.push(...together.map(notKept))
    else await replayBatch(stage, loaded, runId, { sourceId, kept, items: together }, total)
  }
}

function notKept(item: QuarantineItem) {
  const message = 'its source row is not in the ledger: ingest the file again'
  return { quarantine_id: item.quarantine_id, locator: item.locator, code: item.code, message }
}

/** The kept text that holds a line. A batch of an older run, cut at other places, may begin nearer and end before it. */
async function keptAround(
  stage: Stage,
  loaded: LoadedConnector,
  sourceId: number,
  line: number,
): Promise<Kept | undefined> {
  for (let before = line, tries = 0; tries < 4; tries++) {
    const text = await textAround(stage.database, sourceId, before)
    if (text === undefined) return undefined
    const limits = { ...DEFAULT_LIMITS, batchRows: stage.batchRows }
    const found = loaded.connector.source.format.reread(text.header, text.text, text.firstLine, limits)
    const rows = new Map(found.map((row) => [row.line, row]))
    if (rows.has(line)) return { text, rows }
    before = text.firstLine - 1
  }
  return undefined
}

interface Together {
  readonly sourceId: number
  readonly kept: Kept
  readonly items: readonly QuarantineItem[]
}

/** One transaction: messages, the items' new state and the run's counts. */
async function replayBatch(
  stage: Stage,
  loaded: LoadedConnector,
  runId: number,
  { sourceId, kept, items }: Together,
  total: Replayed,
): Promise<void> {
  const { name, sha256, arrivedAt } = kept.text
  const reading: Reading = {
    loaded,
    file: { name, path: '', bytes: 0 },
    sha256,
    source: { sourceId, arrivedAt },
    runId,
    kept: null,
    maxValueBytes: await stage.topics.maxValueBytes(),
  }
  await linkSource(stage.database, runId, sourceId)
  const { judged, failing } = await stage.database.transaction(async (session) => {
    // Whoever dropped an item meanwhile has decided it.
    const open = new Set(
      await holdOpen(
        session,
        items.map((item) => item.quarantine_id),
      ),
    )
    const held = items.filter((item) => open.has(item.quarantine_id))
    const rows = held.flatMap((item) => kept.rows.get(Number(item.line)) ?? [])
    const judged = judge(stage, reading, { line: kept.text.firstLine, rows, text: '' })
    const rejected = new Map(judged.rejected.map((entry) => [entry.line, entry]))
    const settled = held.filter((item) => !rejected.has(item.line)).map((item) => item.quarantine_id)
    const failing = held.flatMap((item) => {
      const entry = rejected.get(item.line)
      return entry === undefined ? [] : [{ item, entry }]
    })
    await decide(session, settled, 'replayed', `run ${runId}`)
    await keepReason(
      session,
      runId,
      failing.map(({ item, entry }) => ({ id: item.quarantine_id, issues: entry.issues })),
    )
    await keepSignals(session, runId, judged.signals)
    await addRead(session, runId, judged.counts)
    const batches = await encodeMessages(stage, reading, judged.messages)
    await stage.topics.appendAhead(batches)
    for (const batch of batches) await stage.topics.appendWithin(batch, session)
    return { judged, failing }
  })
  total.accepted += judged.counts.accepted
  total.ignored += judged.counts.ignored
  for (const { item, entry } of failing) {
    const [issue] = entry.issues
    total.failing.push({
      quarantine_id: item.quarantine_id,
      locator: item.locator,
      code: issue?.code ?? item.code,
      message: issue?.message ?? item.message,
    })
  }
}
