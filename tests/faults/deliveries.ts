/**
 * The files of a stretch, made from its seed: new penalties, and corrections of earlier ones that change amounts, go back to what they said before,
 * join parties, part them again, or make no sense; and between them full snapshots of a register. What has to come of them is counted here, from the
 * files alone.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { writePenalties } from '../../bench/penalties.js'
import type { Chance } from './chance.js'
import { type Expected, Register } from './facilities.js'

export interface Delivery {
  readonly connector: string
  /** It is all that the publisher holds. */
  readonly full: boolean
  readonly path: string
  readonly rows: number
  readonly rejected: number
}

export interface Deliveries {
  readonly files: readonly Delivery[]
  /** By kind. */
  readonly expected: Readonly<Record<string, Expected>>
}

// Which of the files are snapshots of a register.
const EVERY = 4
const OFFSET = 2

type Row = Readonly<Record<string, string>>

const NAME = '行政相对人名称'
const USCC = '统一社会信用代码'
const ORGANISATION = '组织机构代码'
const DOCUMENT = '行政处罚决定书文号'
const FINE = '罚款金额(万元)'
const DATE = '处罚决定日期'
const AUTHORITY = '处罚机关'
const FACTS = '违法事实'
// What the connector does not take into a record.
const IGNORED = ['法定代表人', '数据来源单位']

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

const keyOf = (row: Row) => `${row[AUTHORITY]} ${row[DOCUMENT]}`

function contentOf(row: Row): string {
  return JSON.stringify(Object.entries(row).filter(([column]) => !IGNORED.includes(column)))
}

/** Rows that cannot be records: a day that is none, a fine below zero, a party without a name. */
function isRejected(row: Row): boolean {
  return row[NAME] === '' || row[DATE]?.endsWith('-02-30') === true || row[FINE]?.startsWith('-') === true
}

/** A code with a right check character (GB 11714): those that bear the same one are the same party. */
function organisationCode(number: number): string {
  const body = String(10_000_000 + number)
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, index) => total + weight * Number(body.charAt(index)), 0)
  return body + '0123456789X0'.charAt(11 - (sum % 11))
}

type Change = (row: Row, chance: Chance, before: readonly Row[]) => Row

const CHANGES: Readonly<Record<string, Change>> = {
  amount: (row, chance) => ({ ...row, [FINE]: chance.whole('fine', 100, 900_000).toString().replace(/(\d)$/, '.$1') }),
  facts: (row, chance) => ({ ...row, [FACTS]: `${row[FACTS]}更正${chance.whole('facts', 1, 99)}。` }),
  // Fewer codes than parties: those that share one are joined, and parted when it is taken away again.
  joined: (row, chance) => ({ ...row, [ORGANISATION]: organisationCode(chance.whole('code', 1, 60)) }),
  parted: (row) => ({ ...row, [ORGANISATION]: '' }),
  nameless: (row) => ({ ...row, [USCC]: '' }),
  // With a wrong check character it proves nothing, and the party is known by its name in its region.
  mistyped: (row) => ({ ...row, [USCC]: (row[USCC] ?? '').replace(/.$/, (last) => (last === 'X' ? 'Y' : 'X')) }),
  back: (row, chance, before) => chance.pick('before', before.length === 0 ? [row] : before),
  same: (row) => row,
  senseless: (row) => ({ ...row, [NAME]: '' }),
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Writes `count` files into a directory. The same for the same chance. */
export async function makeDeliveries(directory: string, chance: Chance, count: number): Promise<Deliveries> {
  const files: Delivery[] = []
  const register = new Register()
  const versions = new Map<string, Row[]>()
  const penalty: Expected = { records: 0, versions: 0 }
  for (let index = 0; index < count; index++) {
    const own = chance.of(`file/${index}`)
    if (index % EVERY === OFFSET) {
      const lines = register.next(own)
      const path = join(directory, `snapshot-${index}.ndjson`)
      writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
      files.push({ connector: 'tw_moenv_prtr_facilities', full: true, path, rows: lines.length, rejected: 0 })
      continue
    }
    const rows = await rowsOf(directory, own, [...versions.values()])
    for (const row of rows) note(row, versions, penalty)
    const path = join(directory, `delivery-${index}.csv`)
    const columns = Object.keys(rows[0] ?? {})
    const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    writeFileSync(path, lines.map((fields) => `${fields.map(quoted).join(',')}\n`).join(''))
    const rejected = rows.filter(isRejected).length
    files.push({ connector: 'cn_credit_penalty', full: false, path, rows: rows.length, rejected })
  }
  return { files, expected: { penalty, registration: register.expected } }
}

/** Counts what has to become of a row, behind all rows before it. */
function note(row: Row, versions: Map<string, Row[]>, expected: Expected): void {
  if (isRejected(row)) return
  const known = versions.get(keyOf(row))
  const last = known?.at(-1)
  if (last !== undefined && contentOf(last) === contentOf(row)) return
  if (known === undefined) expected.records++
  expected.versions++
  versions.set(keyOf(row), [...(known ?? []), row])
}

/** Rows that are new, and among them corrections of records of which some versions are known. */
async function rowsOf(directory: string, chance: Chance, known: readonly (readonly Row[])[]): Promise<Row[]> {
  const path = join(directory, 'draft.csv')
  await writePenalties(path, chance.whole('rows', 800, 2400), chance.whole('penalties', 1, 2 ** 31 - 1))
  const made: Row[] = parse(readFileSync(path), { columns: true })
  rmSync(path)
  const rows: Row[] = made.map((row) => ({ ...row, [ORGANISATION]: '' }))
  const corrections = known.length === 0 ? 0 : chance.whole('corrections', 50, 400)
  for (let index = 0; index < corrections; index++) {
    const own = chance.of(`correction/${index}`)
    const versions = own.pick('record', known)
    const last = versions.at(-1)
    if (last === undefined) continue
    const change = CHANGES[own.pick('change', Object.keys(CHANGES))]
    if (change !== undefined)
      rows.splice(own.whole('place', 0, rows.length), 0, { ...last, ...change(last, own, versions) })
  }
  return rows
}
