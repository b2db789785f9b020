/** Time limits of one exchange: each phase has its own, and the whole has one, for a server may send a byte now and then for ever. */
import { Fault } from './refusals.js'

export class Watch {
  readonly #stop: (fault: Fault) => void
  readonly #whole: NodeJS.Timeout
  #phase: NodeJS.Timeout | undefined

  /** `stop` is called once at most, with what took too long. */
  constructor(wholeSeconds: number, stop: (fault: Fault) => void) {
    this.#stop = stop
    this.#whole = setTimeout(() => this.#fire('the whole answer', wholeSeconds), wholeSeconds * 1000)
  }

  /** Begins to wait for something, and ends the wait before it. */
  wait(what: string, seconds: number): void {
    clearTimeout(this.#phase)
    this.#phase = setTimeout(() => this.#fire(what, seconds), seconds * 1000)
  }

  end(): void {
    clearTimeout(this.#phase)
    clearTimeout(this.#whole)
  }

  #fire(what: string, seconds: number): void {
    this.end()
    this.#stop(new Fault(`${what} did not come within ${seconds} s`))
  }
}
