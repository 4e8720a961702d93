import { DateTime } from 'luxon';
import { eventId, type Command } from '../referral/decide';
import type { StepContext } from '../referral/next-step';
import { change, readEvents, stateOf, type CaseRow, type Change } from '../referral/row';
import { unkeptFiles, type FilesOf, type UnkeptFiles } from '../referral/unkept-files';

/** After so long without a copy a person is asked; n8n itself keeps files for days, not for ever. */
const hoursBeforeAsking = 24;

const words: Record<FilesOf, string> = {
	answer: 'the answer to the hospital',
	packet: 'the packet',
	record: 'the handed-in record',
	report: 'the report',
};

/** How a person saves them meanwhile. */
const save = (of: FilesOf): string =>
	of === 'record' ? 'Keep the originals' : 'Save them from the case page';

const askOf = ({ of, version }: UnkeptFiles): Command => ({
	type: 'person.asked',
	actor: { role: 'system', via: 'workflow' },
	key: `files:${of}:${version}`,
	data: {
		key: `files:${of}:${version}`,
		why: `The files of ${words[of]} could not be copied to where they are kept. ${save(of)}, and check the space on the n8n server.`,
	},
});

/**
 * What is to be done for files that nobody keeps although a run was to copy them (it was killed, or it
 * failed): the write that claims another try (`claim` is then `keep`), or the one that asks a person
 * once. Nothing when a person has been asked.
 */
export function careForFiles(row: CaseRow, context: StepContext): Change | undefined {
	const unkept = unkeptFiles(stateOf(row)).find(({ of }) => of === row.keepFiles);
	if (!unkept) return undefined;
	const ask = askOf(unkept);
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
