/** A full disk under Postgres. */
import { execFile } from 'node:child_process'
import { rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Fault, forSeconds } from '../fault.js'
import type { Ground } from '../ground.js'

const run = promisify(execFile)
const MB = 1024 * 1024
const MOST_LEFT_MB = 4
const TRIES = 50
const SECONDS = [1.5, 3.5] as const

export const DISKS: Readonly<Record<string, Fault>> = {
  'fill-disk': {
    about: 'the disk of Postgres filled by a ballast file, which is removed later',
    missing: ({ disk }) => (disk === undefined ? 'no disk of its own here, or no right to mount one' : undefined),
    async inject({ ground, chance }) {
      const { disk } = ground
      if (disk === undefined) throw new Error('no disk')
      const ballast = join(disk, 'ballast')
      const leftMb = chance.whole('left', 0, MOST_LEFT_MB)
      await fill(disk, ballast, leftMb * MB)
      const lasted = await forSeconds(SECONDS[0] + (SECONDS[1] - SECONDS[0]) * chance.unit('lasts'))
      const told = await refused(ground)
      rmSync(ballast, { force: true })
      await ground.recover()
      if (told === undefined) return undefined
      return `${leftMb} MB left for ${lasted}, and writers were told so: ${told}`
    },
  },
}

/** Others write meanwhile: what was free a moment ago may be too much now, and then nothing is taken. */
async function fill(disk: string, ballast: string, left: number): Promise<void> {
  for (let tries = TRIES; ; tries--) {
    const { bavail, bsize } = statfsSync(disk)
    const bytes = bavail * bsize - left
    if (bytes <= 0) return
    const failure = await run('fallocate', ['-l', String(bytes), ballast]).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (failure === undefined) return
    if (tries === 0) throw failure
  }
}

/** What Postgres says to who wants a little room for a table, now; it may be gone itself. Undefined: nothing, the disk is not full. */
async function refused({ query }: Ground): Promise<string | undefined> {
  return query('create temp table ballast as select generate_series(1, 2000000)').then(
    () => undefined,
    (error: unknown) => String(Object(error).code),
  )
}
