/** kill -9 of one process of the ledger, which is started again at once. */
import type { Role } from '../crew.js'
import { type Fault, possible, type Scene } from '../fault.js'
import { strikeOne } from '../moment.js'

function killMember(role: Role): Fault {
  return {
    about: `kill -9 of a process that is at work with ${role} --follow`,
    missing: possible,
    async inject(scene) {
      const victim = scene.chance.pick('member', scene.crew.members(role))
      return strikeOne(scene, victim, () => scene.crew.kill(victim))
    },
  }
}

async function killIngester(scene: Scene): Promise<string | undefined> {
  const victim = scene.feeder.current
  if (victim === undefined) return undefined
  let signal: NodeJS.Signals | null = null
  const struck = await strikeOne(scene, victim, async () => {
    signal = (await victim.kill()).signal
  })
  if (signal === null) return undefined
  return `${struck} after ${Math.round(performance.now() - victim.startedAt)} ms`
}

export const KILLS: Readonly<Record<string, Fault>> = {
  'kill-ingester': { about: 'kill -9 of the process that ingests', missing: possible, inject: killIngester },
  'kill-loader': killMember('load'),
  'kill-resolver': killMember('resolve'),
  'kill-assessor': killMember('assess'),
  'kill-publisher': killMember('publish'),
}
