import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { packetSchema, type Packet } from '../../core/packet/schema';
import { isToSend, mailMayBeOut, sendingNow } from '../../core/referral/delivery';
import type { CaseFile } from '../../core/referral/events';
import { mayLeave } from '../../core/referral/mode';
import type { ReferralState } from '../../core/referral/state';
import type { Refusal } from '../../core/result';
import { fileAsBinary } from '../shared/binary';
import { leaveOn, type IExecuteResult } from '../shared/items';
import { storePackage } from '../shared/package';
import { readJson } from '../shared/read-json';
import { refusalData, refused } from '../shared/refusal';
import { failed, handOff, outputs, sent } from './outputs';
import { readRecipient } from './recipient';
import { sentFiles } from './sent-files';

/** Mails larger than this bounce at many hospitals; base64 adds a third. */
const usualMailMb = 15;
const base64Growth = 4 / 3;
const bytesOfMb = 1_000_000;

type Attach = 'files' | 'links' | 'zip';

function readPacket(execution: IExecuteFunctions, state: ReferralState, itemIndex: number): Packet {
	const parsed = packetSchema.safeParse(readJson(execution, 'packet', itemIndex));
	const isThis =
		parsed.success &&
		parsed.data.caseId === state.caseId &&
		parsed.data.packetVersion === state.packet?.packetVersion;
	if (isThis) return parsed.data;
	return refused(
		execution,
		{
			code: 'packet_mismatch',
			message: "'Packet' is not the packet of this case that the ledger holds",
			hint: 'Set it to the packet that Build Packet made in this run.',
		},
		itemIndex,
	);
}

/** Why nothing is sent now, or nothing: without the intent in the ledger there is no effect. */
function notNow(state: ReferralState): string | undefined {
	const { status, deliveryId } = sendingNow(state);
	if (!isToSend(state)) return 'The packet has already been sent.';
	if (state.closed ?? state.cancellation) return 'The referral was stopped before it was sent.';
	if (status !== 'intended' || !deliveryId || !state.packet) {
		return 'The ledger holds no packet to send now.';
	}
	return undefined;
}

const mailUnknown: Refusal = {
	code: 'unknown_fate',
	message: 'It is not known whether the mail to the hospital went out.',
	hint: 'Look into the sent mail. If it is not there, ask for another try on the case page.',
};

const notLive = (mode: string): Refusal => ({
	code: `mode_${mode}`,
	message: `The clinic is in ${mode} mode, so the packet was not sent.`,
	hint:
		mode === 'shadow'
			? 'Let it go on the case page, or set the clinic to live and ask for another try there.'
			: 'Set the clinic to live and ask for another try on the case page.',
});

/** The files of a mail: attached while they fit, else one ZIP where wanted, else links. */
async function attachments(
	execution: IExecuteFunctions,
	itemIndex: number,
	packet: Packet,
	files: CaseFile[],
	maxMailMb: number,
): Promise<CaseFile[]> {
	const wanted = execution.getNodeParameter('attach', itemIndex, 'files') as Attach;
	const bytes = files.reduce((sum, { size }) => sum + size, 0);
	if (wanted === 'links' || files.length === 0 || bytes * base64Growth > maxMailMb * bytesOfMb)
		return [];
	if (wanted === 'files') return files;
	const at = new Date(packet.createdAt);
	return [await storePackage(execution, packet.caseId, packet.packetVersion, files, at)];
}

/** Sends the packet of a case the way its directory entry says, or hands it to a mail node. */
export async function sendPacket(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<IExecuteResult> {
	const recipient = await readRecipient(this, itemIndex);
	const { row, state, specialist, clinic } = recipient;
	const leave = (output: number, json: IDataObject, binary?: IBinaryKeyData): IExecuteResult =>
		leaveOn(output, outputs, itemIndex, { rowId: row.id, caseId: row.caseId, ...json }, binary);
	const why = notNow(state);
	const { deliveryId, attempts } = sendingNow(state);
	if (why !== undefined || !deliveryId) return leave(failed, { commands: [], message: why });
	const key = `${deliveryId}.${attempts}`;
	const channel = specialist.channel;
	const fail = (refusal: Refusal): IExecuteResult =>
		leave(failed, {
			deliveryId,
			message: refusal.message,
			hint: refusal.hint,
			commands: [{ type: 'transport.failed', key, data: { deliveryId, ...refusalData(refusal) } }],
		});
	if (!mayLeave(state, clinic.mode, 'send')) return fail(notLive(clinic.mode));
	if (channel === 'email' && mailMayBeOut(state)) return fail(mailUnknown);

	const packet = readPacket(this, state, itemIndex);
	const stored = state.packet?.keptFiles ?? state.packet?.files ?? [];
	const files = sentFiles(this, stored);
	const attached =
		channel === 'email'
			? await attachments(
					this,
					itemIndex,
					packet,
					stored,
					specialist.limits.maxMailMb ?? usualMailMb,
				)
			: [];
	const outcome = await recipient.channel(attached.length > 0).send({
		caseId: row.caseId,
		deliveryId,
		packet,
		files,
		manifestSha256: state.packet?.manifestSha256 ?? '',
		vet: packet.referrer.vet ?? state.vetName ?? packet.releasedBy.name,
		reply: recipient.reply,
	});
	switch (outcome.status) {
		case 'failed':
			return fail(outcome.refusal);
		case 'handOff': {
			const binary = Object.fromEntries(
				attached.map((file, index) => [`file_${index}`, fileAsBinary(file)]),
			);
			return leave(
				handOff,
				{
					deliveryId,
					mail: { ...outcome.mail },
					attachments: Object.keys(binary).join(','),
					commands: [{ type: 'referral.sent', key, data: { deliveryId, channel } }],
				},
				binary,
			);
		}
		case 'delivered': {
			const { reference } = outcome;
			const data = { deliveryId, channel, ...(reference ? { reference } : {}) };
			return leave(sent, {
				deliveryId,
				...(reference ? { reference } : {}),
				commands: [{ type: 'transport.delivered', key, data }],
			});
		}
	}
}
