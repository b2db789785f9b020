/** Rows that are broken on purpose: bundled samples hold them, so that every branch of a connector is shown, and expected.json says what becomes of each. */
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Job } from '../pipelines/run.js'
import { readExpectations } from '../pipelines/sample.js'

const rejected = z.object({ fate: z.literal('rejected') })

/** `connector file:line` of every row that the samples among the files of some jobs hold to be rejected. */
export function brokenByDesign(jobs: readonly Job[]): Set<string> {
  const places = jobs.flatMap(({ loaded: { id, directory }, files }) => {
    // A file of somebody else may have the name of a sample.
    const samples = files.filter(({ path }) => dirname(path) === directory).map(({ name }) => name)
    if (samples.length === 0) return []
    return (readExpectations(directory) ?? [])
      .filter(({ file, outcome }) => samples.includes(file) && rejected.safeParse(outcome).success)
      .map(({ file, line }) => `${id} ${file}:${line}`)
  })
  return new Set(places)
}
