/** Ingests one file after the other, each again and again until it is done. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LedgerCommand } from './command.js'
import type { Delivery } from './deliveries.js'
import type { Ground } from './ground.js'

const AGAIN_MS = 300
const GIVE_UP_MS = 180_000
const DONE = [0, 3]
// How much the last duration counts for what is expected of the next.
const WEIGHT = 0.3
const HELD_UP = 3
// To begin takes as long as this many rows.
const BEGINNING_ROWS = 1200
// Of which this part is no work on the ledger yet.
const BEGUN = 0.4

export class Feeder {
  /** What a row takes undisturbed, by now. */
  #msPerRow = 0.4
  /** Programmer errors, of which no fault of the world may make any. */
  readonly own: string[] = []
  readonly #ground: Ground
  readonly #records: string
  #current: LedgerCommand | undefined
  /** Those that are stopped, and whose files others have taken up. */
  readonly #left = new Set<LedgerCommand>()
  #leave: () => void = () => undefined
  #abandoned = false

  constructor(ground: Ground, records: string) {
    this.#ground = ground
    this.#records = records
  }

  get current(): LedgerCommand | undefined {
    return this.#current?.running === true ? this.#current : undefined
  }

  /** A moment while a file is being read: 0 when the process has begun, 1 when it should be about to end. */
  momentOf({ rows }: Delivery, part: number): number {
    return this.#msPerRow * ((1 - BEGUN) * part * BEGINNING_ROWS + BEGUN * BEGINNING_ROWS + part * rows)
  }

  /** Returns what became of each try. */
  async deliver(delivery: Delivery): Promise<string[]> {
    const end = performance.now() + GIVE_UP_MS
    for (const tries: string[] = []; ; ) {
      if (this.#abandoned) throw new Error('given up')
      const command = this.#start(delivery)
      this.#current = command
      const left = new Promise<undefined>((resolve) => {
        this.#leave = () => resolve(undefined)
      })
      const ended = await Promise.race([command.ended, left])
      if (ended === undefined) {
        tries.push('left')
        continue
      }
      const { code, signal, stderr } = ended
      this.#note(stderr)
      if (code !== null && DONE.includes(code)) {
        const took = (performance.now() - command.startedAt) / (BEGINNING_ROWS + delivery.rows)
        // One that a fault held up tells nothing.
        if (tries.length === 0 && took < HELD_UP * this.#msPerRow) this.#msPerRow += WEIGHT * (took - this.#msPerRow)
        return [...tries, 'done']
      }
      tries.push(signal ?? /^error (\w+):/m.exec(stderr)?.[1] ?? String(code))
      if (performance.now() > end) throw new Error(`${delivery.path} could not be ingested: ${code} ${stderr}`)
      await sleep(code === null ? 0 : AGAIN_MS)
    }
  }

  /** Has another process take up the file of the one at work, which is no longer waited for. */
  leave(): void {
    if (this.#current !== undefined) this.#left.add(this.#current)
    this.#leave()
  }

  async abandon(): Promise<void> {
    this.#abandoned = true
    for (const command of [this.#current, ...this.#left]) await command?.kill()
  }

  #start(delivery: Delivery): LedgerCommand {
    const { connector, path, full } = delivery
    const words = ['ingest', connector, '--file', path, ...(full ? ['--full'] : []), '--json']
    return new LedgerCommand(words, this.#ground.environment, join(this.#records, 'ingest.stderr'))
  }

  #note(stderr: string): void {
    const found = /error: a fault of riskledger itself: .*/s.exec(stderr)
    if (found !== null && !this.own.includes(found[0])) this.own.push(found[0])
  }
}
