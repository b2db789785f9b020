import { EXIT, LedgerError } from '../../core/errors.js'
import type { Role } from '../../warehouse/database.js'
import { embeddedStatus, stopEmbedded } from '../../warehouse/embedded/server.js'
import { placeOf } from '../../warehouse/failures.js'
import type { CommandContext, CommandModule } from '../command.js'
import { serverJson } from '../jobs.js'
import { actionOf } from '../options.js'

const ROLES = ['analyst', 'loader', 'owner'] as const

export const command: CommandModule = {
  about: 'The database itself: its connection string, and the embedded server without a pipeline.',
  declare: (command) =>
    command
      .argument('[action]', 'status (default), url, start or stop')
      .option('--role <role>', 'for url: analyst (reads schema ledger), loader or owner', 'analyst')
      .addHelpText(
        'after',
        '\nExamples:\n  psql "$(npx riskledger db url)"\n  riskledger db stop\n\n`url` and `start` start the embedded server if need be and leave it running.',
      ),
  async run(context, args, options) {
    const action = actionOf('db', args[0], ['status', 'url', 'start', 'stop'])
    if (action === 'url') return url(context, String(options['role']))
    if (context.config.databaseUrl !== '') return given(context, action)
    if (action === 'start') await context.open({ keep: true })
    const stopped = action === 'stop' ? await stopEmbedded(context.config.home) : undefined
    const status = await embeddedStatus(context.config.home)
    context.output.result(
      { embedded: true, ...(stopped === undefined ? {} : { stopped: stopped === 'stopped' }), ...serverJson(status) },
      () => {
        if (stopped !== undefined)
          return stopped === 'stopped'
            ? 'The embedded Postgres is stopped; its data stay.'
            : 'The embedded Postgres was not running.'
        if (!status.running)
          return `The embedded Postgres is not running. Its data: ${status.dataDirectory}\n\nNext: \`riskledger db start\`.`
        return `The embedded Postgres runs on 127.0.0.1:${status.port} (process ${status.pid}). Its data: ${status.dataDirectory}\n\nNext: \`psql "$(npx riskledger db url)"\`, or \`riskledger db stop\`.`
      },
    )
    return EXIT.done
  },
}

async function url(context: CommandContext, text: string) {
  const role = ROLES.find((known): known is Extract<Role, typeof known> => known === text)
  if (role === undefined) throw new LedgerError('usage', `There is no role '${text}'`, `Roles are ${ROLES.join(', ')}.`)
  const { databaseUrl } = context.config
  if (databaseUrl !== '')
    context.output.say(
      `The server was given by RISKLEDGER_DATABASE_URL: its login holds for every role; \`set role riskledger_${role}\` takes the role.`,
    )
  const found = databaseUrl !== '' ? databaseUrl : (await context.open({ keep: true })).database.url(role)
  context.output.result({ role, url: found }, () => found)
  return EXIT.done
}

/** A server that is not ours is neither started nor stopped. */
function given(context: CommandContext, action: 'status' | 'start' | 'stop') {
  const place = placeOf(context.config.databaseUrl)
  if (action !== 'status')
    throw new LedgerError(
      'usage',
      `The server at ${place} was given by RISKLEDGER_DATABASE_URL and is not ours to ${action}`,
      'Unset RISKLEDGER_DATABASE_URL to use the embedded server.',
    )
  context.output.result(
    { embedded: false, place },
    () => `The server at ${place}, given by RISKLEDGER_DATABASE_URL.\n\nNext: \`riskledger doctor\` tests it.`,
  )
  return EXIT.done
}
