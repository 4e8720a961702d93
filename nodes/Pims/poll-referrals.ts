import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';
import type {
	FindReferralsOptions,
	MarkedReferral,
	PimsConnector,
} from '../../connectors/pims/pims';
import { nowIso } from '../shared/ledger';
import { pimsFor, siteOf } from '../shared/pims';
import { processMark } from '../shared/process-start';
import { refused, valueOf } from '../shared/refusal';
import { markedItem, sampleItem, shownNames, type MarkedIn } from './marked-item';
import {
	kept,
	keyOf,
	reviewed,
	settled,
	toldOnce,
	toTell,
	type At,
	type PollMemory,
} from './poll-memory';
import { recognition } from './recognition';
import { listener, takeOutcomes, triggerOf } from './run-outcomes';

const secondsOfHour = 3600;
/** 'Fetch Test Event' looks this far back for a real case to show. */
const sampleLookBackHours = 30 * 24;
/** Names are read for so many cases of a poll; the flow reads those of the others itself. */
const mostNamed = 10;

const optionsOf = (context: IPollFunctions, lookBackHours: number): FindReferralsOptions => ({
	...recognition((name, fallback) => context.getNodeParameter(name, fallback)),
	lookBackSeconds: lookBackHours * secondsOfHour,
});

/** A real case of the last weeks, else an example; the cursor stays where it is. */
async function sample(
	context: IPollFunctions,
	pims: PimsConnector,
	where: MarkedIn,
): Promise<INodeExecutionData> {
	const found = await pims.findReferrals(null, optionsOf(context, sampleLookBackHours));
	if (!found.ok) return refused(context, found.refusal);
	const marked: MarkedReferral | undefined =
		found.value.referrals[found.value.referrals.length - 1];
	return marked ? markedItem(where, marked, await shownNames(pims, marked)) : sampleItem(where);
}

interface Teller {
	context: IPollFunctions;
	pims: PimsConnector;
	where: MarkedIn;
	options: FindReferralsOptions;
}

type Told = NonNullable<PollMemory['open']>;

/** Starts an execution for a case and listens for how it ends. */
async function tell(
	{ context, pims, where }: Teller,
	marked: MarkedReferral,
	isNamed: boolean,
): Promise<void> {
	const shown = isNamed ? await shownNames(pims, marked) : {};
	const done = listener(context, keyOf(marked));
	context.__emit([[markedItem(where, marked, shown)]], undefined, done);
}

/** Reads open cases again and tells them again; one that carries no mark any more is closed. */
async function tellAgain(
	teller: Teller,
	again: Array<[string, Told[string]]>,
	here: At,
): Promise<{ told: Told; closed: string[] }> {
	const told: Told = {};
	const closed: string[] = [];
	for (const [index, [key, earlier]] of again.entries()) {
		const read = await teller.pims.readReferral(earlier.hint, teller.options);
		// What cannot be read now stays open, and the next poll tries it.
		if (!read.ok) continue;
		const marked = read.value.find((one) => keyOf(one) === key);
		if (marked) {
			await tell(teller, marked, index < mostNamed);
			told[key] = toldOnce(marked, earlier, here);
		} else closed.push(key);
	}
	return { told, closed };
}

/** A case whose runs failed again and again is told to people by a failed execution, and let go. */
function giveUp(context: IPollFunctions, keys: string[]): void {
	if (keys.length === 0) return;
	const message = `${keys.length} marked cases could not be opened although they were tried for a day`;
	const description = `Records of the practice system: ${keys.slice(0, 20).join(', ')}. Look at the failed executions of this workflow, repair the cause, and mark the cases again.`;
	context.__emitError(new NodeOperationError(context.getNode(), message, { description }));
}

/** Triggers whose poll is not over yet. */
const atWork = new Set<string>();
/** What earlier versions of the pack kept beside the cursor. */
const formerMemory = ['process', 'settled', 'settling'];

async function pollOnce(teller: Teller): Promise<void> {
	const { context, options } = teller;
	const here: At = { process: processMark, now: nowIso() };
	const memory = context.getWorkflowStaticData('node') as PollMemory & IDataObject;
	const outcomes = takeOutcomes(context);
	const before = settled(memory, outcomes);
	Object.assign(memory, { open: before.open });
	for (const name of formerMemory) delete memory[name];
	const { again, done, lost } = reviewed(before.open, here);
	const found = valueOf(context, await teller.pims.findReferrals(before.cursor, options));
	const repeated = await tellAgain(teller, again, here);
	const fresh = toTell(found.referrals, before);
	const told: Told = { ...repeated.told };
	for (const [index, marked] of fresh.now.entries()) {
		await tell(teller, marked, index < mostNamed);
		told[keyOf(marked)] = toldOnce(marked, undefined, here);
	}
	giveUp(context, lost);
	const closed = [...done, ...lost, ...repeated.closed];
	const { cursor } = found;
	Object.assign(memory, kept(before, { told, closed, cursor, isAll: fresh.isAll }));
}

/**
 * Starts one execution for each newly marked case. What is told stays open until its run has ended
 * well, and is told again when the run failed or died with its process: a case is told twice rather
 * than never, and the ledger knows a case it has. The memory changes last.
 */
export async function pollReferrals(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const pimsId = String(this.getNodeParameter('pims'));
	const clinicId = String(this.getNodeParameter('clinicId'));
	const isManual = this.getMode() === 'manual';
	if (pimsId === 'webhook') {
		return isManual ? [[sampleItem({ pims: pimsId, site: '', clinicId })]] : null;
	}
	const pims = valueOf(this, await pimsFor(this, 0, { pims: pimsId }));
	const where: MarkedIn = { pims: pimsId, site: await siteOf(this, pimsId), clinicId };
	if (isManual) return [[await sample(this, pims, where)]];

	const { lookBackHours = 0 } = this.getNodeParameter('options', {}) as { lookBackHours?: number };
	const teller: Teller = { context: this, pims, where, options: optionsOf(this, lookBackHours) };
	const trigger = triggerOf(this);
	// A poll that waits for a busy system may last longer than the pause between two.
	if (atWork.has(trigger)) return null;
	atWork.add(trigger);
	try {
		await pollOnce(teller);
	} finally {
		atWork.delete(trigger);
	}
	return null;
}
