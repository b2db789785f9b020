/** The files of the project as a map from path to text, for tests that hold rules about the source itself. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Path (from the root, with slashes) to text; files that are data or too large to be prose or code have no text. */
export type Tree = ReadonlyMap<string, string>

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const TEXT = /(^|\/)(LICENSE|NOTICE|run|\.[a-z]+)$|\.(ts|js|mjs|cjs|json|md|ya?ml|sql|html|css|sh)$/
const UNTRACKED = new Set(['.git', 'node_modules', 'dist', '.riskledger', 'coverage'])
const LARGEST_TEXT_BYTES = 1 << 19

/** Every file that git tracks or would track; in a copy without git, every file outside the ignored folders. */
export function readTree(root: string = ROOT): Tree {
  const tree = new Map<string, string>()
  for (const path of listFiles(root)) {
    const full = join(root, path)
    const isText = TEXT.test(path) && statSync(full).size <= LARGEST_TEXT_BYTES
    tree.set(path, isText ? readFileSync(full, 'utf8') : '')
  }
  return tree
}

function listFiles(root: string): string[] {
  if (!existsSync(join(root, '.git'))) return walk(root, '')
  const flags = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const result = spawnSync('git', flags, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (result.status !== 0) return walk(root, '')
  // A file that was deleted but not yet committed is still listed.
  return result.stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (!entry.isDirectory()) return [path]
    return UNTRACKED.has(entry.name) ? [] : walk(root, path)
  })
}
