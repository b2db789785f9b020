/** A real broker as a process of its own, out of the jars that Maven has: a single node in KRaft mode on 127.0.0.1. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ROOT } from '../core/paths.js'

const run = promisify(execFile)
const HERE = join(ROOT, 'bench/kafka')
const JARS = join(ROOT, 'node_modules/.cache/riskledger/kafka')
const READY_MS = 90_000
const END_MS = 20_000

/** The directory of the jars, fetched once; undefined with the reason where there is no Java or Maven. */
export async function kafkaJars(): Promise<{ jars: string } | { missing: string }> {
  for (const program of ['java', 'mvn'])
    if (
      !(await run(program, ['-version']).then(
        () => true,
        () => false,
      ))
    )
      return { missing: `no ${program} on this machine` }
  if (existsSync(JARS)) return { jars: JARS }
  const draft = `${JARS}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  const goal = [
    '-q',
    '-B',
    '-f',
    join(HERE, 'pom.xml'),
    'dependency:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${draft}`,
  ]
  try {
    await run('mvn', goal)
    // Several test files may have fetched them at once: one of them puts them in place.
    renameSync(draft, JARS)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(JARS))
      return { missing: `Maven does not give the jars of Kafka: ${String(error).split('\n').slice(0, 2).join(' ')}` }
  }
  return { jars: JARS }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** More listeners and settings for a broker that asks for a login, speaks TLS and the like. */
export interface BrokerOptions {
  /** As `NAME: protocol` of Kafka, such as `LOGIN: 'SASL_PLAINTEXT'`. */
  readonly listeners?: Readonly<Record<string, string>>
  readonly properties?: Readonly<Record<string, string>>
  /** Of the tool that formats the storage, such as `--add-scram`. */
  readonly format?: readonly string[]
  /** Makes files in the broker's directory, and returns the settings that name them. */
  readonly prepare?: (directory: string) => Record<string, string>
}

export class LocalBroker {
  readonly directory = mkdtempSync(join(tmpdir(), 'riskledger-kafka-'))
  /** host:port of a listener. */
  readonly addresses: Readonly<Record<string, string>>
  readonly #jars: string
  readonly #options: BrokerOptions
  readonly #controller: number
  #process: ChildProcess | undefined

  private constructor(
    jars: string,
    options: BrokerOptions,
    ports: Readonly<Record<string, number>>,
    controller: number,
  ) {
    this.#jars = jars
    this.#options = options
    this.#controller = controller
    this.addresses = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `127.0.0.1:${port}`]))
  }

  static async make(jars: string, options: BrokerOptions = {}): Promise<LocalBroker> {
    const ports: Record<string, number> = {}
    for (const name of ['PLAIN', ...Object.keys(options.listeners ?? {})]) ports[name] = await freePort()
    const broker = new LocalBroker(jars, options, ports, await freePort())
    broker.#writeProperties(options.prepare?.(broker.directory) ?? {})
    const format = [
      'kafka.tools.StorageTool',
      'format',
      '--standalone',
      '-t',
      'MkU3OEVBNTcwNTJENDM2Qg',
      '-c',
      broker.#properties,
    ]
    await run('java', [...broker.#java('-Xmx128m', '-XX:TieredStopAtLevel=1'), ...format, ...(options.format ?? [])])
    return broker
  }

  get brokers(): string {
    return String(this.addresses['PLAIN'])
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  get #properties(): string {
    return join(this.directory, 'server.properties')
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const child = spawn(
      'java',
      [...this.#java('-Xms256m', '-Xmx512m', '-XX:+UseG1GC'), 'kafka.Kafka', this.#properties],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const out = createWriteStream(join(this.directory, 'kafka.out'), { flags: 'a' })
    child.stdout.pipe(out)
    child.stderr.pipe(out)
    this.#process = child
    const end = Date.now() + READY_MS
    while (!(await answers(this.brokers))) {
      if (child.exitCode !== null || Date.now() > end)
        throw new Error(
          `the broker did not start: ${readFileSync(join(this.directory, 'kafka.out'), 'utf8').slice(-2000)}`,
        )
      await sleep(100)
    }
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    rmSync(this.directory, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    const forced = setTimeout(() => child.kill('SIGKILL'), END_MS)
    await ended
    clearTimeout(forced)
  }

  #java(...flags: string[]): string[] {
    return [...flags, '-cp', `${HERE}:${this.#jars}/*`, `-Dlog4j2.configurationFile=${join(HERE, 'log4j2.properties')}`]
  }

  #writeProperties(prepared: Readonly<Record<string, string>>): void {
    const listeners = Object.entries(this.addresses).map(([name, address]) => `${name}://${address}`)
    const protocols = [
      'CONTROLLER:PLAINTEXT',
      'PLAIN:PLAINTEXT',
      ...Object.entries(this.#options.listeners ?? {}).map(([name, protocol]) => `${name}:${protocol}`),
    ]
    const properties: Record<string, string> = {
      'process.roles': 'broker,controller',
      'node.id': '1',
      listeners: [...listeners, `CONTROLLER://127.0.0.1:${this.#controller}`].join(','),
      'advertised.listeners': listeners.join(','),
      'controller.listener.names': 'CONTROLLER',
      'inter.broker.listener.name': 'PLAIN',
      'listener.security.protocol.map': protocols.join(','),
      'controller.quorum.bootstrap.servers': `127.0.0.1:${this.#controller}`,
      'log.dirs': join(this.directory, 'log'),
      'auto.create.topics.enable': 'true',
      'num.partitions': '1',
      'offsets.topic.replication.factor': '1',
      'offsets.topic.num.partitions': '3',
      'transaction.state.log.replication.factor': '1',
      'transaction.state.log.min.isr': '1',
      'transaction.state.log.num.partitions': '1',
      'group.initial.rebalance.delay.ms': '0',
      'log.cleaner.dedupe.buffer.size': '8388608',
      'log.retention.check.interval.ms': '500',
      'log.initial.task.delay.ms': '500',
      'file.delete.delay.ms': '100',
      ...this.#options.properties,
      ...prepared,
    }
    writeFileSync(
      this.#properties,
      Object.entries(properties)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    )
  }
}

function answers(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':')
  return new Promise((resolve) => {
    const socket = connect(Number(port), host)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
