import type { IPollFunctions, IRun } from 'n8n-workflow';
import type { Outcome } from './poll-memory';

/** Ends of runs since the last poll, by trigger and case; they need not outlive the process. */
const ended = new Map<string, Map<string, Outcome>>();

/** Tells one trigger of this n8n from another. */
export const triggerOf = (context: IPollFunctions): string =>
	`${context.getWorkflow().id ?? ''}:${context.getNode().id}`;

/** Takes what has been heard of the runs of this trigger since it was asked last. */
export function takeOutcomes(context: IPollFunctions): Map<string, Outcome> {
	const trigger = triggerOf(context);
	const outcomes = ended.get(trigger) ?? new Map<string, Outcome>();
	ended.delete(trigger);
	return outcomes;
}

/** A run that waits has its case: it only waits after the case was opened. */
const outcomeOf = (run: IRun | undefined): Outcome | undefined => {
	if (run === undefined) return undefined;
	return ['error', 'crashed', 'canceled'].includes(run.status) ? 'badly' : 'well';
};

/** Remembers how a run ends: pass the result to `__emit`. */
export function listener(
	context: IPollFunctions,
	key: string,
): Parameters<IPollFunctions['__emit']>[2] {
	const trigger = triggerOf(context);
	const done = context.helpers.createDeferredPromise<IRun | undefined>();
	const remember = (outcome: Outcome | undefined): void => {
		if (outcome === undefined) return;
		const outcomes = ended.get(trigger) ?? new Map<string, Outcome>();
		ended.set(trigger, outcomes.set(key, outcome));
	};
	done.promise.then(
		(run) => remember(outcomeOf(run)),
		() => remember('badly'),
	);
	return done;
}
