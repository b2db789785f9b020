/** Commits in order, a few of them waiting: reading goes on while earlier batches are compressed and written. */

// Each holds a compressed batch, so that reading goes on while a commit waits for the disk.
const WAITING = 2

export class Commits {
  private readonly queue: Promise<void>[] = []

  /** Runs `commit` once all earlier ones are done; returns as soon as few enough wait. Throws what an earlier one threw. */
  async add(commit: () => Promise<void>): Promise<void> {
    const before = this.queue.at(-1) ?? Promise.resolve()
    const next = before.then(commit)
    // Awaited later: until then a failure must not count as unhandled.
    next.catch(() => undefined)
    this.queue.push(next)
    while (this.queue.length > WAITING) await this.queue.shift()
  }

  /** Waits for all of them. */
  async settle(): Promise<void> {
    while (this.queue.length > 0) await this.queue.shift()
  }
}
