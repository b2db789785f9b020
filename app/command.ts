/** What a command is, and what it is given. The folder app/commands is the registry: its files are the verbs. */
import type { Command } from 'commander'
import type { Config } from '../core/config.js'
import type { ExitCode } from '../core/errors.js'
import type { Stage } from '../pipelines/stage.js'
import type { Database } from '../warehouse/database.js'
import type { Output } from './output.js'

export interface OpenOptions {
  /** The embedded server goes on when this process ends. */
  readonly keep?: boolean
  /** Where there is no terminal for a bar, a line on stderr for each thing begun. */
  readonly narrate?: boolean
}

/** A warehouse that is only looked at. */
export interface LookAt {
  readonly database: Database
  readonly token: Stage['token'] | undefined
}

export interface CommandContext {
  readonly config: Config
  readonly output: Output
  /** Aborted once nobody reads stdout any more. */
  readonly unread: AbortSignal
  /** Opens the warehouse and the log; main closes them when the command ends. */
  open(options?: OpenOptions): Promise<Stage>
  /** Opens the warehouse only if one is at hand, for who looks: nothing is started, made or migrated. `token` is undefined while there is no key. */
  openIfReady(): Promise<LookAt | undefined>
  /** Closes what is open before the command ends, to open it anew. */
  close(): Promise<void>
  /** Waits for Ctrl-C or SIGTERM, which then are how the command is meant to end; or until nobody reads it any more. */
  untilStopped(): Promise<void>
}

export interface CommandModule {
  /** One line for `riskledger --help`. */
  readonly about: string
  /** Declares arguments, options and examples. */
  declare?(command: Command): void
  /** Does the work and returns the exit code. `options` are commander's, `args` the operands. */
  run(context: CommandContext, args: readonly string[], options: Readonly<Record<string, unknown>>): Promise<ExitCode>
}
