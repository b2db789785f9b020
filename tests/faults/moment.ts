/** When a fault strikes a process: at any time, or while it is in the middle of a transaction, which is seldom and tells most. */
import type { LedgerCommand } from './command.js'
import type { Scene } from './fault.js'

const PATIENCE_MS = 2500

/** Strikes a process: in half of the cases when it has a transaction open, which is waited for up to a time. Returns whom. */
export async function strikeOne(
  { ground, chance }: Scene,
  victim: LedgerCommand,
  strike: () => Promise<unknown> | unknown,
): Promise<string> {
  const inside = chance.unit('inside') < 0.5
  const caught = inside && (await ground.untilInTransaction(victim.pid, PATIENCE_MS))
  await strike()
  return `${victim.words[0]} ${victim.pid}${caught ? ' in a transaction' : ''}`
}
