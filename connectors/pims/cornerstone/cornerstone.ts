import { safeFileName } from '../../../core/packet/kinds';
import { ok, refuse } from '../../../core/result';
import type { DownloadFile, KeptFile } from '../../http';
import type { HandWork, Operation, PimsConnector, Support, WriteResult } from '../pims';
import { notOffered } from '../refusals';
import type { RetryPolicy } from '../retry';
import { parseHandedCase, type MarkedCase } from '../webhook/payload';
import { handedReads } from '../webhook/reads';
import { ownerOf } from './fields';

export interface CornerstoneOptions {
	download: DownloadFile;
	kept?: KeptFile;
	/** The case as a person or a folder handed it in; only writes work without it. */
	payload?: unknown;
	sleep?: RetryPolicy['sleep'];
	now: () => string;
}

const system = 'Cornerstone';

/**
 * What stands where: fields of the form or the CSV come as such, everything else is in the history PDF.
 * [documented: Cornerstone help] that a Patient History leaves Cornerstone as a file; filing is done by a
 * person, who drags the PDF into the documents of the patient [inferred].
 */
const capabilities: Record<Operation, Support> = {
	searchPatients: 'native',
	getPatient: 'native',
	getClient: 'native',
	getReferrer: 'manual',
	listEncounters: 'asAttachment',
	listNotes: 'asAttachment',
	listMedications: 'asAttachment',
	listVaccinations: 'asAttachment',
	listLabResults: 'asAttachment',
	listDocuments: 'native',
	downloadDocument: 'native',
	findReferrals: 'none',
	parseHint: 'none',
	listChanged: 'none',
	upsertClient: 'manual',
	upsertPatient: 'manual',
	setReferrer: 'manual',
	createEncounter: 'manual',
	addNote: 'manual',
	uploadDocument: 'manual',
	logCommunication: 'manual',
	createAppointment: 'manual',
	createFollowUp: 'manual',
};

/** `REF-1a2b3c4d5e6f/report/2/3` as the parts of a file name: the case, and `report_v2_3`. */
function partsOf(marker: string): { caseId: string; what: string } {
	const [caseId = '', purpose = 'file', version = '1', part = '1'] = marker.split('/');
	const what = [
		purpose,
		...(version === '1' ? [] : [`v${version}`]),
		...(part === '1' ? [] : [part]),
	].join('_');
	return { caseId, what };
}

const word = (text: string): string =>
	text
		.trim()
		.replace(/[^\p{L}\p{N}-]+/gu, '-')
		.replace(/^-+|-+$/g, '');

/** `REF-1a2b3c4d5e6f_Biscuit_1001_report.pdf`: what a person needs to file it without opening it. */
export function filingName(
	marker: string,
	of: { patientName?: string; patientId: string; clientId?: string },
	file: { name: string; mimeType: string },
): string {
	const { caseId, what } = partsOf(marker);
	const extension = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[0]?.toLowerCase() ?? '';
	const who = [of.patientName ?? '', of.clientId ?? of.patientId].map(word).filter(Boolean);
	return safeFileName(`${[caseId, ...who, what].join('_')}${extension}`, file.mimeType);
}

const clientOf = ({ owner }: MarkedCase, patientId: string): { clientId?: string } =>
	owner && owner.id !== ownerOf(patientId) ? { clientId: owner.id } : {};

/**
 * Cornerstone by hand-off: needs no credential of IDEXX, never touches its database or screen. Reads come
 * from what the practice handed in; every write is a slip for a person and counts only once the person
 * says so.
 */
export function createCornerstone(options: CornerstoneOptions): PimsConnector {
	const { now, payload } = options;
	const policy: RetryPolicy = { now, ...(options.sleep ? { sleep: options.sleep } : {}) };
	const parsed = payload === undefined ? undefined : parseHandedCase(payload);
	const marked = parsed?.ok ? parsed.value : undefined;
	const about = (patientId: string) => ({
		patientId,
		...(marked?.patient.id === patientId ? { patientName: marked.patient.name } : {}),
		...(marked?.patient.id === patientId ? clientOf(marked, patientId) : {}),
	});

	const byHand = (work: HandWork) => {
		const { marker, fileName, patientName = 'the patient', patientId } = work;
		const whose = patientId === '' ? '' : `of ${patientName} (${patientId}) `;
		const where = `${whose}in Cornerstone`;
		const instruction = fileName
			? `Drag ${fileName} into the documents ${where}.`
			: `Enter this in the record ${where}, with the mark ${marker}.`;
		const result: WriteResult = { status: 'awaitingHuman', instruction, handWork: work };
		return ok(result);
	};
	const manual = (what: string, patientId: string, marker: string, text?: string) =>
		byHand({ ...about(patientId), what, marker, ...(text ? { text } : {}) });

	return {
		id: 'cornerstone',
		label: 'Cornerstone (Hand-Off)',
		capabilities: () => ({ ...capabilities }),
		test: async () => ok({}),
		...handedReads({ ...options, policy, system }),
		findReferrals: async () =>
			refuse(
				'no_polling',
				'Cornerstone cannot be asked for marked cases; they are handed in.',
				"Use the template 'Hand in' with a folder, a mailbox or its form.",
			),
		listChanged: async () => notOffered(system, 'list what has changed'),
		upsertClient: async ({ firstName, lastName }, marker) =>
			manual(`Client ${[firstName, lastName].filter(Boolean).join(' ')}`, '', marker),
		upsertPatient: async ({ name }, marker) => manual(`Patient ${name}`, '', marker),
		setReferrer: async (patientId, { clinic }, marker) =>
			manual(`Referring clinic: ${clinic}`, patientId, marker),
		createEncounter: async ({ patientId, reason }, marker) =>
			manual('Visit', patientId, marker, reason),
		addNote: async ({ patientId, subject, text }, marker) =>
			manual(`Note: ${subject}`, patientId, marker, text),
		logCommunication: async ({ patientId, subject, text }, marker) =>
			manual(`Communication: ${subject}`, patientId, marker, text),
		createAppointment: async ({ patientId, start, description }, marker) =>
			manual(`Appointment ${start}: ${description}`, patientId, marker),
		createFollowUp: async ({ patientId, what, due }, marker) =>
			manual(`Follow-up${due ? ` on ${due}` : ''}: ${what}`, patientId, marker),
		uploadDocument: async ({ patientId, file, description }, marker) => {
			const who = about(patientId);
			const fileName = filingName(marker, who, file);
			return byHand({ ...who, what: description ?? file.name, fileName, marker });
		},
	};
}
