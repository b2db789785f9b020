/** SIGSTOP of a process for longer than its session lasts, and then SIGCONT: it goes on as if nothing had been, where others have taken over. */
import type { LedgerCommand } from '../command.js'
import type { Role } from '../crew.js'
import { type Fault, forSeconds, possible, type Scene } from '../fault.js'
import { strikeOne } from '../moment.js'

const LONGEST_BEYOND_SECONDS = 1.5

const secondsOf = ({ chance, sessionTimeoutSeconds }: Scene) =>
  sessionTimeoutSeconds + 0.3 + LONGEST_BEYOND_SECONDS * chance.unit('beyond')

function stopMember(role: Role, owned: string | undefined): Fault {
  return {
    about: `SIGSTOP of a process that is at work with ${role} --follow, past its session, and SIGCONT`,
    missing: possible,
    async inject(scene) {
      const victim = await ownerOr(scene, role, owned)
      const struck = await strikeOne(scene, victim, () => victim.signal('SIGSTOP'))
      if (!victim.stopped) return undefined
      const lasted = await forSeconds(secondsOf(scene))
      victim.signal('SIGCONT')
      return `${struck} stood still for ${lasted}`
    },
  }
}

/** The member that owns what matters most, found by the name of its connections; any one where nobody owns anything. */
async function ownerOr({ ground, crew, chance }: Scene, role: Role, topic: string | undefined): Promise<LedgerCommand> {
  const members = crew.members(role)
  const rows = await ground
    .query<{ connections: string }>(
      `select distinct m.connections from topic.owner o join topic.member m using (member_id)
        where o.consumer = $1 and o.topic = $2`,
      [role, topic],
    )
    .catch(() => [])
  const owners = members.filter((member) =>
    rows.some(({ connections }) => member.includes(Number(connections.split(' ')[2]))),
  )
  return chance.pick('member', owners.length > 0 ? owners : members)
}

/**
 * An ingester has no session but its connection: that is ended while it stands still, another one takes up its file, and then it goes on with
 * what it has in memory.
 */
async function stopIngester(scene: Scene): Promise<string | undefined> {
  const { ground, feeder } = scene
  const victim = feeder.current
  if (victim === undefined) return undefined
  const struck = await strikeOne(scene, victim, () => victim.signal('SIGSTOP'))
  if (!victim.stopped) return undefined
  const ended = await ground
    .query('select pg_terminate_backend(pid) from pg_stat_activity where application_name like $1', [
      `riskledger % ${victim.pid} %`,
    ])
    .catch(() => [])
  feeder.leave()
  const lasted = await forSeconds(secondsOf(scene))
  victim.signal('SIGCONT')
  const { code } = await victim.ended
  return `${struck} lost ${ended.length} connections, stood still for ${lasted}, ended with ${code}`
}

export const STOPS: Readonly<Record<string, Fault>> = {
  'stop-ingester': {
    about: 'SIGSTOP of the process that ingests, its connections to Postgres ended, and SIGCONT beside its successor',
    missing: possible,
    inject: stopIngester,
  },
  'stop-loader': stopMember('load', 'riskledger.penalty.v1'),
  'stop-resolver': stopMember('resolve', undefined),
  'stop-assessor': stopMember('assess', undefined),
  'stop-publisher': stopMember('publish', 'outbox'),
}
