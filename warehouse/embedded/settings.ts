import { totalmem } from 'node:os'

const MB = 1024 * 1024

/**
 * The contents of riskledger.conf, written at every start. postgresql.auto.conf is read after it, so what a user sets
 * with ALTER SYSTEM wins. fsync and synchronous_commit stay on: a committed batch survives loss of power.
 */
export function serverSettings(port: number, lz4: boolean): string {
  const memory = Math.floor(totalmem() / MB)
  const settings: Record<string, string | number> = {
    port, // kept here between starts
    max_connections: 50,
    shared_buffers: memory < 4096 ? '128MB' : '256MB',
    effective_cache_size: `${Math.max(256, Math.floor(memory / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    // Bulk loading: few, spread checkpoints, and cheaper full-page images where the build can compress them fast.
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_buffers: '16MB',
    wal_compression: lz4 ? 'lz4' : 'off',
    random_page_cost: 1.1,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // No record contents in logs: a client's ERROR (invalid input: "…") goes to the client and not to the log.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_min_error_statement: 'panic',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`)
  return `# Written by riskledger at every start. Your own settings: ALTER SYSTEM SET …\n${lines.join('\n')}\n`
}

/** The port that settings written by `serverSettings` hold. */
export function portIn(settings: string): number | undefined {
  const port = /^port = '(\d+)'$/m.exec(settings)?.[1]
  return port === undefined ? undefined : Number(port)
}
