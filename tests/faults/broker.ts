/** A broker behind a proxy: the only address that it tells its clients is the proxy's. */
import kafkajs from 'kafkajs'
import { LocalBroker } from '../../bench/broker.js'
import { TcpProxy } from './tcp_proxy.js'

const LISTENER = 'BEHIND'

export interface BrokerBehindProxy {
  readonly address: string
  readonly proxy: TcpProxy
  readonly pid: number | undefined
  /** Another client, as a stranger would use it. */
  stranger(): kafkajs.Kafka
  start(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

/** Starts a broker out of the jars of Kafka. `guard` is given what ends it before it is started. */
export async function startBroker(jars: string, guard: (end: () => Promise<void>) => void): Promise<BrokerBehindProxy> {
  const proxy = await TcpProxy.open(() => 0)
  const address = `127.0.0.1:${proxy.port}`
  const broker = await LocalBroker.make(jars, {
    listeners: { [LISTENER]: 'PLAINTEXT' },
    properties: {
      'inter.broker.listener.name': LISTENER,
      'advertised.listeners': `${LISTENER}://${address}`,
      // One that was killed is let in again only when its old session is over.
      'broker.session.timeout.ms': '2000',
      'broker.heartbeat.interval.ms': '400',
    },
  })
  proxy.aimAt(() => Number(broker.addresses[LISTENER]?.split(':')[1]))
  guard(async () => {
    await proxy.close()
    await broker.stop()
  })
  await broker.start()
  return {
    address,
    proxy,
    get pid() {
      return broker.pid
    },
    stranger: () => new kafkajs.Kafka({ brokers: [address], logLevel: kafkajs.logLevel.NOTHING }),
    start: () => broker.start(),
    kill: () => broker.kill(),
  }
}
