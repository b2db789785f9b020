/** Reads a place as a run does, without a ledger. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Landed, LandRequest, Place } from '../../sources/place.js'

/** A request with nothing read before, in a directory of its own. */
export function askFor(more: Partial<LandRequest> = {}): LandRequest {
  return {
    directory: mkdtempSync(join(tmpdir(), 'riskledger-landing-')),
    cursor: null,
    since: null,
    until: null,
    now: '2025-06-01T00:00:00.000Z',
    secret: (name) => {
      throw new Error(`no secret ${name}`)
    },
    signal: new AbortController().signal,
    ...more,
  }
}

/** Everything that a place lands, with the text of each document. */
export async function landAll(place: Place, request: LandRequest): Promise<(Landed & { readonly text: string })[]> {
  const all: (Landed & { readonly text: string })[] = []
  for await (const landed of place.land(request)) all.push({ ...landed, text: readFileSync(landed.file.path, 'utf8') })
  return all
}
