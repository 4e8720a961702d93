import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type {
	FindReferralsOptions,
	MarkedReferral,
	PimsConnector,
} from '../../connectors/pims/pims';
import { nowIso } from '../shared/ledger';
import { pimsFor } from '../shared/pims';
import { processMark } from '../shared/process-start';
import { refused, valueOf } from '../shared/refusal';
import { markedItem, sampleItem, shownNames, type MarkedIn } from './marked-item';
import { cursorFor, remembered, type PollMemory } from './poll-memory';

const secondsOfHour = 3600;
/** 'Fetch Test Event' looks this far back for a real case to show. */
const sampleLookBackHours = 30 * 24;

/** The site is part of a case's identity, so it comes from the credential and not from a name. */
async function siteOf(context: IPollFunctions): Promise<string> {
	const { siteUid } = await context.getCredentials<{ siteUid?: string }>('ezyVetApi');
	return siteUid?.trim() ?? '';
}

const optionsOf = (context: IPollFunctions, lookBackHours: number): FindReferralsOptions => ({
	marker: String(context.getNodeParameter('marker', '#refer')),
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

/**
 * Starts one execution for each newly marked case. The cursor moves last, and a new process goes back
 * a while, so a case is told twice rather than never; the ledger knows a case it has.
 */
export async function pollReferrals(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const pimsId = String(this.getNodeParameter('pims'));
	const clinicId = String(this.getNodeParameter('clinicId'));
	const isManual = this.getMode() === 'manual';
	if (pimsId === 'webhook') {
		return isManual ? [[sampleItem({ pims: pimsId, site: '', clinicId })]] : null;
	}
	const pims = valueOf(this, await pimsFor(this, 0, { pims: pimsId }));
	const where: MarkedIn = { pims: pimsId, site: await siteOf(this), clinicId };
	if (isManual) return [[await sample(this, pims, where)]];

	const { lookBackHours = 0 } = this.getNodeParameter('options', {}) as { lookBackHours?: number };
	const memory = this.getWorkflowStaticData('node') as PollMemory;
	const found = valueOf(
		this,
		await pims.findReferrals(cursorFor(memory, processMark), optionsOf(this, lookBackHours)),
	);
	for (const marked of found.referrals) {
		this.__emit([[markedItem(where, marked, await shownNames(pims, marked))]]);
	}
	const { cursor } = found;
	Object.assign(memory, remembered(memory, { cursor, process: processMark, now: nowIso() }));
	return null;
}
