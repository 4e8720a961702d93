import { DateTime } from 'luxon';
import { eventId, type Command } from '../referral/decide';
import type { StepContext } from '../referral/next-step';
import { change, readEvents, stateOf, type CaseRow, type Change } from '../referral/row';
import { latestReport, type ReferralState } from '../referral/state';

/** After so long without a copy a person is asked; n8n itself keeps files for days, not for ever. */
const hoursBeforeAsking = 24;

interface Unkept {
	since: string;
	version: number;
	words: string;
	/** How a person saves them meanwhile. */
	save: string;
}

const onPage = 'Save them from the case page';

function unkeptOf(state: ReferralState, of: string): Unkept | undefined {
	const report = latestReport(state);
	if (of === 'report' && report) {
		return { since: report.at, version: report.version, words: 'the report', save: onPage };
	}
	const { packet, transport, record, created } = state;
	if (of === 'record' && record && created) {
		return {
			since: created.receivedAt,
			version: 1,
			words: 'the handed-in record',
			save: 'Keep the originals',
		};
	}
	return of === 'packet' && packet
		? {
				since: transport.doneAt ?? packet.at,
				version: packet.packetVersion,
				words: 'the packet',
				save: onPage,
			}
		: undefined;
}

const askOf = (of: string, { version, words, save }: Unkept): Command => ({
	type: 'person.asked',
	actor: { role: 'system', via: 'workflow' },
	key: `files:${of}:${version}`,
	data: {
		key: `files:${of}:${version}`,
		why: `The files of ${words} could not be copied to where they are kept. ${save}, and check the space on the n8n server.`,
	},
});

/**
 * What is to be done for files that nobody keeps although a run was to copy them (it was killed, or it
 * failed): the write that claims another try (`claim` is then `keep`), or the one that asks a person
 * once. Nothing when a person has been asked.
 */
export function careForFiles(row: CaseRow, context: StepContext): Change | undefined {
	const unkept = unkeptOf(stateOf(row), row.keepFiles);
	if (!unkept) return undefined;
	const ask = askOf(row.keepFiles, unkept);
	const askId = eventId(row.caseId, ask, context.now);
	if (readEvents(row).some(({ id }) => id === askId)) return undefined;
	const late = DateTime.fromISO(unkept.since, { zone: 'utc' }).plus({ hours: hoursBeforeAsking });
	const isLate = row.claim === 'keep' && late <= DateTime.fromISO(context.now, { zone: 'utc' });
	const changed = isLate
		? change(row, [ask], context)
		: change(row, [], context, {
				claim: 'keep',
				handover: JSON.stringify({ filesOf: row.keepFiles }),
			});
	return changed.ok ? changed.value : undefined;
}
