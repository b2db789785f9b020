/** Commits in order, a few of them under way: reading goes on while earlier batches are compressed and written. */

// Each holds a compressed batch, so that reading goes on while a commit waits for the disk.
const UNDER_WAY = 3

export class Commits {
  #turn: Promise<unknown> = Promise.resolve()
  #failed = false
  readonly #underWay: Promise<void>[] = []

  /**
   * Begins `commit` once `packed` is there and all earlier ones have begun, and none of them is known to have failed; returns as soon as few enough
   * are under way. Throws what the first that failed threw, when none is under way any more.
   */
  async add<T>(packed: Promise<T>, commit: (packed: T) => Promise<void>): Promise<void> {
    const turn = this.#turn.then(() => packed)
    const done = turn.then((packed) => {
      if (this.#failed) throw new Error('an earlier commit failed')
      return commit(packed)
    })
    this.#turn = turn
    this.#underWay.push(done)
    // Heard when it is its turn to be awaited.
    done.catch(() => {
      this.#failed = true
    })
    while (this.#underWay.length > UNDER_WAY) await this.#oldest()
  }

  /** Waits for all of them. */
  async settle(): Promise<void> {
    while (this.#underWay.length > 0) await this.#oldest()
  }

  async #oldest(): Promise<void> {
    try {
      await this.#underWay.shift()
    } catch (error) {
      await Promise.allSettled(this.#underWay.splice(0))
      throw error
    }
  }
}
