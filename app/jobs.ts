/** From a command line to jobs: which connectors read which files or places. */
import { join } from 'node:path'
import type { Config } from '../core/config.js'
import { LedgerError } from '../core/errors.js'
import { bundledPath, connectorIds, type LoadedConnector, loadConnectors } from '../pipelines/registry.js'
import type { Job, RunReport } from '../pipelines/run.js'
import { listFiles, type SourceFile } from '../sources/files.js'
import type { EmbeddedStatus } from '../warehouse/embedded/server.js'
import type { Run } from '../warehouse/runs.js'
import type { Findings } from './findings.js'
import { table } from './output.js'
import { configuredPlaceOf, daysOf, type JobOptions, placeOf } from './place_options.js'

/**
 * The jobs for some connectors (none: all that have something to read). A named file goes with exactly one connector. Without one a connector that is named
 * reads from its place, one that is not only where riskledger.yaml speaks of its place, and each else from its bundled files, which are the whole of what they
 * stand for. Every path and every declaration is looked at before anything is read.
 */
export async function jobsOf(ids: readonly string[], options: JobOptions, config: Config): Promise<Job[]> {
  const { file, full = false, bundled = false } = options
  if (file !== undefined && ids.length !== 1)
    throw new LedgerError(
      'usage',
      `--file belongs to one connector, and ${ids.length} are named`,
      'Name the connector whose file it is, as in `riskledger run cn_credit_penalty --file penalties.csv`.',
    )
  if (file !== undefined && bundled)
    throw new LedgerError('usage', '--file and --bundled name two things to read', 'Leave one of them out.')
  const days = daysOf(options)
  const named = await loadConnectors(ids.length === 0 ? connectorIds() : ids)
  const reads = (one: LoadedConnector) => {
    if (file !== undefined || bundled) return undefined
    return ids.length === 0 ? configuredPlaceOf(one, config) : placeOf(one, config)
  }
  const hasSource = (one: LoadedConnector) => one.connector.source.files !== '' || reads(one) !== undefined
  const loaded = ids.length === 0 ? named.filter(hasSource) : named
  return Promise.all(
    loaded.map(async (one) => {
      const declaration = reads(one)
      if (declaration !== undefined) {
        const { home, secrets } = config
        const reading = { declaration, home, inbox: join(config.inbox, one.id), secrets, ...days, full }
        return { loaded: one, files: [], full, reading }
      }
      if (days.since !== null || days.until !== null)
        throw new LedgerError(
          'usage',
          `--since and --until are for places, and ${one.id} reads files`,
          'Leave them out: rows that are known already change nothing.',
        )
      return { loaded: one, files: await someFiles(file ?? bundledPath(one)), full: full || file === undefined }
    }),
  )
}

async function someFiles(path: string): Promise<SourceFile[]> {
  const files = await listFiles(path)
  if (files.length > 0) return files
  throw new LedgerError(
    'source_missing',
    `There is no file to read in ${path}`,
    'Name the file itself: hidden files, *.done, *.manifest.json and folders inside are left out.',
  )
}

/** What `run --json` and `ingest --json` print of one run. */
export function runSummary(run: Run, loaded: boolean) {
  const seconds =
    run.finished_at === null ? null : Math.round((run.finished_at.getTime() - run.started_at.getTime()) / 10) / 100
  const { connector, run_id, status, read, accepted, rejected, ignored, records } = run
  const head = { connector, run_id, status, read, accepted, rejected, ignored, records }
  const figures = loaded
    ? {
        inserted: run.inserted,
        updated: run.updated,
        unchanged: run.unchanged + run.repeated,
        unloadable: run.unloadable,
        withdrawn: run.withdrawn,
      }
    : {}
  return { ...head, ...figures, file_faults: run.file_faults, error: run.error, seconds }
}

/** What `run --json` and `start --json` print of all five stages. */
export function reportJson(report: RunReport, { quarantine, signals }: Findings) {
  const { resolved, assessed, published, seconds } = report
  const connectors = report.runs.map((one) => runSummary(one, true))
  return { connectors, quarantine, signals, resolved, assessed, published, seconds }
}

/** The runs as a table. */
export function runTable(runs: readonly Run[], loaded: boolean): string {
  const head = [
    'connector',
    'read',
    'accepted',
    'rejected',
    'ignored',
    ...(loaded ? ['inserted', 'updated', 'unchanged', 'withdrawn'] : ['records']),
  ]
  return table(
    head,
    runs.map((run) => [
      run.connector,
      run.read,
      run.accepted,
      run.rejected,
      run.ignored,
      ...(loaded ? [run.inserted, run.updated, run.unchanged + run.repeated, run.withdrawn] : [run.records]),
    ]),
  )
}

/** The embedded server as JSON documents show it. */
export function serverJson({ running, port, pid, dataDirectory }: EmbeddedStatus) {
  return { running, port: port ?? null, pid: pid ?? null, data_directory: dataDirectory }
}
