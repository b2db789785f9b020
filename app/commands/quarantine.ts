import { EXIT, type ExitCode, LedgerError } from '../../core/errors.js'
import { didYouMean } from '../../core/nearest.js'
import { connectorIds } from '../../pipelines/registry.js'
import { type Replayed, replay } from '../../pipelines/replay.js'
import type { Issue } from '../../schemas/outcome.js'
import { decide, openItems } from '../../warehouse/quarantine.js'
import {
  causes,
  type QuarantineDetail,
  type QuarantineFilter,
  quarantineDetail,
  quarantineItems,
} from '../../warehouse/quarantined.js'
import { readRuns } from '../../warehouse/runs.js'
import type { CommandContext, CommandModule } from '../command.js'
import { causeLines } from '../findings.js'
import { follow } from '../follow.js'
import { runSummary, runTable } from '../jobs.js'
import { actionOf, countOption, needed, textOption, wholeNumber } from '../options.js'
import { cell, table } from '../output.js'

const STATUSES = ['open', 'replayed', 'dropped'] as const

type Options = Readonly<Record<string, unknown>>

export const command: CommandModule = {
  about: 'What could not be accepted: list it, look at it, try it again, or drop it.',
  declare: (command) =>
    command
      .argument('[action]', 'list (default), show <id>, replay [ids...] or drop <ids...>')
      .argument('[ids...]', 'ids of items')
      .option('--connector <id>', 'list, replay: only this connector')
      .option('--code <code>', 'list: only this code')
      .option('--status <status>', 'list: open (default), replayed or dropped')
      .option('--limit <n>', 'list: how many items (20 when left out)')
      .option('--by <name>', 'drop: who decides')
      .addHelpText(
        'after',
        '\nExamples:\n  riskledger quarantine list --connector cn_credit_penalty\n  riskledger quarantine show 7\n  riskledger quarantine replay --connector cn_credit_penalty\n  riskledger quarantine drop 7 8 --by "Li Hua"',
      ),
  async run(context, args, options) {
    const action = actionOf('quarantine', args[0], ['list', 'show', 'replay', 'drop'])
    const ids = args.slice(1).map((id) => wholeNumber(id, 'The id'))
    if (action === 'list') return list(context, options)
    if (action === 'replay') return replayItems(context, connectorOption(options), ids)
    needed(args[1], 'The id', `quarantine ${action} 7${action === 'drop' ? ' --by NAME' : ''}`)
    return action === 'show'
      ? show(context, Number(ids[0]))
      : drop(context, ids, needed(textOption(options, 'by'), '--by', 'quarantine drop 7 --by NAME'))
  },
}

function connectorOption(options: Options): string | null {
  const id = textOption(options, 'connector')
  if (id === undefined) return null
  const ids = connectorIds()
  if (!ids.includes(id))
    throw new LedgerError(
      'usage',
      `There is no connector '${id}'`,
      `${didYouMean(id, ids)}\`riskledger connectors list\` shows all ${ids.length}.`,
    )
  return id
}

async function list(context: CommandContext, options: Options): Promise<ExitCode> {
  const given = textOption(options, 'status') ?? 'open'
  const status = STATUSES.find((known) => known === given)
  if (status === undefined)
    throw new LedgerError('usage', `There is no status '${given}'`, `It is one of ${STATUSES.join(', ')}.`)
  const filter: QuarantineFilter = {
    status,
    connector: connectorOption(options),
    code: textOption(options, 'code') ?? null,
  }
  const limit = countOption(options, 'limit', '--limit') ?? 20
  const stage = await context.open()
  const byCause = await causes(stage.database, filter)
  const items = await quarantineItems(stage.database, filter, limit)
  const total = byCause.reduce((sum, cause) => sum + cause.items, 0)
  context.output.result({ status, total, causes: byCause, items }, () => {
    if (total === 0) return `Nothing is in quarantine with status ${status}.`
    const itemRows = items.map((item) => [
      item.quarantine_id,
      item.connector,
      item.locator,
      item.field,
      item.code,
      item.message,
    ])
    const more =
      total > items.length ? `\n${(total - items.length).toLocaleString('en-US')} more: --limit shows them.` : ''
    return [
      `${total.toLocaleString('en-US')} ${status}, by cause:\n${causeLines(byCause)}`,
      `Items:\n${table(['id', 'connector', 'at', 'field', 'code', 'why'], itemRows)}${more}`,
      `Next: \`riskledger quarantine show ${items[0]?.quarantine_id}\` has the row as found.`,
    ].join('\n\n')
  })
  return EXIT.done
}

async function show(context: CommandContext, id: number): Promise<ExitCode> {
  const stage = await context.open()
  const item = await quarantineDetail(stage.database, id)
  if (item === undefined)
    throw new LedgerError(
      'not_found',
      `No quarantine item has the id ${id}`,
      '`riskledger quarantine list` shows the open ones.',
    )
  const next = nextStep(item)
  context.output.result({ ...item, next }, () => detailText(item, next))
  return EXIT.done
}

function nextStep({ quarantine_id, status, scope, connector }: QuarantineDetail): string {
  if (status !== 'open') return 'It is decided: nothing is left to do.'
  if (scope === 'file')
    return `Get the file again or mend it, then \`riskledger ingest ${connector} --file …\`; a file is not replayed. \`riskledger quarantine drop ${quarantine_id} --by NAME\` settles this item.`
  if (scope === 'message')
    return `Whoever wrote the message has to write it again. \`riskledger quarantine drop ${quarantine_id} --by NAME\` settles this item.`
  return `If the connector is to accept such a row, mend it, then \`riskledger quarantine replay ${quarantine_id}\`. If the publisher corrects it, ingest the corrected file. If neither, \`riskledger quarantine drop ${quarantine_id} --by NAME\`.`
}

function detailText(item: QuarantineDetail, next: string): string {
  const state = item.status === 'open' ? 'open' : `${item.status} by ${item.decided_by} on ${cell(item.decided_at)}`
  const head = `Item ${item.quarantine_id} of ${item.connector}, at ${item.locator}: ${state}\nFirst met by run ${cell(item.first_run_id)} on ${cell(item.recorded_at)}, last by run ${cell(item.last_run_id)}.`
  const issues = table(
    ['field', 'code', 'value', 'why'],
    item.issues.map((issue: Issue) => [issue.field, issue.code, issue.value, issue.message]),
  )
  return [
    head,
    issues,
    ...(item.raw === null ? [] : [`The row as found (personal columns masked):\n${rawText(item.raw)}`]),
    `Next: ${next}`,
  ].join('\n\n')
}

/** A row of columns one a line; text that was never split, or is cut short, as it stands. */
function rawText(raw: string): string {
  try {
    const row: unknown = JSON.parse(raw)
    if (typeof row !== 'object' || row === null) return raw
    return Object.entries(row)
      .map(([column, value]) => `  ${column}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join('\n')
  } catch {
    return raw
  }
}

async function replayItems(
  context: CommandContext,
  connector: string | null,
  ids: readonly number[],
): Promise<ExitCode> {
  const stage = await context.open()
  const replayed = await replay(stage, connector, ids.length === 0 ? null : ids)
  const followed = await follow(stage)
  const runs = await readRuns(stage.database, replayed.runIds)
  const { accepted, ignored, failing, apart } = replayed
  context.output.result(
    {
      connectors: runs.map((run) => runSummary(run, true)),
      accepted,
      ignored,
      failing,
      apart: apart.map(({ quarantine_id, scope, connector, locator, code }) => ({
        quarantine_id,
        scope,
        connector,
        locator,
        code,
      })),
      published: followed.published,
    },
    () => [...(runs.length === 0 ? [] : [runTable(runs, true)]), ...replayText(replayed)].join('\n\n'),
  )
  return failing.length > 0 || apart.length > 0 ? EXIT.doneWithFindings : EXIT.done
}

function replayText({ accepted, ignored, failing, apart }: Replayed): string[] {
  const settled = `${accepted} accepted and loaded${ignored === 0 ? '' : `, ${ignored} left out by the connector`}, ${failing.length} still not accepted.`
  const parts = [accepted + ignored + failing.length === 0 ? 'No open row to replay.' : settled]
  if (failing.length > 0)
    parts.push(
      table(
        ['id', 'at', 'code', 'why'],
        failing.slice(0, 20).map((item) => [item.quarantine_id, item.locator, item.code, item.message]),
      ),
    )
  if (failing.length > 20) parts.push(`${failing.length - 20} more: \`riskledger quarantine list\` shows them.`)
  for (const { scope, connector, locator, code } of apart)
    parts.push(
      scope === 'file'
        ? `${locator} (${code}): a file is not replayed. Next: \`riskledger ingest ${connector} --file …\` with the mended file.`
        : `${locator} (${code}): a message is not replayed; whoever wrote it has to write it again.`,
    )
  if (failing.length > 0)
    parts.push('Next: mend the connector or drop them with `riskledger quarantine drop <ids> --by NAME`.')
  return parts
}

async function drop(context: CommandContext, ids: readonly number[], by: string): Promise<ExitCode> {
  const stage = await context.open()
  const open = new Set((await openItems(stage.database, null, ids)).map((item) => item.quarantine_id))
  const missing = ids.filter((id) => !open.has(id))
  if (missing.length > 0)
    throw new LedgerError(
      'not_found',
      `No open quarantine item has the id ${missing.join(', ')}; nothing was dropped`,
      '`riskledger quarantine list` shows the open ones.',
    )
  const dropped = await stage.database.transaction((session) => decide(session, ids, 'dropped', by))
  context.output.result({ dropped, ids, by }, () => `${dropped} dropped by ${by}: kept, and counted as open no longer.`)
  return EXIT.done
}
