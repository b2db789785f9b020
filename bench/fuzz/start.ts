/** The fuzzer as a command: `npm run fuzz -- --help`. */
import { main } from './main.js'

process.exitCode = await main(process.argv.slice(2))
