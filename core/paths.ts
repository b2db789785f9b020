/** Where the project's own files are, from source and from compiled output alike. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function findRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory)
    if (parent === directory) throw new Error('riskledger is not inside a package')
    directory = parent
  }
  return directory
}

/** The package's directory: sql/, connectors/<id>/data and the like are read from here. */
export const ROOT = findRoot()

/** The directory that holds the running code: the root itself from source, dist/ when compiled. */
export const CODE = dirname(dirname(fileURLToPath(import.meta.url)))
