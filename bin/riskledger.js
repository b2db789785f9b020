#!/usr/bin/env node
/**
 * The command. Checks the Node version, brings dist/ up to date in a checkout, and hands over to app/main.ts.
 * The version is checked before anything else is imported: an old Node would stop at our syntax without a hint.
 */
const MINIMUM = [20, 19]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) {
  await start()
} else {
  process.stderr.write(`riskledger needs Node ${MINIMUM.join('.')} or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 1
}

async function start() {
  const builder = await import('./build.js')
  if (!prepare(builder)) return
  const { main } = await import(new URL('../dist/app/main.js', import.meta.url).href)
  process.exitCode = await main(process.argv.slice(2))
}

/** False when there is nothing to run; the reason has then been printed. */
function prepare(builder) {
  try {
    if (builder.isCheckout() && !builder.isFresh() && mustBuild(builder)) {
      process.stderr.write('building riskledger …\n')
      builder.build()
    }
  } catch (error) {
    return fail(builder.reportOf(error))
  }
  return builder.isBuilt() || fail('dist/app/main.js is missing: run `npm run build`, or install riskledger again.')
}

// Without the compiler (development dependencies left out) a finished build is used as it is.
function mustBuild(builder) {
  return builder.findCompiler() !== undefined || !builder.isBuilt()
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 1
  return false
}
