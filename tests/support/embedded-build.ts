import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Compiles the embedded server into `target`, so that child processes can run it as users do: from compiled output. */
export function buildEmbedded(target: string): void {
  const sources = ['core/errors.ts']
  for (const name of readdirSync(join(root, 'warehouse/embedded'))) sources.push(`warehouse/embedded/${name}`)
  for (const source of sources) {
    const { outputText } = ts.transpileModule(readFileSync(join(root, source), 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
    })
    const output = join(target, source.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(output), { recursive: true, mode: 0o755 })
    writeFileSync(output, outputText)
  }
  writeFileSync(join(target, 'package.json'), '{"type":"module"}')
  writeFileSync(join(target, 'open.js'), CHILD)
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'))
}

// Opens the home, says so in one line of JSON, and then does what the lines on its stdin say until that ends.
const CHILD = `
import { createInterface } from 'node:readline'
import { openEmbedded } from './warehouse/embedded/server.js'
const [home, options] = process.argv.slice(2)
const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n')
const begun = performance.now()
try {
  const server = await openEmbedded(home, JSON.parse(options))
  const { release, ...open } = server
  say({ ...open, pid: process.pid, ms: performance.now() - begun })
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'release') await release()
    say({ done: line })
  }
} catch (error) {
  say({ code: error.code, message: error.message, hint: error.hint })
}
`
