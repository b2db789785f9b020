/** The fault suite as a command, from source: `node tests/faults/start.js --help`. The ledger under test is the compiled one. */
import { register } from 'node:module'

register('./typescript_hooks.js', import.meta.url)
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2))
