/** The same files in a ledger that nothing disturbs: each loaded before the next, and then the other stages once. */
import { assess } from '../../../pipelines/assess.js'
import { loadConnector } from '../../../pipelines/registry.js'
import { resolve } from '../../../pipelines/resolve.js'
import { openLedger } from '../../support/ledger.js'
import type { Deliveries } from '../deliveries.js'
import { type Image, imageOf, type Query } from './compare.js'

export interface Calm {
  readonly image: Image
  readonly query: Query
  close(): Promise<void>
}

export async function calmLedger(deliveries: Deliveries, batchRows: number, asOf: string): Promise<Calm> {
  const ledger = await openLedger({ batchRows })
  try {
    for (const { connector, path, full } of deliveries.files)
      await ledger.load(await loadConnector(connector), path, full)
    await resolve(ledger.stage)
    await assess(ledger.stage, { asOf: () => asOf, all: false })
    const query: Query = (text, values) => ledger.rows(text, values)
    return { image: (await imageOf(query)).image, query, close: () => ledger.close() }
  } catch (error) {
    await ledger.close()
    throw error
  }
}
