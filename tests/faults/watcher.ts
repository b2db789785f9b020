/** Looks again and again where consumers stand and who owns what: neither positions nor epochs ever go back, whatever happens. */
import pg from 'pg'
import { types } from '../../warehouse/types.js'
import { type Finding, finding } from './oracle/verdict.js'

const LOOK_MS = 150
const PATIENCE_MS = 2000

interface Place {
  readonly place: string
  readonly at: number
}

export class Watcher {
  looks = 0
  readonly #url: string
  readonly #seen = new Map<string, number>()
  readonly #wrong: string[] = []
  readonly #watching: Promise<void>
  #client: pg.Client | undefined
  #over = false

  /** `url`: past all proxies. */
  constructor(url: string) {
    this.#url = url
    this.#watching = this.#watch()
  }

  async end(): Promise<Finding[]> {
    this.#over = true
    await this.#watching
    await this.#drop()
    return finding('order', 'positions or epochs that went back', this.#wrong)
  }

  async #watch(): Promise<void> {
    while (!this.#over) {
      try {
        for (const { place, at } of await this.#look()) {
          const before = this.#seen.get(place) ?? 0
          if (at < before) this.#wrong.push(`${place} from ${before} to ${at}`)
          this.#seen.set(place, at)
        }
        this.looks++
      } catch {
        // The server is away just now: what it says when it is back must not lie behind what it said before.
        await this.#drop()
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }

  async #look(): Promise<Place[]> {
    if (this.#client === undefined) {
      const client = new pg.Client({
        connectionString: this.#url,
        types,
        connectionTimeoutMillis: PATIENCE_MS,
        query_timeout: PATIENCE_MS,
      })
      client.on('error', () => undefined)
      await client.connect()
      this.#client = client
    }
    const { rows } = await this.#client.query<Place>(
      `select concat_ws(' ', 'position', consumer, topic, partition) as place, next_offset as at from topic.position
       union all select concat_ws(' ', 'epoch', consumer, topic, partition), epoch from topic.owner`,
    )
    return rows
  }

  async #drop(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => undefined)
  }
}
