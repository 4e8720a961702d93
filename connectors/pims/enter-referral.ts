import type { Refusal, Result } from '../../core/result';
import type { ReceivedReferral } from '../../core/intake/message';
import { filingSlip, type LeftToDo } from '../../core/intake/slip';
import { otherSpeciesWords } from '../../core/report/patient-identity';
import type { UploadFile } from '../http';
import type {
	ClientInput,
	Operation,
	PatientInput,
	PimsConnector,
	RecordTarget,
	ReferrerInput,
	WriteResult,
} from './pims';

/** A file of the packet as it was stored after its checksum was compared. */
export interface ReceivedFile extends UploadFile {
	kind: string;
	sha256: string;
}

/** One entry of the record: what became of it, and where it is. */
export interface IntakeStep {
	/** `client`, `patient`, `referrer`, `encounter`, `file/<sha256>`, `note/<packet version>`. */
	step: string;
	status: 'created' | 'found' | 'awaitingHuman' | 'refused';
	/** What it is, for people. */
	label: string;
	ref?: string;
	instruction?: string;
	refusal?: Refusal;
}

export interface EnteredReferral {
	/**
	 * `entered`: all is in the record. `awaitingHuman`: the slip says what a person does. `failed`: it
	 * did not work now; the same call goes on where it stopped.
	 */
	status: 'entered' | 'awaitingHuman' | 'failed';
	steps: IntakeStep[];
	/** Whether patient, visit and every file are in the record, whatever else is left. */
	isInRecord: boolean;
	patientId?: string;
	encounterId?: string;
	slip?: string;
	/** Why it failed. */
	refusal?: Refusal;
}

interface PlannedStep {
	step: string;
	label: string;
	operation: Operation;
	write: (marker: string) => Promise<Result<WriteResult>>;
}

/** Refusals after which the very same call may work: nothing about the record has to change. */
const passing = new Set([
	'pims_unreachable',
	'pims_unavailable',
	'pims_rate_limited',
	'pims_unreadable',
	'unknown_fate',
]);

export const isPassing = ({ code }: Refusal): boolean => passing.has(code);

const present = <T extends object>(record: T): T =>
	Object.fromEntries(
		Object.entries(record).filter(([, value]) => value !== undefined && value !== ''),
	) as T;

/** The last word of a name as people write it is the family name; a single word is all there is. */
function clientOf({ owner }: ReceivedReferral): ClientInput {
	const words = owner.name.trim().split(/\s+/);
	const lastName = words.pop() ?? owner.name;
	return present({
		firstName: words.join(' '),
		lastName,
		email: owner.email,
		phone: owner.phone,
	});
}

const referrerOf = ({ referrer: { clinic, vet, phone, email } }: ReceivedReferral): ReferrerInput =>
	present({ clinic, vet, phone, email });

/** What the vet of the hospital reads first in the visit. */
export const reasonText = (referral: ReceivedReferral): string =>
	[
		`Referral from ${referral.referrer.clinic} (${referral.urgency}).`,
		referral.packet.reason,
		`Question: ${referral.clinicalQuestion}`,
	]
		.filter(Boolean)
		.join(' ');

/** The entry for the trail: who referred, and which files came with which checksum. */
function noteText(referral: ReceivedReferral, files: readonly ReceivedFile[]): string {
	const { referrer, specialist, packetVersion } = referral;
	const from = [referrer.clinic, referrer.vet, referrer.phone, referrer.email].filter(Boolean);
	return [
		`Referred by ${from.join(', ')} to ${specialist.service}.`,
		reasonText(referral),
		`Packet version ${packetVersion}, ${files.length} files:`,
		...files.map(({ name, sha256 }) => `${name} (SHA-256 ${sha256.slice(0, 16)})`),
	].join('\n');
}

const byHand = (support: string): boolean => support === 'manual' || support === 'none';

/** One pass through the steps: what is known by now, and what a person has to do. */
class Intake {
	readonly steps: IntakeStep[] = [];
	readonly left: LeftToDo[] = [];
	failure?: Refusal;

	constructor(
		private readonly pims: PimsConnector,
		private readonly marker: string,
	) {}

	/** Performs a step with a marker of its own; gives its reference when it is in the record. */
	async take({ step, label, operation, write }: PlannedStep): Promise<string | undefined> {
		if (this.failure) return undefined;
		if (byHand(this.pims.capabilities()[operation])) {
			this.steps.push({ step, label, status: 'awaitingHuman' });
			this.left.push({ what: label });
			return undefined;
		}
		const written = await write(`${this.marker}/intake/${step}`);
		if (!written.ok) {
			const { refusal } = written;
			this.steps.push({ step, label, status: 'refused', refusal });
			if (isPassing(refusal)) this.failure = refusal;
			else this.left.push({ what: label, why: `${refusal.message} ${refusal.hint}` });
			return undefined;
		}
		const { status, ref, instruction } = written.value;
		this.steps.push(present({ step, label, status, ref, instruction }));
		if (status !== 'awaitingHuman') return ref;
		this.left.push(present({ what: label, why: instruction }));
		return undefined;
	}

	/** A step that needs an earlier one which is not there. */
	leave(...labels: string[]): void {
		if (!this.failure) this.left.push(...labels.map((what) => ({ what })));
	}
}

const isIn = ({ status }: IntakeStep): boolean => status === 'created' || status === 'found';

/** Enters the patient; a species that the site knows by another word is told by that one. */
async function enterPatient(
	pims: PimsConnector,
	patient: PatientInput,
	marker: string,
): Promise<Result<WriteResult>> {
	const { species = '' } = patient;
	let written = await pims.upsertPatient(present(patient), marker);
	for (const word of otherSpeciesWords(species)) {
		if (written.ok || written.refusal.code !== 'species_choice_needed') break;
		written = await pims.upsertPatient(present({ ...patient, species: word }), marker);
	}
	return written;
}

/** All that is written about one patient of the practice system. */
async function enterForPatient(
	intake: Intake,
	pims: PimsConnector,
	referral: ReceivedReferral,
	files: readonly ReceivedFile[],
	known: { patientId: string; ownerId: string; at: string },
): Promise<string | undefined> {
	const { patientId, ownerId, at } = known;
	const { clinic } = referral.referrer;
	await intake.take({
		step: 'referrer',
		label: `Set ${clinic} as the referring practice`,
		operation: 'setReferrer',
		write: async (marker) => await pims.setReferrer(patientId, referrerOf(referral), marker),
	});
	const encounterId = await intake.take({
		step: 'encounter',
		label: 'Open a visit for the referral',
		operation: 'createEncounter',
		write: async (marker) =>
			await pims.createEncounter(
				{ patientId, clientId: ownerId, at, reason: reasonText(referral) },
				marker,
			),
	});
	const target: RecordTarget = present({ patientId, encounterId, ownerId });
	for (const file of files) {
		await intake.take({
			step: `file/${file.sha256.slice(0, 16)}`,
			label: `File ${file.name}`,
			operation: 'uploadDocument',
			write: async (marker) =>
				await pims.uploadDocument(
					{ ...target, file, description: `${file.name}, from ${clinic}` },
					marker,
				),
		});
	}
	await intake.take({
		step: `note/${referral.packetVersion}`,
		label: 'Note who referred and what came',
		operation: 'logCommunication',
		write: async (marker) =>
			await pims.logCommunication(
				{
					...target,
					subject: `Referral received: ${referral.clinicalQuestion.slice(0, 80)}`,
					text: noteText(referral, files),
				},
				marker,
			),
	});
	return encounterId;
}

/** The same bytes under two names are one document of the record. */
const once = (files: readonly ReceivedFile[]): ReceivedFile[] => [
	...new Map(files.map((file) => [file.sha256, file])).values(),
];

/**
 * Enters a received referral into the practice system of the hospital: owner, patient, who referred,
 * visit, every file and a note. Each entry carries `<marker>/intake/<step>` and is looked for before it
 * is written, so the call may be repeated after any interruption and never writes twice. A refusal that
 * passes by itself stops the pass (`failed`); every other one is left to a person on a filing slip, and
 * the rest goes on where it can. `at` is the time of the visit's entry, ISO with offset.
 */
export async function enterReferral(
	pims: PimsConnector,
	referral: ReceivedReferral,
	received: readonly ReceivedFile[],
	{ marker, at }: { marker: string; at: string },
): Promise<EnteredReferral> {
	const files = once(received);
	const intake = new Intake(pims, marker);
	const { owner, patient } = referral;
	const ownerId = await intake.take({
		step: 'client',
		label: `Enter the owner ${owner.name}`,
		operation: 'upsertClient',
		write: async (mark) => await pims.upsertClient(clientOf(referral), mark),
	});
	const patientId =
		ownerId === undefined
			? undefined
			: await intake.take({
					step: 'patient',
					label: `Enter the patient ${patient.name}`,
					operation: 'upsertPatient',
					write: async (mark) => await enterPatient(pims, { clientId: ownerId, ...patient }, mark),
				});
	let encounterId: string | undefined;
	if (ownerId !== undefined && patientId !== undefined) {
		const known = { patientId, ownerId, at };
		encounterId = await enterForPatient(intake, pims, referral, files, known);
	} else {
		if (ownerId === undefined) intake.leave(`Enter the patient ${patient.name}`);
		intake.leave(
			`Set ${referral.referrer.clinic} as the referring practice`,
			'Open a visit for the referral',
			...files.map(({ name }) => `File ${name}`),
		);
	}
	return result(intake, { referral, marker, files, patientId, encounterId });
}

function result(
	{ steps, left, failure }: Intake,
	{
		referral,
		marker,
		files,
		patientId,
		encounterId,
	}: {
		referral: ReceivedReferral;
		marker: string;
		files: readonly ReceivedFile[];
		patientId?: string;
		encounterId?: string;
	},
): EnteredReferral {
	const done = steps.filter(isIn);
	const filed = done.filter(({ step }) => step.startsWith('file/'));
	const known = present({ patientId, encounterId });
	const isInRecord = patientId !== undefined && filed.length === files.length;
	if (failure) return { status: 'failed', steps, isInRecord: false, ...known, refusal: failure };
	if (left.length === 0) return { status: 'entered', steps, isInRecord, ...known };
	const slip = filingSlip({
		referral,
		marker,
		left,
		done: done.map(({ label, ref }) => (ref ? `${label}: ${ref}` : label)),
		fileNames: files.map(({ name }) => name),
	});
	return { status: 'awaitingHuman', steps, isInRecord, ...known, slip };
}
