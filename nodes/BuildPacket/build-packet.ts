import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { internationalNumber } from '../../connectors/messaging/phone-number';
import { readRecord } from '../../connectors/pims/read-record';
import { assemblePacket, type PacketInput } from '../../core/packet/assemble';
import { blockingGaps } from '../../core/packet/completeness';
import type { Release } from '../../core/packet/release';
import type { Packet } from '../../core/packet/schema';
import { deliveryIdFor, isToSend, sendingNow } from '../../core/referral/delivery';
import type { CaseFile, OwnerSnapshot, PatientSnapshot } from '../../core/referral/events';
import { mayLeave } from '../../core/referral/mode';
import { stateOf } from '../../core/referral/row';
import type { ReferralState } from '../../core/referral/state';
import type { Refusal } from '../../core/result';
import { fileAsBinary } from '../shared/binary';
import { handedIn, systemOf } from '../shared/handed-in';
import { leaveOn, type IExecuteResult } from '../shared/items';
import { nowIso } from '../shared/ledger';
import { storePackage } from '../shared/package';
import { pimsFor } from '../shared/pims';
import { readJson } from '../shared/read-json';
import { readProfile, readRow, readSpecialist } from '../shared/read-row';
import { refusalData, refused } from '../shared/refusal';
import { collectFiles } from './collect-files';
import { lookInto } from './look-into';
import { packetFiles } from './packet-files';

const complete = 0;
const incomplete = 1;
const outputs = 2;
const bytesOfMb = 1_000_000;

const given = <T extends object>(record: T): T =>
	Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

const patientOf = ({ patient }: Packet): PatientSnapshot =>
	given({
		pimsId: patient.pimsId,
		name: patient.name,
		species: patient.species,
		breed: patient.breed,
		sex: patient.sex,
		dateOfBirth: patient.dateOfBirth,
		weightKg: patient.weightKg,
		microchip: patient.microchip,
		deceased: patient.dead,
	});

function ownerOf({ owner }: Packet): OwnerSnapshot | undefined {
	const { pimsId, name, phone, email, language } = owner;
	return name === undefined ? undefined : given({ pimsId, name, phone, email, language });
}

/** The release with the gaps that a person decided to do without afterwards. */
function releaseOf(state: ReferralState, release: Release): Release {
	const { override } = state;
	if (!override) return release;
	const added = override.fields.map((field) => ({ field, reason: override.reason }));
	return { ...release, overrides: [...release.overrides, ...added] };
}

/** Who decided to do without a record is the person who did, not the one who released the case. */
function withDeciders(packet: Packet, { override }: ReferralState): Packet {
	const overrides = packet.overrides.map((one) =>
		override?.fields.includes(one.field) ? { ...one, by: override.by } : one,
	);
	return { ...packet, overrides };
}

/** With the owner's number as it can be dialled from anywhere; records hold what people typed. */
function withDiallableOwner(packet: Packet, clinicPhone: string): Packet {
	const { owner } = packet;
	if (owner.phone === undefined) return packet;
	return { ...packet, owner: { ...owner, phone: internationalNumber(owner.phone, clinicPhone) } };
}

/** Why nothing is built now, or nothing. The ledger decides, not the item that came in. */
function notNow(state: ReferralState): string | undefined {
	if (!state.created) return 'The ledger does not know this case.';
	if (!state.release) return 'Nobody has released this referral; nothing is built before.';
	if (!isToSend(state)) return 'The packet has already been sent.';
	if (state.closed ?? state.cancellation) return 'The referral was stopped before it was sent.';
	return undefined;
}

/** Reads the record, collects its files and makes the packet; what is missing leaves as a list. */
export async function buildPacket(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<IExecuteResult> {
	const row = readRow(this, itemIndex);
	const clinic = readProfile(this, itemIndex);
	const specialist = readSpecialist(this, itemIndex);
	const state = stateOf(row);
	const leave = (output: number, json: IDataObject, binary?: IBinaryKeyData): IExecuteResult =>
		leaveOn(output, outputs, itemIndex, { rowId: row.id, caseId: row.caseId, ...json }, binary);
	const attempt = sendingNow(state).attempts + 1;
	const failed = (refusal: Refusal): IExecuteResult =>
		leave(incomplete, {
			message: refusal.message,
			hint: refusal.hint,
			commands: [
				{
					type: 'packet.failed',
					key: `${this.getExecutionId()}.${attempt}`,
					data: refusalData(refusal),
				},
			],
		});

	const why = notNow(state);
	const { created, release } = state;
	if (why !== undefined || !created || !release)
		return leave(incomplete, { commands: [], message: why });
	if (!specialist) {
		return refused(
			this,
			{
				code: 'specialist_missing',
				message: 'There is no specialist to build the packet for',
				hint: "Set 'Specialist' to the directory entry the case was released to.",
			},
			itemIndex,
		);
	}
	const { source } = created.data;
	const record = await handedIn(this, state);
	if (!record.ok) return failed(record.refusal);
	const system = systemOf(state, String(this.getNodeParameter('pims', itemIndex)));
	const pims = await pimsFor(this, itemIndex, {
		pims: system,
		...(record.value ?? { payload: readMarkedCase(this, itemIndex) }),
	});
	if (!pims.ok) return refused(this, pims.refusal, itemIndex);
	const records = await readRecord(pims.value, source.patientId);
	if (!records.ok) return failed(records.refusal);
	const { maxFileMb } = specialist.limits;
	const collected = await collectFiles(
		pims.value,
		records.value.documents,
		maxFileMb === undefined ? undefined : maxFileMb * bytesOfMb,
		lookInto(this, {
			name: records.value.patient.name,
			species: records.value.patient.species,
			dateOfBirth: records.value.patient.dateOfBirth,
			ownerName: records.value.owner?.name,
		}),
	);
	if (!collected.ok) return failed(collected.refusal);

	const input: PacketInput = {
		caseId: row.caseId,
		packetVersion: (state.packet?.packetVersion ?? 0) + 1,
		now: nowIso(),
		records: records.value,
		release: releaseOf(state, release),
		clinic,
		specialist,
		files: collected.value.files,
		filesLeftOut: collected.value.leftOut,
		...(source.encounterId ? { encounterId: source.encounterId } : {}),
	};
	const packet = withDiallableOwner(withDeciders(assemblePacket(input), state), clinic.phone);
	const about = given({ patient: patientOf(packet), owner: ownerOf(packet) });
	const gaps = packet.gaps.map(({ field, label, level, howToFix }) => ({
		field,
		label,
		level,
		howToFix,
	}));
	if (blockingGaps(packet.gaps).length > 0) {
		return leave(incomplete, {
			message: 'Records are missing; nothing was sent.',
			gaps: packet.gaps as unknown as IDataObject[],
			commands: [
				{
					type: 'packet.incomplete',
					key: `${this.getExecutionId()}.${attempt}`,
					data: { gaps, ...about } as unknown as IDataObject,
				},
			],
		});
	}

	const { files, manifestSha256 } = await packetFiles(this, packet, collected.value.files);
	const deliveryId = deliveryIdFor(state);
	const key = `${deliveryId}.${attempt}`;
	const { packetVersion } = packet;
	const built = {
		packetVersion,
		...about,
		...(packet.referrer.vet ? { vetName: packet.referrer.vet } : {}),
		files,
		manifestSha256,
		gaps: gaps.map(({ field, label, level }) => ({ field, label, level })),
	};
	const zip =
		this.getNodeParameter('makePackage', itemIndex, false) === true
			? await storePackage(this, row.caseId, packetVersion, files, new Date(packet.createdAt))
			: undefined;
	return leave(
		complete,
		{
			deliveryId,
			packetVersion,
			gaps: packet.gaps as unknown as IDataObject[],
			files: files as unknown as IDataObject[],
			manifestSha256,
			packet: packet as unknown as IDataObject,
			commands: [
				// A packet that shadow mode held back is built again when a person lets it go.
				{
					type: 'packet.built',
					key: `${key}.${packetVersion}`,
					data: built as unknown as IDataObject,
				},
				mayLeave(state, clinic.mode, 'send')
					? { type: 'referral.sending', key, data: { deliveryId, channel: specialist.channel } }
					: { type: 'effect.held', key: 'send', data: { effect: 'send' } },
			],
		},
		binaryOf(files, zip),
	);
}

/** For a case whose record nobody kept: what the trigger of this same run brought. */
const readMarkedCase = (execution: IExecuteFunctions, itemIndex: number): unknown =>
	execution.getNodeParameter('pims', itemIndex) === 'webhook'
		? readJson(execution, 'markedCase', itemIndex)
		: undefined;

/** Every file under a name of its own, so that n8n's own nodes can take them. */
function binaryOf(files: CaseFile[], zip: CaseFile | undefined): IBinaryKeyData {
	const named = files.map((file, index) => [`file_${index}`, fileAsBinary(file)] as const);
	return {
		...Object.fromEntries(named),
		...(zip ? { package: fileAsBinary(zip) } : {}),
	};
}
