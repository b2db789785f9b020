/** Kafka Connect, standalone, as a process of its own on 127.0.0.1; its jars come from Maven (connect/pom.xml). */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../core/errors.js'
import { ROOT } from '../core/paths.js'
import { freePort } from './broker.js'
import { guarded } from './ends.js'

const START_SECONDS = 90
const STOP_SECONDS = 30

export interface Connect {
  /** Makes a connector that nobody has run before, and waits for its tasks to be there. */
  create(config: Readonly<Record<string, string>>): Promise<Connector>
  stop(): Promise<void>
}

export interface Connector {
  /** The state of each task, as Connect's REST API tells it: RUNNING, FAILED and so on; and why the first that failed did. */
  tasks(): Promise<{ states: string[]; reason: string | null }>
}

/** Why Connect cannot run on this machine; null when it can. */
export function whyNoConnect(): string | null {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' })
    classPath()
    return null
  } catch (error) {
    return `Kafka Connect needs Java, and its jars from Maven: ${messageOf(error)}`
  }
}

/** Fetches the jars once; the class path. */
function classPath(): string {
  const jars = join(homedir(), '.cache/riskledger-bench/debezium-jdbc-3.5.0.Final')
  if (!existsSync(join(jars, '.complete'))) {
    mkdirSync(jars, { recursive: true })
    const pom = join(ROOT, 'bench/connect/pom.xml')
    const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${jars}`]
    execFileSync('mvn', ['-q', '-B', '-f', pom, ...copy], { stdio: ['ignore', 'ignore', 'inherit'] })
    writeFileSync(join(jars, '.complete'), '')
  }
  return `${join(ROOT, 'bench/connect')}:${jars}/*`
}

/** Starts Connect and waits until it answers. Its log and its offsets are files in `work`. */
export async function startConnect(brokers: string, work: string, heap: string): Promise<Connect> {
  const url = `http://127.0.0.1:${await freePort()}`
  mkdirSync(work, { recursive: true })
  const settings = join(work, 'worker.properties')
  writeFileSync(
    settings,
    `bootstrap.servers=${brokers}
listeners=${url}
offset.storage.file.filename=${join(work, 'connect.offsets')}
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
plugin.discovery=service_load
`,
  )
  const log = openSync(join(work, 'connect.log'), 'a')
  const main = 'org.apache.kafka.connect.cli.ConnectStandalone'
  const java = [`-Xms${heap}`, `-Xmx${heap}`, '-XX:+UseParallelGC', '-cp', classPath(), main, settings]
  const child = spawn('java', java, { cwd: work, stdio: ['ignore', log, log] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = guarded(async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000)
    await ended
    clearTimeout(late)
  })
  for (let tries = 0; !(await answers(url)); tries++) {
    if (tries < START_SECONDS * 4 && child.exitCode === null) await sleep(250)
    else {
      await stop()
      throw new Error(`Kafka Connect did not start: see ${join(work, 'connect.log')}`)
    }
  }
  return { create: (config) => create(url, config), stop }
}

async function answers(url: string): Promise<boolean> {
  return await fetch(`${url}/connectors`).then(
    (response) => response.ok,
    () => false,
  )
}

async function create(url: string, config: Readonly<Record<string, string>>): Promise<Connector> {
  // The name is that of the consumer group too: one of its own, so that it begins where the topic does.
  const name = `sink-${Date.now()}`
  const body = JSON.stringify({ name, config })
  const response = await fetch(`${url}/connectors`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  if (!response.ok) throw new Error(`Kafka Connect refused the connector: ${await response.text()}`)
  while ((await tasks(url, name)).states.length === 0) await sleep(100)
  return { tasks: () => tasks(url, name) }
}

async function tasks(url: string, name: string): ReturnType<Connector['tasks']> {
  const response = await fetch(`${url}/connectors/${name}/status`)
  if (response.status === 404) return { states: [], reason: null }
  const status: { tasks: { state: string; trace?: string }[] } = JSON.parse(await response.text())
  const failed = status.tasks.find(({ trace }) => trace !== undefined)
  return { states: status.tasks.map(({ state }) => state), reason: failed?.trace ?? null }
}
