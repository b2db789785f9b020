/** `ingest --dry-run`: what a file or the documents of a place would do, for people and for programs. Nothing is written anywhere but what lands, for as long as it is looked at. */
import { EXIT, type ExitCode, LedgerError } from '../core/errors.js'
import { landAside } from '../pipelines/land_aside.js'
import type { LayoutChanges } from '../pipelines/layout_changes.js'
import { type Preview, preview } from '../pipelines/preview.js'
import type { Job } from '../pipelines/run.js'
import type { Outcome } from '../schemas/outcome.js'
import { type Foresight, foresee } from '../warehouse/foresight.js'
import type { CommandContext } from './command.js'
import { table } from './output.js'

const EXAMPLES = 10
/** Documents of a place that are looked at, such as pages of the web: what they show is told in a minute, where all of them could take a day. */
const MOST_DOCUMENTS = 10

/** What would change in the ledger; `withdrawn` is null where absence means nothing, and `refused` says why nothing would be withdrawn. */
interface Changes extends Foresight {
  readonly withdrawn: number | null
  readonly refused: string | null
}

/** What of a place was looked at. */
interface Looked {
  readonly documents: number
  /** True when more may come behind them. */
  readonly cut: boolean
}

/** Judges a job's files, or the first documents of its place, and prints what would come of them. */
export async function dryRun(context: CommandContext, job: Job): Promise<ExitCode> {
  if (job.reading === undefined) return judgeAndPrint(context, job, null)
  const landed = await landAside(job.loaded, job.reading, MOST_DOCUMENTS, (said) => context.output.say(said))
  const { files, whole, cut } = landed
  const full = whole && job.reading.since === null && job.reading.until === null
  try {
    return await judgeAndPrint(context, { loaded: job.loaded, files, full }, { documents: files.length, cut })
  } finally {
    await landed.close()
  }
}

async function judgeAndPrint(context: CommandContext, job: Job, place: Looked | null): Promise<ExitCode> {
  const { seen, changes, unasked } = await look(context, job)
  const connector = job.loaded.id
  const { read, accepted, rejected, ignored, records, signals, faults, layout, outcomes } = seen
  const examples = seen.examples.map(({ locator, issues }) => ({ locator, issues }))
  const total = Object.values(records).reduce((sum, count) => sum + count, 0)
  const summary = {
    connector,
    read,
    accepted,
    rejected,
    ignored,
    records: total,
    records_by_kind: records,
    file_faults: faults.length,
  }
  context.output.result(
    {
      dry_run: true,
      place,
      connectors: [summary],
      rejected_examples: examples,
      outcomes,
      columns: layout,
      changes,
      signals,
      faults,
    },
    () =>
      [
        ...(place === null ? [] : [lookedText(place)]),
        ...previewText(connector, seen),
        changesText(changes, unasked),
        'Nothing was written. Next: the same command without --dry-run.',
      ].join('\n\n'),
  )
  const differs = layout.more.length > 0 || faults.length > 0
  return rejected > 0 || differs || signals.length > 0 ? EXIT.doneWithFindings : EXIT.done
}

function lookedText({ documents, cut }: Looked): string {
  const read = `${documents} ${documents === 1 ? 'document' : 'documents'} of the place, from its beginning or --since`
  return cut ? `The first ${read}; what comes behind them was not asked for.` : `All there is: ${read}.`
}

/** Judges the files, beside the ledger where one is at hand; `unasked` says why it was not asked. */
async function look(
  context: CommandContext,
  { loaded, files, full }: Job,
): Promise<{ seen: Preview; changes: Changes | null; unasked: string }> {
  const options = { batchRows: context.config.batchRows, examples: EXAMPLES }
  const { mode } = loaded.connector
  const snapshot = full && mode.type === 'snapshot' ? mode : null
  try {
    const ledger = await context.openIfReady()
    if (ledger !== undefined) {
      let seen: Preview | undefined
      const foreseen = await foresee(ledger.database, loaded.id, snapshot !== null, async (note) => {
        seen = await preview(loaded, files, { ...options, token: ledger.token, note })
      })
      if (seen === undefined) throw new Error('foresee calls its feed')
      return { seen, changes: changesOf(foreseen, seen, snapshot?.max_drop ?? null), unasked: '' }
    }
  } catch (error) {
    // What a dry run is for needs no ledger; one that does not answer is told of and left alone.
    if (!(error instanceof LedgerError) || !/^(database|home|migration|token)_/.test(error.code)) throw error
    return { seen: await preview(loaded, files, options), changes: null, unasked: `: ${error.message}` }
  }
  return { seen: await preview(loaded, files, options), changes: null, unasked: ': none is running' }
}

/** What a load would withdraw of what is absent: all of it or nothing, as `withdrawAbsent` decides. */
function changesOf(foreseen: Foresight, { rejected, faults }: Preview, maxDrop: number | null): Changes {
  const { absent, held } = foreseen
  if (absent === null || maxDrop === null) return { ...foreseen, withdrawn: null, refused: null }
  const doubt =
    faults.length > 0
      ? 'a file could not be read to its end'
      : rejected > 0
        ? `${rejected} rows would be rejected`
        : absent > held * maxDrop
          ? `more than ${Math.round(maxDrop * 100)} % of the records are absent`
          : null
  const refused = absent === 0 ? null : doubt
  return { ...foreseen, withdrawn: refused === null ? absent : 0, refused }
}

function changesText(changes: Changes | null, unasked: string): string {
  if (changes === null) return `The ledger was not asked what would change${unasked}.`
  const withdrawn = changes.withdrawn === null ? '–' : changes.withdrawn
  const lines = table(
    ['', 'new', 'changed', 'unchanged', 'withdrawn'],
    [['in the ledger', changes.new, changes.changed, changes.unchanged, withdrawn]],
  )
  const refused = changes.refused === null ? '' : `\n${changes.absent} absent records would stay: ${changes.refused}.`
  return `What would change, by the keys and contents of the records:\n${lines}${refused}`
}

function layoutText({ more, less, renamed }: LayoutChanges): string[] {
  if (more.length + less.length === 0) return []
  const rows = [
    ...renamed.map(({ from, to }) => ['renamed?', from, to]),
    ...more.filter((column) => !renamed.some(({ to }) => to === column)).map((column) => ['more', '', column]),
    ...less.filter((column) => !renamed.some(({ from }) => from === column)).map((column) => ['less', column, '']),
  ]
  return [`Columns that differ from the declaration:\n${table(['', 'declared', 'in the files'], rows)}`]
}

function outcomesText(outcomes: Preview['outcomes']): string[] {
  if (outcomes.length === 0) return []
  const rows = outcomes.map(({ locator, outcome }) => [locator, outcome.fate, tell(outcome)])
  return [`Outcomes, to look at:\n${table(['at', 'outcome', 'what'], rows, 90)}`]
}

function tell(outcome: Outcome): string {
  if (outcome.fate === 'ignored') return outcome.reason
  if (outcome.fate === 'rejected')
    return outcome.issues.map(({ field, code, message }) => `${field ?? 'row'}: ${code}: ${message}`).join('; ')
  return outcome.records
    .map(
      ({ kind, source_key, status, parties }) =>
        `${kind} ${source_key}, ${status}: ${parties.map(({ name }) => name).join(', ')}`,
    )
    .join('; ')
}

function previewText(connector: string, seen: Preview): string[] {
  const { read, accepted, rejected, ignored, records, examples, signals, faults, layout } = seen
  const kinds = Object.entries(records).map(([kind, count]) => `${kind}: ${count.toLocaleString('en-US')}`)
  const parts = [
    table(
      ['connector', 'read', 'accepted', 'rejected', 'ignored', 'records'],
      [[connector, read, accepted, rejected, ignored, kinds.join(', ')]],
    ),
    ...layoutText(layout),
  ]
  for (const fault of faults)
    parts.push(`${fault.file}${fault.line === undefined ? '' : `:${fault.line}`}: ${fault.fault}: ${fault.message}`)
  parts.push(...outcomesText(seen.outcomes))
  const issues = examples.flatMap(({ locator, issues }) =>
    issues.map((issue) => [locator, issue.field, issue.code, issue.message]),
  )
  if (issues.length > 0)
    parts.push(
      `The first ${examples.length} of ${rejected} rejected rows:\n${table(['at', 'field', 'code', 'why'], issues)}`,
    )
  if (signals.length > 0)
    parts.push(
      `Signals: values that no declaration foresaw:\n${table(
        ['code', 'field', 'value', 'seen', 'first at'],
        signals.map((signal) => [signal.code, signal.field, signal.value, signal.seen, signal.locator]),
      )}`,
    )
  return parts
}
