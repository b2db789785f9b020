/** The commands as people and programs call them, on a small file of synthetic penalties. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommandModule } from '../../app/command.js'
import { commandsIn } from '../support/cli.js'
import { ROOT } from '../support/tree.js'

const place = mkdtempSync(join(tmpdir(), 'riskledger-cli-'))
const home = join(place, 'home')
const file = join(place, 'penalties.csv')

const HEADER =
  'CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_NR_WFFF,CF_JDRQ,CF_CFJG'
const row = (name: string, code: string, number: number, fine: string) =>
  `${name},法人及非法人组织,${code},厦罚〔2020〕${number}号,无证经营,事实,法第一条,罚款,罚款,${fine},,2020-01-0${number},厦门市市场监督管理局`
const ROWS = [
  row('厦门祥华公司', '91350200MA2XN7JR4A', 1, '1.5'),
  row('厦门祥华有限公司', '91350200MA2XN7JR4A', 2, '2'),
  row('厦门祥云公司', '', 3, '0.5'),
  row('厦门祥云公司', '', 4, '-1'),
]

const { riskledger, riskledgerUnread, json } = commandsIn(place, home)

beforeAll(async () => {
  chmodSync(place, 0o755)
  writeFileSync(file, `${[HEADER, ...ROWS].join('\n')}\n`)
})

afterAll(async () => {
  await riskledger('db', 'stop')
  rmSync(place, { recursive: true, force: true })
})

describe('before there is a database', () => {
  it('a dry run judges every row and makes nothing', async () => {
    const { code, document } = await json('ingest', 'cn_credit_penalty', '--file', file, '--dry-run')
    expect(code).toBe(3)
    expect(document.connectors).toEqual([
      {
        connector: 'cn_credit_penalty',
        read: 4,
        accepted: 3,
        rejected: 1,
        ignored: 0,
        records: 3,
        records_by_kind: { penalty: 3 },
        file_faults: 0,
      },
    ])
    expect(document.rejected_examples[0].locator).toBe('penalties.csv:5')
    expect(document.rejected_examples[0].issues[0].code).toBe('money_negative')
    expect(existsSync(home)).toBe(false)
  })

  it('migrations are told of, and not applied', async () => {
    const { code, document } = await json('migrate', '--check')
    expect(code).toBe(3)
    expect(document.pending).toBe(document.migrations.length)
    expect(existsSync(home)).toBe(false)
  })

  it.each([
    [2, 'usage', ['ingest', 'cn_credit_penalt']],
    [2, 'usage', ['ingest', 'cn_credit_penalty', '--since', '2020-01-01']],
    [2, 'usage', ['quarantine', 'lits']],
    [2, 'usage', ['rn']],
    [2, 'usage', ['run', '--fil', 'x']],
    [2, 'usage', ['entity']],
    [2, 'usage', ['quarantine', 'drop', '1']],
    [2, 'usage', ['topics', 'replay', 'load']],
    [2, 'usage', ['db', 'url', '--role', 'root']],
    [2, 'query_invalid', ['query', 'wost_entities']],
  ])('exits with %d and says %s: %j', async (exit, error, args) => {
    const { code, document } = await json(...args)
    expect(code).toBe(exit)
    expect(document.error.code).toBe(error)
    expect(document.error.hint).not.toBe('')
  })
})

describe('a ledger of four rows', { sequential: true }, () => {
  let url = ''

  it('runs, and keeps what it does not accept', async () => {
    expect((await json('db', 'start')).document.running).toBe(true)
    const { code, document } = await json('run', 'cn_credit_penalty', '--file', file)
    expect(code).toBe(3)
    expect(document.connectors[0]).toMatchObject({ read: 4, accepted: 3, rejected: 1, ignored: 0, inserted: 3 })
  })

  it('gives the connection string and nothing else', async () => {
    const { code, out, err } = await riskledger('db', 'url')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^postgresql:\/\/riskledger_analyst:\w+@127\.0\.0\.1:\d+\/riskledger\n$/)
    url = (await riskledger('db', 'url', '--role', 'owner')).out.trim()
  })

  it('answers named questions', async () => {
    const { document } = await json('query', 'worst_entities', '--param', 'limit=1')
    expect(document.rows).toHaveLength(1)
    expect(document.rows[0]).toMatchObject({ fines: 'CNY 35000', penalties_in_force: '2' })
    const before = await json('query', 'records_by_kind', '--as-of', '2020-01-01')
    expect(before.document.rows).toEqual([])
    const list = await json('query')
    for (const { name, parameters } of list.document.queries) {
      const needed = parameters.filter((parameter: { required: boolean }) => parameter.required)
      if (needed.length === 0) expect((await json('query', name)).code, name).toBe(0)
    }
  })

  it('tells of an entity by identifier, id and name', async () => {
    const { document } = await json('entity', '91350200ma2xn7jr4a')
    expect(document.names).toHaveLength(2)
    expect(document.records).toHaveLength(2)
    expect(document.grade.why.join('\n')).toMatch(/2 penalties in force of severity \d/)
    expect((await json('entity', document.entity_id)).document.entity_id).toBe(document.entity_id)
    expect((await json('entity', '祥')).document.candidates.length).toBeGreaterThan(1)
    const nothing = await json('entity', '厦门祥龙')
    expect(nothing).toMatchObject({ code: 1, document: { error: { code: 'not_found' } } })
    expect(nothing.document.error.hint).toContain('厦门祥')
    const { out } = await riskledger('entity', '厦门祥华公司')
    expect(out).toContain('Joined by identifier')
  })

  it('says wherever data of a stale source is shown that it is stale', async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const arrived = (ago: string) => client.query('update raw.source set arrived_at = now() - $1::interval', [ago])
    await arrived('400 days')
    const { document } = await json('entity', '91350200ma2xn7jr4a')
    expect(document.sources).toMatchObject([{ connector: 'cn_credit_penalty', days_since_arrival: 400, stale: true }])
    expect(document.grade.stale_sources).toEqual(['cn_credit_penalty'])
    expect((await riskledger('query', 'worst_entities')).out).toMatch(/STALE: cn_credit_penalty \(400 days/)
    const freshness = (await json('query', 'freshness')).document
    expect(freshness.stale_sources).toMatchObject([{ connector: 'cn_credit_penalty', stale: true }])
    // Those that never ran are there too, each with its promise.
    expect(freshness.rows.length).toBe((await json('connectors', 'list')).document.length)
    await arrived('0 days')
    expect((await json('query', 'worst_entities')).document.stale_sources).toEqual([])
    await client.end()
  })

  it('shows its state, its topics and their messages', async () => {
    const status = (await json('status')).document
    expect(status.connectors.find((one: { id: string }) => one.id === 'cn_credit_penalty')).toMatchObject({
      stale: false,
    })
    expect(status.waiting).toEqual({
      unresolved_loads: 0,
      unresolved_records: 0,
      decided_records: 0,
      unassessed_entities: 0,
      outbox_events: 0,
    })
    const topics = (await json('topics')).document.topics
    const penalties = topics.find((one: { topic: string }) => one.topic === 'riskledger.penalty.v1')
    expect(penalties.partitions[0].messages).toBe(3)
    const { out } = await riskledger('topics', 'tail', 'riskledger.penalty.v1', '--limit', '2')
    const messages = out.trim().split('\n').map((line) => JSON.parse(line)) // biome-ignore format: one step a line
    expect(messages.map((message) => message.offset)).toEqual([1, 2])
    expect(messages[0].headers).toMatchObject({ ce_specversion: '1.0', ce_type: 'riskledger.penalty.v1' })
  })

  it.each([
    [0, ['topics', 'tail', 'riskledger.penalty.v1']],
    [0, ['topics', 'tail', 'riskledger.penalty.v1', '--follow']],
    [0, ['query', 'worst_entities']],
    [3, ['run', 'cn_credit_penalty', '--file', file, '--json']],
    [2, ['query', 'wost_entities', '--json']],
    [0, ['--help']],
  ])('ends with %d, and says no more than ever, when nobody reads it: %j', async (exit, args) => {
    const { code, err } = await riskledgerUnread(...args)
    expect({ code, err }).toEqual({ code: exit, err: expect.not.stringMatching(/EPIPE|fault of riskledger| {4}at /) })
  })

  it('sets a consumer back, and the same again changes nothing', async () => {
    const back = await json('topics', 'replay', 'load', '--topic', 'riskledger.penalty.v1', '--from', '0')
    expect(back.document.positions).toEqual([{ topic: 'riskledger.penalty.v1', partition: 0, before: 3, after: 0 }])
    expect((await json('load')).document).toEqual({ messages: 3, quarantined: 0 })
    expect((await json('resolve')).document.records).toBe(0)
  })

  it('replays what can be accepted now', async () => {
    expect((await json('quarantine', 'replay')).document).toMatchObject({
      accepted: 0,
      failing: [{ code: 'money_negative' }],
    })
    // The item is made to stand for a row that the connector accepts, as if the connector had been mended.
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('update store.quarantine set line = 4')
    await client.end()
    const { code, document } = await json('quarantine', 'replay', '--connector', 'cn_credit_penalty')
    expect(code).toBe(0)
    expect(document).toMatchObject({ accepted: 1, failing: [], apart: [] })
    expect(document.connectors[0]).toMatchObject({ read: 1, accepted: 1, inserted: 0, unchanged: 1 })
    const shown = (await json('quarantine', 'show', '1')).document
    expect(shown).toMatchObject({ status: 'replayed' })
    const balance = (await json('query', 'runs_balance')).document.rows
    expect(balance.every((run: { rows_balance: boolean }) => run.rows_balance)).toBe(true)
  })

  it('is found well by the doctor, and stops', async () => {
    const { code, document } = await json('doctor')
    expect(document.checks.filter((check: { state: string }) => check.state === 'fail')).toEqual([])
    expect(code).toBe(0)
    expect((await json('db', 'stop')).document).toMatchObject({ stopped: true, running: false })
  })
})

describe('help', () => {
  it.each(readdirSync(join(ROOT, 'app/commands')))('of %s has an example', async (name) => {
    const { command }: { command: CommandModule } = await import(join(ROOT, 'app/commands', name))
    let help = ''
    const writeOut = (text: string) => {
      help += text
    }
    const declared = new Command(name).configureOutput({ writeOut })
    command.declare?.(declared)
    declared.outputHelp()
    expect(help).toMatch(/Examples?:\n {2}(riskledger|npm|psql)/)
    expect(command.about).toMatch(/^[A-Z].*\.$/)
  })
})

it('a command ends when it is done, although a connection is still open: brokers keep idle ones for minutes', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = Object(server.address())
  const hold = encodeURIComponent(`import net from 'node:net'; net.connect(${port}, '127.0.0.1')`)
  process.env['NODE_OPTIONS'] = `--import data:text/javascript,${hold}`
  try {
    const { code, out } = await riskledger('connectors', 'list')
    expect(code).toBe(0)
    expect(out).toContain('cn_credit_penalty')
  } finally {
    delete process.env['NODE_OPTIONS']
    server.close()
  }
}, 30_000)
