/** Connections that break, and connections that are slow. */
import { type Fault, forSeconds, type Scene } from '../fault.js'
import type { Ground } from '../ground.js'
import type { TcpProxy } from '../tcp_proxy.js'

const LONGEST_CUT_SECONDS = 1.5
const LONGEST_SLOW_SECONDS = 2
const SLOW_MS = [20, 600] as const

type Way = (ground: Ground) => TcpProxy | undefined

function cut(what: string, way: Way): Fault {
  return {
    about: `all connections to ${what} broken, and refused for a while`,
    missing: (ground) => (way(ground) === undefined ? `no proxy before ${what} here` : undefined),
    async inject({ ground, chance }: Scene) {
      const proxy = way(ground)
      const count = proxy?.cut()
      const lasted = await forSeconds(LONGEST_CUT_SECONDS * chance.unit('lasts'))
      proxy?.mend()
      return `${count} connections to ${what}, and none for ${lasted}`
    },
  }
}

/** What is on its way when it ends still arrives late, and in its order. */
function delay(what: string, way: Way): Fault {
  return {
    about: `everything to and from ${what} takes longer for a while`,
    missing: (ground) => (way(ground) === undefined ? `no proxy before ${what} here` : undefined),
    async inject({ ground, chance }: Scene) {
      const proxy = way(ground)
      const milliseconds = chance.whole('delay', ...SLOW_MS)
      proxy?.slow(milliseconds)
      const lasted = await forSeconds(1 + (LONGEST_SLOW_SECONDS - 1) * chance.unit('lasts'))
      proxy?.mend()
      return `${milliseconds} ms more each way to ${what} for ${lasted}`
    },
  }
}

const toPostgres: Way = ({ postgresProxy }) => postgresProxy
const toKafka: Way = ({ broker }) => broker?.proxy

export const CONNECTIONS: Readonly<Record<string, Fault>> = {
  'cut-postgres': cut('Postgres', toPostgres),
  'delay-postgres': delay('Postgres', toPostgres),
  'cut-kafka': cut('Kafka', toKafka),
  'delay-kafka': delay('Kafka', toKafka),
}
