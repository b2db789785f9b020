/** What has to be ended: servers, processes, topics and directories. None of it outlives the measurement, however that ends. */

const open = new Set<() => Promise<void>>()
let over = false

/** Has `end` called when everything ends, if not before by the function that this returns. It is called once. Throws when everything is being ended. */
export function guarded(end: () => Promise<unknown>): () => Promise<void> {
  let ended: Promise<void> | undefined
  const once = () => {
    open.delete(once)
    ended ??= end().then(() => undefined)
    return ended
  }
  open.add(once)
  if (!over) return once
  once().catch(told)
  throw new Error('interrupted')
}

/** Throws when everything is being ended: what was measured meanwhile is worth nothing. */
export function refuseInterrupted(): void {
  if (over) throw new Error('interrupted')
}

/** Ends what is open, the last first, and lets nothing new begin. */
export async function endAll(): Promise<void> {
  over = true
  for (let last = [...open].at(-1); last !== undefined; last = [...open].at(-1)) await last().catch(told)
}

/** Ends everything on Ctrl-C and SIGTERM too, and after an error that nobody caught. */
export function endOnSignals(): void {
  const leave = async () => {
    await endAll()
    process.exit(1)
  }
  process.once('SIGINT', leave)
  process.once('SIGTERM', leave)
  process.once('uncaughtException', (error) => {
    console.error(error)
    leave()
  })
}

function told(error: unknown): void {
  console.error(`not ended: ${String(error)}`)
}
