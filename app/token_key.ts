/** The key of the tokens that stand for personal identifiers. */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../core/config.js'
import { LedgerError, messageOf } from '../core/errors.js'

/** Makes the file whole or not at all: of two processes that make it at once, one wins and the other reads what it made. */
function makeOnce(file: string): void {
  // Processes in containers have the same id.
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/**
 * The key: configured, or made once and kept where only the owner reads. Throws LedgerError home_unusable when it cannot be kept, and
 * token_key_invalid when what is kept is no key.
 */
export function tokenKey(config: Config): Buffer {
  if (config.tokenKey !== '') return Buffer.from(config.tokenKey, 'hex')
  const directory = join(config.home, 'secrets')
  const file = join(directory, 'token')
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    if (!existsSync(file)) makeOnce(file)
  } catch (error) {
    throw new LedgerError(
      'home_unusable',
      `The token key cannot be kept in ${file}: ${messageOf(error)}`,
      'Make RISKLEDGER_HOME writable, or set RISKLEDGER_TOKEN_KEY.',
      error,
    )
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
  if (key.length === 32) return key
  throw new LedgerError(
    'token_key_invalid',
    `${file} does not hold 64 hex digits`,
    'Restore it from a backup: another key makes other tokens, and the same person would count twice.',
  )
}

/** The key where there is one already; undefined where `tokenKey` would make it. Makes nothing. */
export function existingTokenKey(config: Config): Buffer | undefined {
  const kept = config.tokenKey !== '' || existsSync(join(config.home, 'secrets', 'token'))
  return kept ? tokenKey(config) : undefined
}
