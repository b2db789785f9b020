/** The fault suite as a command: exit code 0 when nothing was lost, doubled, different, out of order or stuck; 1 otherwise, 2 for a wrong command line. */
import { kafkaJars } from '../../bench/broker.js'
import { Campaign } from './campaign.js'
import { type Options, readOptions, USAGE } from './options.js'
import type { Adapter } from './plan.js'
import { summaryJson, summaryText } from './summary.js'

const say = (text: string) => void process.stderr.write(`${text}\n`)

export async function main(
  argv: readonly string[],
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  let options: Options | 'help'
  try {
    options = readOptions(argv)
  } catch (error) {
    say(error instanceof TypeError ? `${error.message}\n\n${USAGE}` : String(error))
    return 2
  }
  if (options === 'help') {
    write(USAGE)
    return 0
  }
  const { adapters, jars } = await brokerFor(options.adapters)
  if (adapters.length === 0) return 1
  say(`Seed ${options.seed}, ${options.runs} faults, ${adapters.join(' and ')}`)
  const campaign = new Campaign({ ...options, adapters, jars, say })
  let ending: Promise<void> | undefined
  const interrupted = (signal: NodeJS.Signals) => {
    say(`${signal}: ending what was begun …`)
    ending = campaign.end().finally(() => process.exit(130))
  }
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  try {
    const report = await campaign.run()
    write(options.json ? `${JSON.stringify(summaryJson(report), null, 2)}\n` : `${summaryText(report)}\n`)
    return summaryJson(report).ok ? 0 : 1
  } catch (error) {
    if (ending === undefined) throw error
    await ending
    return 130
  } finally {
    process.off('SIGINT', interrupted)
    process.off('SIGTERM', interrupted)
  }
}

/** The adapters that can be had: without a broker to be made, the embedded log alone. */
async function brokerFor(
  wanted: readonly Adapter[],
): Promise<{ adapters: readonly Adapter[]; jars: string | undefined }> {
  if (!wanted.includes('kafka')) return { adapters: wanted, jars: undefined }
  const found = await kafkaJars()
  if ('jars' in found) return { adapters: wanted, jars: found.jars }
  say(`Kafka is skipped: ${found.missing}`)
  return { adapters: wanted.filter((adapter) => adapter !== 'kafka'), jars: undefined }
}
