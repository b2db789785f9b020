/** The followers of a ledger, each started again at once when it is gone, as a supervisor of services would. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LedgerCommand } from './command.js'
import type { Ground } from './ground.js'

export type Role = 'load' | 'resolve' | 'assess' | 'publish'

/** A follower that ended although nobody ended it. */
export interface Desertion {
  readonly who: string
  readonly code: number | null
  readonly said: string
}

const AGAIN_MS = 200
// SIGTERM has to end a follower within this time.
const END_MS = 15_000

interface Post {
  readonly role: Role
  readonly words: readonly string[]
  readonly record: string
  command: LedgerCommand
  /** True when its end was ours to bring about. */
  expected: boolean
}

export class Crew {
  readonly desertions: Desertion[] = []
  readonly #ground: Ground
  readonly #posts: Post[] = []
  readonly #watching: Promise<void>[] = []
  #dismissed = false

  constructor(ground: Ground, records: string, numbers: Readonly<Record<Role, number>>, asOf: string) {
    this.#ground = ground
    for (const [role, number] of Object.entries(numbers) as [Role, number][])
      for (let index = 1; index <= number; index++) {
        const words = [role, '--follow', ...(role === 'assess' ? ['--as-of', asOf] : [])]
        const record = join(records, `${role}-${index}.stderr`)
        const command = new LedgerCommand(words, ground.environment, record)
        const post = { role, words, record, command, expected: false }
        this.#posts.push(post)
        this.#watching.push(this.#watch(post))
      }
  }

  members(role: Role): readonly LedgerCommand[] {
    return this.#posts.filter((post) => post.role === role).map((post) => post.command)
  }

  /** Kills a member with -9; it is started again at once. */
  async kill(command: LedgerCommand): Promise<void> {
    const post = this.#posts.find((one) => one.command === command)
    if (post === undefined) throw new Error('no member of the crew')
    post.expected = true
    await command.kill()
  }

  /** Ends all with SIGTERM. Returns those that did not end in time or not well. */
  async dismiss(): Promise<string[]> {
    this.#dismissed = true
    const late: string[] = []
    await Promise.all(
      this.#posts.map(async ({ command, words }) => {
        command.signal('SIGCONT')
        command.signal('SIGTERM')
        const timer = setTimeout(() => {
          late.push(`${words.join(' ')} did not end within ${END_MS / 1000} s of SIGTERM`)
          command.signal('SIGKILL')
        }, END_MS)
        const { code, stderr } = await command.ended
        clearTimeout(timer)
        if (code !== 0 && code !== null)
          late.push(`${words.join(' ')} ended with ${code} after SIGTERM: ${stderr.trim()}`)
      }),
    )
    await Promise.all(this.#watching)
    return late
  }

  /** Ends all at once, whatever they do. */
  async abandon(): Promise<void> {
    this.#dismissed = true
    await Promise.all(this.#posts.map((post) => post.command.kill()))
    await Promise.all(this.#watching)
  }

  async #watch(post: Post): Promise<void> {
    while (!this.#dismissed) {
      const { code, signal, stderr } = await post.command.ended
      if (this.#dismissed) return
      if (!post.expected) {
        this.desertions.push({ who: post.words.join(' '), code, said: `${signal ?? ''} ${stderr}`.trim() })
        await sleep(AGAIN_MS)
        if (this.#dismissed) return
      }
      post.expected = false
      post.command = new LedgerCommand(post.words, this.#ground.environment, post.record)
    }
  }
}
