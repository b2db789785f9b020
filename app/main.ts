/** The composition root: reads the command line, runs one command, and tells the outcome in its exit code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command, CommanderError } from 'commander'
import { readConfig } from '../core/config.js'
import { type ErrorCode, EXIT, type ExitCode, LedgerError, messageOf } from '../core/errors.js'
import { CODE, ROOT } from '../core/paths.js'
import type { CommandModule } from './command.js'
import { makeContext, type OpenContext } from './context.js'
import { watchReader } from './reader.js'
import { printable } from './width.js'

const DIRECTORY = join(CODE, 'app/commands')

/** The verbs: the files of app/commands. */
export function verbs(): string[] {
  return readdirSync(DIRECTORY)
    .filter((name) => /^\w+\.(js|ts)$/.test(name))
    .map((name) => name.slice(0, -3))
    .sort()
}

async function loadCommand(verb: string): Promise<CommandModule> {
  const file = [join(DIRECTORY, `${verb}.js`), join(DIRECTORY, `${verb}.ts`)].find(existsSync)
  const { command }: { command: CommandModule } = await import(pathToFileURL(String(file)).href)
  return command
}

/** Runs one command line (without node and script) and returns the exit code. Never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  const unread = watchReader()
  const json = argv.includes('--json')
  let exit: ExitCode = EXIT.done
  const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const program = new Command('riskledger')
    .description('Fuses the enforcement records of many agencies into one Postgres ledger of entity risk facts.')
    .version(version)
    .configureOutput(AS_OURS)
    .exitOverride()
  const all = verbs()
  // One command is loaded, not all of them: starting stays fast.
  const wanted = argv.find((word) => all.includes(word))
  for (const verb of wanted === undefined ? all : [wanted]) {
    const command = await loadCommand(verb)
    const declared = program
      .command(verb)
      .description(command.about)
      .option('--json', 'one JSON document on stdout')
      .configureOutput(AS_OURS)
      .exitOverride()
    command.declare?.(declared)
    declared.action(async () => {
      exit = await runCommand(command, makeContext(readConfig(ROOT), json, unread), declared.args, declared.opts())
    })
  }
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exit
  } catch (error) {
    return tell(error, json, wanted)
  }
}

// What is wrong with a command line is told as every other error is, by `tell`.
const AS_OURS = { outputError: () => undefined }

// A command that is meant to be ended so is given this long for what it has at hand.
const STOP_MS = 8000
// Then, and at the end of any command: what still keeps the process alive is a connection that waits for an answer.
const [LINGER_MS, LINGER_STOPPED_MS] = [5000, 500]

const INTERRUPTED = new LedgerError(
  'interrupted',
  'The command was stopped by a signal: what was committed stands',
  'Run the same command again: it reads the rest, and nothing twice.',
)

async function runCommand(
  command: CommandModule,
  context: OpenContext,
  args: readonly string[],
  options: Record<string, unknown>,
): Promise<ExitCode> {
  let interrupted = false
  let forced: NodeJS.Timeout | undefined
  const stop = () => {
    if (context.stop()) {
      // Whatever it waits for then (a broker that is away, say), what was committed stands, and this is how it is meant to end.
      forced = setTimeout(() => process.exit(EXIT.done), STOP_MS).unref()
      return
    }
    // What was committed stands and the rest is read again: ending here loses nothing. Whatever fails now fails because of it.
    interrupted = true
    const exit = tell(INTERRUPTED, context.output.json)
    context.close().finally(() => process.exit(exit))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    return await command.run(context, args, options)
  } catch (error) {
    // After a signal the server is on its way down: what the command says of that is only an echo.
    if (interrupted) return await new Promise<never>(() => undefined)
    throw error
  } finally {
    await context.close().catch(() => undefined)
    clearTimeout(forced)
    endWithin(forced === undefined && !context.unread.aborted ? LINGER_MS : LINGER_STOPPED_MS, context.unread)
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

/** Ends the process by then, if it has not ended by itself; what was printed is out first, if anybody reads it. */
function endWithin(ms: number, unread: AbortSignal): void {
  setInterval(() => {
    const out = unread.aborted || process.stdout.writableLength === 0
    if (out && process.stderr.writableLength === 0) process.exit()
  }, ms).unref()
}

const WRONG_USAGE: ReadonlySet<string> = new Set<ErrorCode>(['usage', 'query_invalid', 'mapping_invalid'])

/** Says what went wrong and what to do next; a stack only for what is our own fault. */
function tell(error: unknown, json: boolean, verb?: string): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done
    return error.code === 'commander.help' ? EXIT.wrongUsage : tell(usageOf(error, verb), json)
  }
  if (error instanceof LedgerError) {
    process.stderr.write(printable(`error ${error.code}: ${error.message}\n  next: ${error.hint}\n`))
    if (json) tellJson(error.code, error.message, error.hint)
    return WRONG_USAGE.has(error.code) ? EXIT.wrongUsage : EXIT.operatingError
  }
  process.stderr.write(
    `error: a fault of riskledger itself: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}\n`,
  )
  return EXIT.operatingError
}

/** The parser's sentence, with what it takes to be meant as the next step. */
function usageOf({ message }: CommanderError, verb: string | undefined): LedgerError {
  const [sentence = '', meant] = message.replace(/^error: /, '').split('\n')
  const help = `\`riskledger ${verb === undefined ? '' : `${verb} `}--help\` tells more.`
  return new LedgerError('usage', sentence, `${meant === undefined ? '' : `${meant.replace(/^\(|\)$/g, '')} `}${help}`)
}

function tellJson(code: string, message: string, hint: string): void {
  process.stdout.write(`${JSON.stringify({ error: { code, message, hint } })}\n`)
}
