/** Asking again: what may be over in a while is asked for again, later each time, and never faster than the publisher allows. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Http, Limits } from './declaration.js'
import { Fault, goOn, unreachable } from './refusals.js'

const JITTER_STEPS = 1 << 16

/** How often something is tried, and how long is waited in between. */
export type Patience = Pick<Limits, 'attempts' | 'wait_seconds' | 'longest_wait_seconds'>

/** Keeps requests apart by what is declared. */
export class Pace {
  readonly #apartMs: number
  #next = 0

  constructor({ per_second, per_minute }: Http['rate']) {
    this.#apartMs = Math.max(
      per_second === undefined ? 0 : 1000 / per_second,
      per_minute === undefined ? 0 : 60_000 / per_minute,
    )
  }

  /** Waits until the next request may be sent. Throws LedgerError interrupted. */
  async turn(signal: AbortSignal): Promise<void> {
    const wait = this.#next - performance.now()
    this.#next = Math.max(performance.now(), this.#next) + this.#apartMs
    if (wait > 0) await pause(wait, signal)
    goOn(signal)
  }
}

/**
 * Does something until it ends well, as often as declared. Throws what it throws, and LedgerError place_unreachable when it was a Fault each
 * time, or when the server wants more patience than `longest_wait_seconds`.
 */
export async function attempt<T>(
  shown: string,
  limits: Patience,
  signal: AbortSignal,
  act: () => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      const asked = error.retryAfterSeconds
      const hint = 'Look whether it is up; run it again later: it goes on where it stopped.'
      if (asked !== null && asked > limits.longest_wait_seconds)
        throw unreachable(`${shown} wants to be asked again in ${asked} s: ${error.message}`, hint, error)
      if (tried >= limits.attempts)
        throw unreachable(`${shown} failed ${tried === 1 ? 'once' : `${tried} times`}: ${error.message}`, hint, error)
      await pause(1000 * Math.max(asked ?? 0, backoffSeconds(tried, limits)), signal)
    }
  }
}

/** Doubles with each attempt; by up to half of it shorter, so that many who failed together do not come back together. */
function backoffSeconds(tried: number, limits: Patience): number {
  const longest = Math.min(limits.longest_wait_seconds, limits.wait_seconds * 2 ** (tried - 1))
  return longest * (1 - randomInt(JITTER_STEPS) / JITTER_STEPS / 2)
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {}) // the next line says that it was stopped
  goOn(signal)
}

/**
 * Seconds that a Retry-After header asks for (RFC 9110, 10.2.3): a number, or a date, which is read against the server's own clock if it
 * says one. Null if there is none that can be read.
 */
export function retryAfterSeconds(
  header: string | undefined,
  serverDate: string | undefined,
  now: string,
): number | null {
  if (header === undefined) return null
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header)
  // Without the name of a month it is no date of HTTP, though the parser would make one of it.
  const until = /[A-Za-z]{3}/.test(header) ? Date.parse(header) : Number.NaN
  const from = Date.parse(serverDate ?? now)
  if (Number.isNaN(until) || Number.isNaN(from)) return null
  return Math.max(0, Math.ceil((until - from) / 1000))
}
