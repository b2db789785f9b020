/** Transactions in one round trip each, several under way on one connection: for who writes much and asks nothing. */
import type pg from 'pg'
import { newClient } from './client.js'
import { explain } from './failures.js'

/** Issues queries (no COPY) without awaiting any, and returns their promises. */
export type Sending = (session: pg.ClientBase) => readonly Promise<unknown>[]

export class Pipeline {
  readonly #settings: pg.ClientConfig
  readonly #place: string
  #connection: Promise<pg.Client> | undefined
  /** Transactions are sent one after the other, each to its end. */
  #sent: Promise<void> = Promise.resolve()

  constructor(settings: pg.ClientConfig, place: string) {
    this.#settings = settings
    this.#place = place
  }

  /**
   * One transaction of what `send` sends. Postgres runs transactions in the order of the calls. A query that fails, here or there, undoes its
   * transaction and is what is thrown; those behind it go on. What a query returns comes too late to change the end of its transaction.
   */
  async atOnce(send: Sending): Promise<void> {
    this.#connection ??= this.#connect()
    const connection = this.#connection
    const sent = this.#sent.then(async () => sendAll(await connection, send))
    this.#sent = sent.then(
      () => undefined,
      () => undefined,
    )
    try {
      const failed = (await Promise.allSettled(await sent)).find((query) => query.status === 'rejected')
      if (failed !== undefined) throw failed.reason
    } catch (error) {
      const explained = explain(error, this.#place)
      // A fault of the connection and not of a query: whoever comes next gets another one.
      if (explained !== error && this.#connection === connection) await this.close()
      throw explained
    }
  }

  async close(): Promise<void> {
    const connection = this.#connection
    this.#connection = undefined
    await connection?.then((client) => client.end()).catch(() => undefined)
  }

  async #connect(): Promise<pg.Client> {
    const client = newClient({ ...this.#settings, pipeline: true })
    await client.connect()
    return client
  }
}

/** Sends a whole transaction; its end is a rollback when a query failed before it left. */
async function sendAll(client: pg.Client, send: Sending): Promise<readonly Promise<unknown>[]> {
  const queries: Promise<unknown>[] = [client.query('begin')]
  let failed = false
  try {
    queries.push(...send(client))
  } catch (error) {
    queries.push(Promise.reject(error))
  }
  for (const query of queries)
    query.catch(() => {
      failed = true
    })
  // The driver tells of a value that it cannot send in the next tick.
  await new Promise<void>((resolve) => process.nextTick(resolve))
  queries.push(client.query(failed ? 'rollback' : 'commit'))
  return queries
}
