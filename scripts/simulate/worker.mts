import { parentPort, workerData } from 'node:worker_threads';
import { liveMany, type Share } from './tally.mts';

export interface WorkerData {
	share: Share;
	/** How many cases all workers have lived so far, and how many of them went wrong. */
	lived: Int32Array;
}

const { share, lived } = workerData as WorkerData;
parentPort?.postMessage(
	liveMany(share, (wrong) => {
		Atomics.add(lived, 0, 1);
		Atomics.add(lived, 1, wrong);
	}),
);
