import { join } from 'node:path'
import { EXIT, LedgerError } from '../../core/errors.js'
import { makeLog } from '../../core/log.js'
import { connectorIds } from '../../pipelines/registry.js'
import type { Stage } from '../../pipelines/stage.js'
import type { CommandModule } from '../command.js'
import { countOption } from '../options.js'
import { cannotListen, startReceiver, stopReceiver } from '../receiver.js'

const PORT = 8780
const MOST_MB = 16
const MB = 1 << 20
const STOP_MS = 8000

export const command: CommandModule = {
  about: 'Takes rows that agencies post over HTTP, and answers what became of each.',
  declare: (command) =>
    command
      .option(
        '--host <address>',
        'where to listen; only this machine by default, behind a proxy that speaks TLS',
        '127.0.0.1',
      )
      .option('--port <n>', `port to listen at; ${PORT} by default`)
      .option('--max-mb <n>', `megabytes that one delivery may have; ${MOST_MB} by default`)
      .addHelpText(
        'after',
        '\nA connector takes posts once RISKLEDGER_SECRET_PUSH_<ID> holds its token.\n\nExamples:\n  riskledger receive --port 8780\n  curl -H "Authorization: Bearer …" --data-binary @rows.csv http://127.0.0.1:8780/v1/connectors/<id>/rows\n\nNext: riskledger load --follow',
      ),
  async run(context, _args, options) {
    const stopped = context.untilStopped()
    const { secrets, home } = context.config
    const tokens = new Map(
      connectorIds().flatMap((id) => {
        const token = secrets[`push_${id}`]
        return token === undefined || token === '' ? [] : [[id, token] as const]
      }),
    )
    if (tokens.size === 0)
      throw new LedgerError(
        'secret_missing',
        'No connector has a token, so nobody could post anything',
        'Set RISKLEDGER_SECRET_PUSH_<ID> for each connector that takes posts, as in RISKLEDGER_SECRET_PUSH_CN_CREDIT_PENALTY.',
      )
    const [host, port] = [String(options['host']), countOption(options, 'port', '--port') ?? PORT]
    let stage: Promise<Stage> | undefined
    const failed = () => {
      stage = undefined
      context.close().catch(() => undefined)
    }
    const opened = () => {
      if (stage === undefined) {
        stage = context.open()
        // The next delivery tries anew.
        stage.catch(failed)
      }
      return stage
    }
    await opened()
    const server = await startReceiver({
      host,
      port,
      directory: join(home, 'received'),
      maxBytes: (countOption(options, 'maxMb', '--max-mb') ?? MOST_MB) * MB,
      token: (id) => tokens.get(id),
      stage: opened,
      log: makeLog(context.config.logLevel),
      failed,
    }).catch((error: unknown) => {
      throw cannotListen(host, port, error)
    })
    context.output.line(
      { listening: `http://${host}:${port}`, connectors: [...tokens.keys()] },
      () => `Listening at http://${host}:${port} for ${[...tokens.keys()].join(', ')}. Ctrl-C ends it.`,
    )
    await stopped
    await stopReceiver(server, STOP_MS)
    return EXIT.done
  },
}
