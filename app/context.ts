/** Opens what commands work with, and closes it again. */

import type { Config } from '../core/config.js'
import { tokenMaker } from '../core/ids.js'
import { makeLog } from '../core/log.js'
import type { Stage } from '../pipelines/stage.js'
import type { TopicLog } from '../topics/log.js'
import { openLog } from '../topics/open.js'
import { type Database, openDatabase, openIfReady } from '../warehouse/database.js'
import { ledgerId } from '../warehouse/runs.js'
import type { CommandContext, OpenOptions } from './command.js'
import { declareConnectors } from './freshness.js'
import { makeOutput } from './output.js'
import { makeProgress, type ProgressDisplay } from './progress.js'
import { existingTokenKey, tokenKey } from './token_key.js'

export interface OpenContext extends CommandContext {
  /** Tells of a signal; true when the command waits for one. */
  stop(): boolean
}

/** The context of one command; nothing is opened before it is asked for. */
export function makeContext(config: Config, json: boolean, unread: AbortSignal): OpenContext {
  let database: Database | undefined
  let topics: TopicLog | undefined
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
    unread,
    async open(options: OpenOptions = {}): Promise<Stage> {
      const opened = await openDatabase(config, { ...options, onNotice: (text) => output.say(text) })
      database = opened
      display = makeProgress(json, options.narrate === true)
      const log = makeLog(config.logLevel)
      topics = await openLog(config.kafka, opened, log)
      await topics.declare(config.topicRetentionDays)
      await declareConnectors(opened, true)
      return {
        database: opened,
        topics,
        ledgerId: await ledgerId(opened),
        sessionTimeoutSeconds: config.sessionTimeoutSeconds,
        log,
        token: tokenMaker(tokenKey(config)),
        batchRows: config.batchRows,
        progress: display.report,
      }
    },
    async openIfReady() {
      database = await openIfReady(config)
      if (database === undefined) return undefined
      const key = existingTokenKey(config)
      return { database, token: key === undefined ? undefined : tokenMaker(key) }
    },
    untilStopped: () =>
      new Promise((resolve) => {
        stopped = resolve
        if (unread.aborted) resolve()
        else unread.addEventListener('abort', () => resolve(), { once: true })
      }),
    stop() {
      stopped?.()
      return stopped !== undefined
    },
    async close() {
      settle()
      const [log, closing] = [topics, database]
      topics = undefined
      database = undefined
      await log?.close()
      await closing?.close()
    },
  }
}
