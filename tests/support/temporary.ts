/** Whatever tests put into the temporary directory, in whichever process, lies in one directory of the run, and goes with it when all tests have ended. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Names the directory of ledgers that tests copy (template.ts). */
export const TEMPLATES = 'TEMPLATES_OF_TESTS'
// As that of the system: servers and children work as other users, and pass through it.
const FOR_ALL = 0o1777
let directory = ''
let projects = 0

/** Each project sets it up. The last to end removes it: before that the broker of another may still write. */
export default function setup(): () => void {
  projects += 1
  if (directory === '') {
    directory = mkdtempSync(join(tmpdir(), 'riskledger-'))
    chmodSync(directory, FOR_ALL)
    process.env['TMPDIR'] = directory
    process.env[TEMPLATES] = join(directory, 'templates')
    mkdirSync(join(directory, 'templates'), { mode: 0o711 })
  }
  return () => {
    projects -= 1
    if (projects === 0) rmSync(directory, { recursive: true, force: true })
  }
}
