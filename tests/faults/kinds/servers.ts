/** kill -9 of the servers: Postgres, and the broker. */
import { type Fault, forSeconds, possible } from '../fault.js'

const LONGEST_AWAY_SECONDS = 1.5

export const SERVERS: Readonly<Record<string, Fault>> = {
  'kill-postgres': {
    about: 'kill -9 of the postmaster; at home the ledger starts it again itself',
    missing: possible,
    async inject({ ground, chance }) {
      const pid = await ground.postmaster()
      if (pid === undefined) return undefined
      process.kill(pid, 'SIGKILL')
      const away = await forSeconds(ground.name === 'home' ? 0 : LONGEST_AWAY_SECONDS * chance.unit('away'))
      await ground.recover()
      return `postmaster ${pid}, for ${away}`
    },
  },
  'kill-broker': {
    about: 'kill -9 of the broker, and its start',
    missing: ({ broker }) => (broker === undefined ? 'the log is in Postgres' : undefined),
    async inject({ ground: { broker }, chance }) {
      const pid = broker?.pid
      await broker?.kill()
      const away = await forSeconds(LONGEST_AWAY_SECONDS * chance.unit('away'))
      await broker?.start()
      return `broker ${pid}, for ${away} and its start`
    },
  },
}
