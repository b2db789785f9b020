/** Landing from a place in tests: what came, and what went wrong. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LedgerError } from '../../core/errors.js'
import type { Landed, LandRequest, Place } from '../../sources/place.js'

export const NOW = '2026-03-10T12:00:00.000Z'

export interface Outcome {
  readonly landed: readonly Landed[]
  /** What stands in each file. */
  readonly texts: readonly string[]
  readonly error: LedgerError | null
}

/** Lands all there is in a directory of its own. Anything thrown that is no LedgerError is thrown on. */
export async function landAll(place: Place, changes: Partial<LandRequest> = {}): Promise<Outcome> {
  const request: LandRequest = {
    directory: mkdtempSync(join(tmpdir(), 'riskledger-place-')),
    cursor: null,
    since: null,
    until: null,
    now: NOW,
    secret: (name) => {
      throw new LedgerError('secret_missing', `no ${name}`, 'set it')
    },
    signal: new AbortController().signal,
    ...changes,
  }
  const landed: Landed[] = []
  try {
    for await (const one of place.land(request)) landed.push(one)
    return outcome(landed, null)
  } catch (error) {
    if (error instanceof LedgerError) return outcome(landed, error)
    throw error
  }
}

function outcome(landed: readonly Landed[], error: LedgerError | null): Outcome {
  return { landed, texts: landed.map(({ file }) => readFileSync(file.path, 'utf8')), error }
}
