import { parentPort, workerData } from 'node:worker_threads';
import { liveMany } from './tally.mts';

const { seed, first, cases } = workerData as { seed: number; first: number; cases: number };
parentPort?.postMessage(liveMany(seed, first, cases));
