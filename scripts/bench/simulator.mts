/**
 * One simulated system in a process of its own, so that it does not share the event loop with the
 * load generator. Started with fork(); told what to do by messages; ends with its parent.
 */
import { startPractice } from './practice.mts';
import { startReceiver } from './receiver.mts';

export interface Ready {
	url: string;
}

/** What a simulated system has seen since it was last asked. */
export type Counts = Record<string, number>;

interface Running extends Ready {
	/** Settles when nothing is under way any more; then the counters start anew. */
	take(): Promise<Counts>;
	describe(): unknown;
}

type Question = { id: number; ask: 'take' | 'describe' };

async function main(): Promise<void> {
	const [kind, secret = ''] = process.argv.slice(2);
	const running: Running =
		kind === 'practice' ? await startPractice() : await startReceiver(secret);
	process.on('message', ({ id, ask }: Question) => {
		const answer = async (): Promise<unknown> =>
			ask === 'take' ? await running.take() : running.describe();
		answer().then(
			(value) => process.send?.({ id, value }),
			(error: unknown) => process.send?.({ id, error: String(error) }),
		);
	});
	process.once('disconnect', () => process.exit(0));
	process.send?.({ id: 0, value: { url: running.url } });
}

await main();
