/** Formats that no bundled connector uses, each behind a small connector, so that the fuzzer reaches them all. */
import { z } from 'zod'
import { type Connector, defineConnector } from '../../connectors/define.js'
import { draft } from '../../schemas/draft.js'
import type { Party } from '../../schemas/party.js'
import { optionalDate, optionalMoney, optionalText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { fixedWidth } from '../../sources/fixed_width.js'
import { html } from '../../sources/html.js'
import { jsonRecords } from '../../sources/json.js'
import type { Format, Row } from '../../sources/source.js'
import { xml } from '../../sources/xml.js'

interface Sample {
  readonly format: Format
  readonly files: readonly string[]
  readonly rows?: readonly Row[]
}

const columns = { name: ['名称'], day: ['日期'], fine: ['罚款'] }
const table = (rows: string) => `<html><body><table id="t">${rows}</table></body></html>`

const SAMPLES: Readonly<Record<string, Sample>> = {
  xml: {
    format: xml({ row: 'r/p', columns: { name: ['n', 'a/n'], day: ['@d'], fine: ['f'] } }),
    files: [
      '<?xml version="1.0" encoding="UTF-8"?>\n<r><p d="2024-01-31"><n>甲 &amp; 乙</n><f>1.5</f></p>\n<p><a><n>丙</n></a><f/></p></r>',
      '<r><p d="2024-02-29"><n><![CDATA[丁<]]></n><f>2</f><x>more</x></p><!-- c --><p><n>戊</n></p></r>',
    ],
  },
  csv_headerless: {
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: { name: [], day: [], fine: [] },
      required: [],
      headerless: true,
    }),
    files: ['甲,2024-01-31,1.5\r\n"乙 ""丙"", 丁",2024-02-29,2\r\n戊,,\r\n\u001a'],
  },
  html: {
    format: html({ table: { id: 't' }, columns, required: ['name'], links: ['name'] }),
    files: [
      table(
        '<tr><th>名称<th>日期<th>罚款</tr><tr><td rowspan=2><a href="/a">甲</a><td>2024-01-31<td>1.5<tr><td>2024-02-29<td>2',
      ),
      table('<tr><th>名称</th><th colspan="2">日期</th></tr><tr><td>乙&nbsp;丙</td><td>2024-01-01</td><td></td></tr>'),
    ],
  },
  fixed_width: {
    format: fixedWidth({
      columns: { name: { begin: 0, length: 10 }, day: { begin: 10, length: 8 }, fine: { begin: 18, length: 6 } },
      measure: 'gb18030',
    }),
    files: ['甲乙丙    20240131001.50\n丁        20240229      \n'],
  },
  filled_sheets: {
    format: csv({ delimiter: ',', quote: '"', columns, required: ['name'], sheets: { merged: 'fill' } }),
    rows: [
      { name: '甲', day: '2024-01-31', fine: '1.5' },
      { name: '乙', day: '2024-02-29', fine: '' },
    ],
    files: ['名称,日期,罚款\n甲,2024-01-31,1.5\n"乙,丙",2024-02-29,\n'],
  },
  json_document: {
    format: jsonRecords({ path: ['a', 'features'], lift: ['attributes'] }),
    files: [
      '{"a":{"features":[{"attributes":{"name":"甲","day":"2024-01-31","fine":1.5},"geometry":null},{"attributes":{"name":"乙"}}]},"n":2}',
    ],
  },
}

const row = z.strictObject({ name: optionalText, day: optionalDate, fine: optionalMoney(0) })

function connectorOf(format: Format): Connector {
  const nobody = { name: 'fuzz', name_en: 'fuzz', uscc: null, level: 'national', region: 'CN' } as const
  return defineConnector({
    title: 'fuzz',
    agency: { ...nobody, source_class: 'administration' },
    publisher: 'fuzz',
    licence: 'none',
    purpose: 'fuzz',
    legal_basis: 'none',
    classification: 'public',
    source: { files: '', format },
    cadence: { cron: '0 0 * * *', time_zone: 'UTC', stale_after_days: 1 },
    mode: { type: 'append' },
    key: 'name',
    version_by: 'arrival',
    kinds: ['sale'],
    volume: { min: 0, max: 1 },
    row,
    ignored: {},
    personal: [],
    normalize({ name, day, fine }) {
      if (name === null) return { ignored: 'it names nobody' }
      const party: Party = { role: 'seller', name, kind: 'unknown', region: null, address: null, identifiers: [] }
      const said = { source_key: `${name}|${day}`.slice(0, 800), in_force: true, status: 'sold', parties: [party] }
      return { version_at: null, records: [draft('sale', { ...said, sold_on: day, amount: fine, currency: 'CNY' })] }
    },
  })
}

interface FormatSample {
  readonly id: string
  readonly connector: Connector
  readonly files: readonly Buffer[]
  readonly rows: readonly Row[]
}

/** Their connectors, and small good files of each. */
export function formatSamples(): readonly FormatSample[] {
  return Object.entries(SAMPLES).map(([id, { format, files, rows = [] }]) => ({
    id: `format_${id}`,
    connector: connectorOf(format),
    files: files.map((text) => Buffer.from(text)),
    rows,
  }))
}
