/** Opens what commands work with, and closes it again. */

import type { Config } from '../core/config.js'
import { LedgerError } from '../core/errors.js'
import { tokenMaker } from '../core/ids.js'
import { makeLog } from '../core/log.js'
import type { Stage } from '../pipelines/stage.js'
import { embeddedLog } from '../topics/embedded.js'
import { type Database, openDatabase } from '../warehouse/database.js'
import type { CommandContext, OpenOptions } from './command.js'
import { makeOutput } from './output.js'
import { makeProgress, type ProgressDisplay } from './progress.js'
import { tokenKey } from './token_key.js'

export interface OpenContext extends CommandContext {
  /** Tells of a signal; true when the command waits for one. */
  stop(): boolean
  close(): Promise<void>
}

/** The context of one command; nothing is opened before it is asked for. */
export function makeContext(config: Config, json: boolean): OpenContext {
  let database: Database | undefined
  let display: ProgressDisplay | undefined
  let stopped: (() => void) | undefined
  const settle = () => {
    display?.stop()
    display = undefined
  }
  const output = makeOutput(json, settle)
  return {
    config,
    output,
    async open(options: OpenOptions = {}): Promise<Stage> {
      if (config.kafkaBrokers !== '')
        throw new LedgerError(
          'not_supported',
          `RISKLEDGER_KAFKA_BROKERS is set to ${config.kafkaBrokers}, and this version has only the embedded log`,
          'Unset RISKLEDGER_KAFKA_BROKERS.',
        )
      const opened = await openDatabase(config, { ...options, onNotice: (text) => output.say(text) })
      database = opened
      display = makeProgress(json, options.narrate === true)
      const topics = embeddedLog(opened)
      await topics.declare(config.topicRetentionDays)
      return {
        database: opened,
        topics,
        log: makeLog(config.logLevel),
        token: tokenMaker(tokenKey(config)),
        batchRows: config.batchRows,
        progress: display.report,
      }
    },
    untilStopped: () =>
      new Promise((resolve) => {
        stopped = resolve
      }),
    stop() {
      stopped?.()
      return stopped !== undefined
    },
    async close() {
      settle()
      const closing = database
      database = undefined
      await closing?.close()
    },
  }
}
