/** All five stages: ingest with load beside it, then resolve, assess and publish. */
import type { SourceFile } from '../sources/files.js'
import { type Run, readRuns } from '../warehouse/runs.js'
import { type Assessed, assess } from './assess.js'
import { ingest } from './ingest.js'
import { ingestFrom, type PlaceReading } from './land.js'
import { load } from './load.js'
import { publish } from './publish.js'
import type { LoadedConnector } from './registry.js'
import { type Resolved, resolve } from './resolve.js'
import type { Stage } from './stage.js'

/** A loader at work beside the ingester. */
export interface LoaderBeside {
  /** Says that nothing more is coming, and waits until everything is loaded. */
  finish(): Promise<void>
}

/** Who ingests and who loads: threads of their own, or this one. */
export interface Workers {
  /** Ingests jobs one after the other; returns the ids of their runs. */
  ingest(jobs: readonly Job[]): Promise<readonly number[]>
  startLoader(): LoaderBeside
}

/** Ingests here, and loads when that is done; `stop` as ingest has it. */
export function inThisThread(stage: Stage, stop?: () => boolean): Workers {
  return {
    async ingest(jobs) {
      const runIds: number[] = []
      for (const { loaded, files, full, reading } of jobs) {
        if (reading !== undefined) runIds.push(...(await ingestFrom(stage, loaded, reading, stop)))
        else runIds.push(await ingest(stage, loaded, files, { full, stop }))
      }
      return runIds
    },
    startLoader: () => ({ finish: async () => void (await load(stage)) }),
  }
}

export interface Job {
  readonly loaded: LoadedConnector
  readonly files: readonly SourceFile[]
  readonly full: boolean
  /** What is read from a place instead of files. */
  readonly reading?: PlaceReading
}

export interface RunReport {
  readonly runs: readonly Run[]
  readonly resolved: Resolved
  readonly assessed: Assessed
  readonly published: number
  /** Wall-clock seconds of each part. */
  readonly seconds: Readonly<Record<'ingest_and_load' | 'resolve' | 'assess' | 'publish', number>>
}

/** Ingests the jobs while the loader beside takes what has been appended. Returns the runs, loaded. */
export async function ingestAndLoad(stage: Stage, jobs: readonly Job[], workers: Workers): Promise<Run[]> {
  const loader = workers.startLoader()
  let runIds: readonly number[] = []
  try {
    runIds = await workers.ingest(jobs)
  } catch (error) {
    // What was appended is loaded all the same, so that nothing waits unseen; the first failure is the one to tell.
    await loader.finish().catch(() => undefined)
    throw error
  }
  await loader.finish()
  return readRuns(stage.database, runIds)
}

/** The whole job. `asOf` is the date that grades count ages to, as ISO text. */
export async function run(stage: Stage, jobs: readonly Job[], workers: Workers, asOf: string): Promise<RunReport> {
  const [runs, loading] = await timed(() => ingestAndLoad(stage, jobs, workers))
  const [resolved, resolving] = await timed(() => resolve(stage))
  const [assessed, assessing] = await timed(() => assess(stage, { asOf: () => asOf, all: false }))
  const [published, publishing] = await timed(() => publish(stage))
  return {
    runs,
    resolved,
    assessed,
    published,
    seconds: { ingest_and_load: loading, resolve: resolving, assess: assessing, publish: publishing },
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const begin = performance.now()
  const result = await work()
  return [result, Math.round(performance.now() - begin) / 1000]
}
