/** All kinds of faults, by the name under which they are asked for and counted. */
import type { Fault } from './fault.js'
import { CONNECTIONS } from './kinds/connections.js'
import { DISKS } from './kinds/disk.js'
import { KILLS } from './kinds/kill.js'
import { REPEATS } from './kinds/repeat.js'
import { SERVERS } from './kinds/servers.js'
import { STOPS } from './kinds/stop.js'

export const KINDS: Readonly<Record<string, Fault>> = {
  ...KILLS,
  ...STOPS,
  ...SERVERS,
  ...CONNECTIONS,
  ...DISKS,
  ...REPEATS,
}
