/** A TCP proxy on 127.0.0.1 that can break connections, refuse new ones, and let what passes take its time. */
import { connect, createServer, type Server, type Socket } from 'node:net'

interface Pair {
  readonly near: Socket
  readonly far: Socket
}

export class TcpProxy {
  readonly #server: Server
  readonly #pairs = new Set<Pair>()
  #target: () => number
  #refusing = false
  #delayMs = 0

  private constructor(target: () => number) {
    this.#target = target
    this.#server = createServer((near) => this.#accept(near))
  }

  /** `target` is asked for the port with each connection: what stands behind it may move. */
  static async open(target: () => number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy is closed')
    return address.port
  }

  aimAt(target: () => number): void {
    this.#target = target
  }

  /** Breaks all connections, as a router that forgets them; new ones too until `mend`. Returns how many there were. */
  cut(): number {
    this.#refusing = true
    const count = this.#pairs.size
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    return count
  }

  /** Everything takes `delayMs` longer each way until `mend`, in its order. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs
  }

  mend(): void {
    this.#refusing = false
    this.#delayMs = 0
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #accept(near: Socket): void {
    if (this.#refusing) {
      near.resetAndDestroy()
      return
    }
    const far = connect(this.#target(), '127.0.0.1')
    const pair = { near, far }
    this.#pairs.add(pair)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true)
      let due = 0
      let last = Promise.resolve()
      // One after the other, so that a piece that came when all was fast again does not overtake a slow one.
      const after = (work: () => void) => {
        due = Math.max(due, performance.now() + this.#delayMs)
        const mine = due
        last = last.then(() => until(mine)).then(work)
      }
      from.on('data', (bytes) => after(() => void (to.destroyed || to.write(bytes))))
      from.on('end', () => after(() => void to.end()))
      from.on('error', () => to.destroy())
      from.on('close', () => {
        this.#pairs.delete(pair)
        after(() => to.destroy())
      })
    }
  }
}

/** Waits until a time of `performance.now()`. */
async function until(time: number): Promise<void> {
  const wait = time - performance.now()
  if (wait > 1) await new Promise<void>((resolve) => setTimeout(resolve, wait))
}
