/** A thread that runs one stage. */
import { parentPort, workerData } from 'node:worker_threads'
import { CELL, type ThreadData } from './stage_setup.js'
import { workBeside } from './stage_work.js'

const { setup, pace }: ThreadData = workerData
const cell = new Int32Array(pace)
const told = () => Atomics.load(cell, 0)
await workBeside(setup, { more: () => told() === CELL.more, stop: () => told() === CELL.stop }, (report) =>
  parentPort?.postMessage(report),
)
