/**
 * The place that is a directory into which others put files. A file is taken when it is complete, once by its content, and as a copy: what its writer does to it
 * afterwards changes nothing that is being read.
 */
import { lstat, mkdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { LedgerError, messageOf } from '../../core/errors.js'
import type { SourceFile } from '../files.js'
import type { LandRequest, Place } from '../place.js'
import { duration, secondsOf } from './declared.js'
import { AWAY, type Dropped, isBelow, listDropped, openDropped, readDropped, unchanged } from './drop_files.js'

export const dropDeclaration = z.strictObject({
  type: z.literal('drop'),
  /** Null: the directory of the connector in the inbox (RISKLEDGER_INBOX), which is made when it is missing. */
  directory: z.string().min(1).nullable().default(null),
  /** Names of files that are taken: `*` is any text, `?` any character. */
  pattern: z
    .string()
    .max(100)
    .regex(/^[^/\\]+$/, 'expected a name without directories, as in *.csv')
    .default('*'),
  subdirectories: z.boolean().default(false),
  order: z.enum(['name', 'mtime']).default('name'),
  /** `marker`: when a file of its name and this ending lies beside it. `rest`: when nothing was written to it for so long. */
  complete: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('marker'), ending: z.enum(['.done', '.ok']).default('.done') }),
      z.strictObject({ by: z.literal('rest'), for: duration.default('60s') }),
    ])
    .default({ by: 'rest', for: '60s' }),
  /** `move`: into done/, or failed/ when it could not be read to its end. */
  after: z.enum(['leave', 'move']).default('leave'),
  /** `whole`: each file holds all that the publisher has. */
  each: z.enum(['part', 'whole']).default('part'),
})
export type DropDeclaration = z.output<typeof dropDeclaration>

// A clock that is ahead by more than this is told of.
const AHEAD_MS = 60_000

/** Opens a drop; `inbox` is where it lies when its declaration says nothing. */
export function openDrop(declaration: DropDeclaration, inbox: string): Place {
  const directory = declaration.directory ?? inbox
  // What was landed in this run, by its copy.
  const taken = new Map<string, Dropped>()
  return {
    where: `the drop ${directory}`,
    async *land(request) {
      if (declaration.directory === null) await made(directory)
      const tell = (name: string, why: string) => request.tell?.(`${join(directory, name)} is not taken: ${why}`)
      const { ready, waiting } = await complete(declaration, directory, request, tell)
      for (const [index, dropped] of ready.entries()) {
        const landed = await copied(directory, dropped, index, request, tell)
        if (landed === 'known') {
          if (declaration.after === 'move') await moveAway(declaration, directory, dropped, AWAY.read)
          continue
        }
        if (landed === undefined) continue
        taken.set(landed.path, dropped)
        yield { file: landed, cursor: null, whole: declaration.each === 'whole', origin: dropped.path }
      }
      if (taken.size === 0) request.tell?.(nothingTaken(declaration, directory, ready.length, waiting))
    },
    async done(file, broken) {
      const dropped = taken.get(file.path)
      if (dropped === undefined || declaration.after === 'leave') return
      await moveAway(declaration, directory, dropped, broken ? AWAY.broken : AWAY.read)
    },
  }
}

async function made(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true }).catch((error: unknown) => {
    throw new LedgerError(
      'source_unreadable',
      `The drop ${directory} cannot be made: ${messageOf(error)}`,
      'Make it, or set RISKLEDGER_INBOX to a directory that riskledger may write.',
      error,
    )
  })
}

/** Why a run over a drop took nothing. */
function nothingTaken(
  { pattern, complete }: DropDeclaration,
  directory: string,
  ready: number,
  waiting: number,
): string {
  const lacks =
    complete.by === 'marker' ? `lack their marker (${complete.ending})` : `did not rest for ${complete.for} yet`
  const reasons = [
    ...(ready > 0 ? [`${ready} were read before, or are told of by name`] : []),
    ...(waiting > 0 ? [`${waiting} ${lacks}`] : []),
  ]
  return `${directory} gave nothing: ${reasons.length === 0 ? `it holds no files ${pattern}` : `of its files ${pattern} ${reasons.join(', ')}`}`
}

type Tell = (name: string, why: string) => void

/** The complete files of the pattern, in the declared order, and how many are not yet. */
async function complete(
  { pattern, subdirectories, order, complete }: DropDeclaration,
  directory: string,
  { now }: LandRequest,
  tell: Tell,
): Promise<{ readonly ready: readonly Dropped[]; readonly waiting: number }> {
  const matches = matcher(pattern)
  const listed = await listDropped(directory, subdirectories, (name, why) => {
    if (matches(basename(name))) tell(name, why)
  })
  const markers =
    complete.by === 'marker'
      ? new Set(listed.map(({ name }) => name).filter((name) => name.endsWith(complete.ending)))
      : null
  const data = listed.filter(({ name }) => {
    const isMarker = name.endsWith('.done') || (complete.by === 'marker' && name.endsWith(complete.ending))
    return matches(basename(name)) && !isMarker
  })
  const ready = data.filter(({ name, stats }) => {
    if (complete.by === 'marker') return markers?.has(name + complete.ending) === true
    // Of the status and not of the content: who copies a file may set the latter as he likes, long before he is done.
    const rest = Date.parse(now) - stats.ctimeMs
    if (rest < -AHEAD_MS) tell(name, `it was written at ${stats.ctime.toISOString()}, which is yet to come`)
    return rest >= secondsOf(complete.for) * 1000
  })
  const byName = (a: Dropped, b: Dropped) => (a.name < b.name ? -1 : 1)
  ready.sort((a, b) => (order === 'mtime' ? a.stats.mtimeMs - b.stats.mtimeMs : 0) || byName(a, b))
  return { ready, waiting: data.length - ready.length }
}

/** Tells the names of a pattern, in time that grows with their length and no faster: names are anybody's. */
export function matcher(pattern: string): (name: string) => boolean {
  const wanted = [...pattern]
  return (text) => {
    const name = [...text]
    let [at, star, resumed] = [0, -1, 0]
    for (let index = 0; index < name.length; ) {
      if (wanted[at] === '*') {
        star = at++
        resumed = index
      } else if (wanted[at] === '?' || wanted[at] === name[index]) {
        at++
        index++
      } else if (star >= 0) {
        // The last star takes one character more.
        at = star + 1
        index = ++resumed
      } else return false
    }
    return wanted.slice(at).every((part) => part === '*')
  }
}

/** A copy of a file for us alone; `known` when its content was read before, undefined when it is not to be had now. */
async function copied(
  directory: string,
  dropped: Dropped,
  index: number,
  { directory: landing, taken }: LandRequest,
  tell: Tell,
): Promise<SourceFile | 'known' | undefined> {
  const name = basename(dropped.name)
  const path = join(landing, `${index}-copy`)
  let handle: Awaited<ReturnType<typeof openDropped>>
  try {
    handle = await openDropped(directory, dropped)
    if (handle === undefined) {
      tell(dropped.name, 'it changes just now')
      return undefined
    }
    const hash = await readDropped(handle, null)
    if ((await taken?.(hash)) === true) return 'known'
    const again = await readDropped(handle, path)
    if (again === hash && unchanged(dropped.stats, await handle.stat()))
      return { name, path, bytes: dropped.stats.size }
    tell(dropped.name, 'it changed while it was read')
    return undefined
  } catch (error) {
    if (error instanceof LedgerError) throw error
    tell(dropped.name, messageOf(error))
    return undefined
  } finally {
    await handle?.close()
  }
}

/** Moves a file, and its marker, below the drop; one that is another by now stays. */
async function moveAway(
  { complete }: DropDeclaration,
  directory: string,
  dropped: Dropped,
  to: (typeof AWAY)[keyof typeof AWAY],
): Promise<void> {
  const target = join(directory, to, dropped.name)
  try {
    const now = await lstat(dropped.path).catch(() => undefined)
    if (now === undefined || !unchanged(dropped.stats, now)) return
    await mkdir(dirname(target), { recursive: true })
    if (!(await isBelow(directory, dirname(target))) || !(await isBelow(directory, dirname(dropped.path))))
      throw new LedgerError(
        'place_unsafe',
        `${dirname(target)} leads out of the drop ${directory}`,
        'Remove the symbolic link, and look who made it.',
      )
    const free = await freeName(target)
    if (complete.by === 'marker')
      await rename(dropped.path + complete.ending, free + complete.ending).catch(() => undefined)
    await rename(dropped.path, free)
  } catch (error) {
    if (error instanceof LedgerError) throw error
    throw new LedgerError(
      'place_refused',
      `${dropped.path} was read and cannot be moved to ${target}: ${messageOf(error)}`,
      'Give the right to write in the drop, or declare `after: leave`; the file is not read again.',
      error,
    )
  }
}

/** The name itself, or with a number behind it: a file that was moved away before must not be overwritten. */
async function freeName(path: string): Promise<string> {
  for (let count = 0; ; count++) {
    const name = count === 0 ? path : `${path}.${count}`
    if ((await lstat(name).catch(() => undefined)) === undefined) return name
  }
}
