import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { MarkedReferral, PimsConnector } from '../../connectors/pims/pims';

export interface MarkedIn {
	pims: string;
	/** Which site of the practice system; empty where it has only one. */
	site: string;
	clinicId: string;
}

/** What only makes the list of new cases readable; without it the case is opened all the same. */
interface Shown {
	patientName?: string;
	vetName?: string;
}

/** One marked case as the flow takes it. */
export function markedItem(
	{ pims, site, clinicId }: MarkedIn,
	marked: MarkedReferral,
	shown: Shown = {},
	more: IDataObject = {},
): INodeExecutionData {
	const { pimsEventId, version, patientId, encounterId, text, markedAt, release } = marked;
	return {
		json: {
			pims,
			site,
			eventId: pimsEventId,
			version,
			patientId,
			...(encounterId ? { encounterId } : {}),
			text,
			...(shown.vetName ? { vetName: shown.vetName } : {}),
			markedAt,
			clinicId,
			...(shown.patientName ? { patientName: shown.patientName } : {}),
			...(release === undefined ? {} : { release: release as IDataObject }),
			...more,
		},
	};
}

/** Names for people; a record that cannot be read now is read again by Build Packet. */
export async function shownNames(pims: PimsConnector, marked: MarkedReferral): Promise<Shown> {
	const patient = await pims.getPatient(marked.patientId);
	if (!patient.ok) return {};
	const encounters = await pims.listEncounters(marked.patientId);
	const vetName = encounters.ok
		? encounters.value.find(({ id }) => id === marked.encounterId)?.vet
		: undefined;
	return { patientName: patient.value.name, ...(vetName ? { vetName } : {}) };
}

/** What 'Fetch Test Event' shows when there is nothing to show: the shape, obviously made up. */
export const sampleItem = (where: MarkedIn): INodeExecutionData =>
	markedItem(
		where,
		{
			pimsEventId: '900001',
			version: '1',
			patientId: '900',
			encounterId: '900001',
			text: 'Cardiology, urgent: example text of the vet',
			markedAt: '2026-01-05T09:30:00.000Z',
		},
		{ patientName: 'Example', vetName: 'Dr Vera Sample' },
		{ test: true },
	);
