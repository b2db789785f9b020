/** What an agency that posts its rows gets back, and what somebody else gets. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReceiver, stopReceiver } from '../../app/receiver.js'
import { xlsx, zip } from '../../bench/fuzz/archives.js'
import { type ErrorCode, LedgerError } from '../../core/errors.js'
import { makeLog } from '../../core/log.js'
import { asIngester } from '../../pipelines/ingest.js'
import { receive } from '../../pipelines/receive.js'
import { connectorIds, loadConnector } from '../../pipelines/registry.js'
import { type Ledger, openLedger } from '../support/ledger.js'

const ID = 'cn_credit_penalty'
const OTHERS = connectorIds()
  .filter((id) => id !== 'cn_credit_penalty' && id.startsWith('cn_'))
  .slice(0, 7)
const TOKEN = 'a token of this test'
const HEADER =
  'CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_NR_WFFF,CF_JDRQ,CF_CFJG'
const row = (number: number, day: string) =>
  `厦门祥华公司,法人及非法人组织,91350200MA2XN7JR4A,厦罚〔2020〕${number}号,无证经营,事实,法第一条,罚款,罚款,1.5,,${day},厦门市市场监督管理局`
const BODY = [HEADER, row(1, '2020-01-01'), row(2, '2020-02-30'), row(3, '2020-01-03'), ''].join('\n')
const MAX_BYTES = 100_000

let ledger: Ledger
let server: Server
let base = ''
let directory = ''

beforeAll(async () => {
  ledger = await openLedger()
  directory = join(ledger.home, 'received')
  server = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    directory,
    maxBytes: MAX_BYTES,
    token: (id) => (id === ID || OTHERS.includes(id) ? TOKEN : undefined),
    stage: async () => ledger.stage,
    failed: () => undefined,
    log: makeLog('error'),
  })
  base = `http://127.0.0.1:${Object(server.address()).port}`
})

afterAll(async () => {
  await stopReceiver(server, 1000)
  rmSync(directory, { recursive: true, force: true })
  await ledger.close()
})

interface Answer {
  readonly rows?: unknown
  readonly faults?: readonly { readonly fault: string }[]
  readonly error?: { readonly code: string; readonly message: string }
}

async function post(body: string | Uint8Array<ArrayBuffer>, token = TOKEN, id = ID) {
  const response = await fetch(`${base}/v1/connectors/${id}/rows`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body,
  })
  const document = (await response.json()) as Answer
  return { status: response.status, document }
}

describe('posting rows', () => {
  it('answers what became of each row, and the same again to the same rows', async () => {
    const first = await post(BODY)
    expect(first).toMatchObject({
      status: 200,
      document: {
        read: 3,
        accepted: 2,
        rejected: 1,
        ignored: 0,
        rows: [
          { line: 2, fate: 'accepted', records: [{ kind: 'penalty' }] },
          { line: 3, fate: 'rejected', issues: [{ field: 'CF_JDRQ', code: 'date_invalid' }] },
          { line: 4, fate: 'accepted' },
        ],
        faults: [],
      },
    })
    const again = await post(BODY)
    expect(again.document.rows).toEqual(first.document.rows)
    const zipped = await post(new Uint8Array(gzipSync(BODY)))
    expect(zipped.document.rows).toEqual(first.document.rows)
    const { load } = await import('../../pipelines/load.js')
    await load(ledger.stage)
    expect(await ledger.rows('select count(*)::int as records, max(version) as version from ledger.penalty')).toEqual([
      { records: 2, version: 1 },
    ])
    expect(await ledger.rows("select count(*)::int as kept from ledger.quarantine where status = 'open'")).toEqual([
      { kept: 1 },
    ])
    expect(readdirSync(directory)).toEqual([])
  })

  it('says of each row in an archive or a workbook where it stands', async () => {
    const other = BODY.replaceAll('2020-01-', '2021-01-')
    const archive = await post(
      new Uint8Array(
        zip([
          { name: 'a.csv', content: other },
          { name: 'b.csv', content: 'nothing' },
        ]),
      ),
    )
    expect(archive).toMatchObject({
      status: 422,
      document: {
        read: 3,
        rows: [
          { part: 'a.csv', line: 2, fate: 'accepted' },
          { part: 'a.csv', line: 3, fate: 'rejected' },
          { part: 'a.csv', line: 4, fate: 'accepted' },
        ],
        faults: [{ part: 'b.csv', fault: 'file_header' }],
      },
    })
    const rows = other.split('\n').map((line) => line.split(','))
    const workbook = await post(new Uint8Array(xlsx({ sheets: [{ name: '一', rows }] })))
    expect(workbook).toMatchObject({
      status: 200,
      document: {
        accepted: 2,
        rows: [
          { part: '一', line: 2 },
          { part: '一', line: 3 },
          { part: '一', line: 4 },
        ],
      },
    })
  })

  it('accepts nothing in the answer that the contract of the connector refused', async () => {
    const loaded = await loadConnector(ID)
    const frozen = { ...loaded, connector: { ...loaded.connector, drift: 'freeze' as const } }
    const path = join(ledger.home, 'frozen.csv')
    const drifted = BODY.split('\n').map((line, at) => (line === '' ? '' : `${line},${at === 0 ? '新列' : 'x'}`))
    writeFileSync(path, drifted.join('\n'))
    const { run, outcomes } = await receive(ledger.stage, frozen, { name: 'frozen.csv', path, bytes: 1 }, MAX_BYTES)
    const told = []
    for await (const one of outcomes()) told.push(one)
    expect(run).toMatchObject({ read: 0, file_faults: 1 })
    expect(told).toEqual([{ fault: expect.objectContaining({ fault: 'file_drift' }) }])
  })

  it('reads no more than it takes, packed or not', async () => {
    const rows = Array.from({ length: 3000 }, (_, at) => row(at + 10, '2022-01-01'))
    const { status, document } = await post(new Uint8Array(gzipSync([HEADER, ...rows].join('\n'))))
    expect(status).toBe(422)
    expect(document).toMatchObject({ faults: [{ fault: 'file_bomb' }] })
    expect(document.rows).toHaveLength(Object(document).read)
  })

  it('tells of a body that cannot be read', async () => {
    const { status, document } = await post(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))
    expect(document).toMatchObject({ faults: [{ fault: 'file_header' }] })
    expect(status).toBe(422)
    expect((await post('')).status).toBe(400)
  })
})

it('a fault that lasts is told as one and ends nothing for others; one that passes asks for the rows again', async () => {
  let ended = 0
  const codes: ErrorCode[] = ['connector_invalid', 'database_lost']
  const other = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    directory,
    maxBytes: MAX_BYTES,
    token: () => TOKEN,
    stage: async () => {
      throw new LedgerError(codes.shift() ?? 'usage', 'it is lost at db.internal', 'mend it')
    },
    failed: () => void ended++,
    log: makeLog('silent'),
  })
  const send = async () => {
    const url = `http://127.0.0.1:${Object(other.address()).port}/v1/connectors/${ID}/rows`
    const answer = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` }, body: BODY })
    const { error } = (await answer.json()) as Answer
    return { status: answer.status, again: answer.headers.has('retry-after'), code: error?.code, ended }
  }
  try {
    expect(await send()).toEqual({ status: 500, again: false, code: 'connector_invalid', ended: 0 })
    expect(await send()).toEqual({ status: 503, again: true, code: 'database_lost', ended: 1 })
  } finally {
    await stopReceiver(other, 1000)
  }
})

describe('nobody else', () => {
  it('learns from the answer which connectors there are', async () => {
    const answers = await Promise.all([
      post(BODY, 'another token'),
      post(BODY, TOKEN, 'tw_moenv_prtr_penalties'),
      post(BODY, TOKEN, 'no_such_connector'),
      post(BODY, ''),
    ])
    for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 401 })
  })

  it('takes all the room while a connector is being read by another process', async () => {
    const loaded = await loadConnector(ID)
    let free: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      free = resolve
    })
    const begun = new Promise<void>((resolve) => {
      asIngester(ledger.stage, loaded, async () => {
        resolve()
        await held
      }).catch(() => undefined)
    })
    await begun
    const waiting = Array.from({ length: 9 }, (_, at) => post(`${HEADER}\n${row(at, '2023-01-01')}\n`))
    const answered = await Promise.race([
      Promise.all(waiting.map((one) => one.then(({ status }) => status))),
      post('x', TOKEN, OTHERS[0]),
    ])
    expect(answered).toMatchObject({ status: 422 })
    free()
    const statuses = (await Promise.all(waiting)).map(({ status }) => status)
    expect([200, 503].map((status) => statuses.filter((one) => one === status).length)).toEqual([2, 7])
  })

  it('waits for ever where many send at once: none takes what another needs to go on', async () => {
    const answers = await Promise.all(OTHERS.map((id) => post('{"x":', TOKEN, id)))
    expect(answers.filter(({ status }) => status !== 422 && status !== 200)).toEqual([])
  })

  it('fills the disk, and what was cut off is not taken for a delivery', async () => {
    expect((await post('x'.repeat(MAX_BYTES + 1))).status).toBe(413)
    const runs = await ledger.rows('select run_id from ledger.run')
    await new Promise<void>((resolve) => {
      const socket = connect(Object(server.address()).port, '127.0.0.1', () => {
        socket.write(
          `POST /v1/connectors/${ID}/rows HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${TOKEN}\r\ncontent-length: ${BODY.length * 9}\r\n\r\n${HEADER}\n`,
        )
        setTimeout(() => socket.destroy(), 100)
      })
      socket.on('close', () => resolve())
    })
    await expect.poll(() => readdirSync(directory)).toEqual([])
    expect(await ledger.rows('select run_id from ledger.run')).toEqual(runs)
  })
})
