import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createTwilio } from '../../connectors/messaging/twilio';
import { ownerMessage } from '../../core/desk/owner-message';
import { arrivesBy } from '../../core/outreach/allowed-hours';
import { renderTouch, type RenderedTouch } from '../../core/outreach/render-touch';
import type { ClinicProfile } from '../../core/profile/clinic-profile';
import { mayLeave } from '../../core/referral/mode';
import { stateOf, type CaseRow } from '../../core/referral/row';
import { claimedTouch, type ReferralState, type Touch } from '../../core/referral/state';
import type { Refusal } from '../../core/result';
import { ownerContact } from '../shared/ledger';
import { readProfile, readRow } from '../shared/read-row';
import { httpFor } from '../shared/transport';

interface TouchCommand {
	type: string;
	key: string;
	data: IDataObject;
}

const sent = 0;
const handOff = 1;
const held = 2;

interface Sending {
	row: CaseRow;
	clinic: ClinicProfile;
	state: ReferralState;
	touch: Touch;
}

const isoOf = (at: DateTime): string => new Date(at.toMillis()).toISOString();

/** Leaves on one of the outputs Sent, Hand Off, Held with what the ledger has to record. */
function leave(
	output: number,
	row: CaseRow,
	itemIndex: number,
	commands: TouchCommand[],
	more: IDataObject = {},
): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [[], [], []];
	outputs[output]?.push({
		json: { rowId: row.id, caseId: row.caseId, commands: commands as never, ...more },
		pairedItem: { item: itemIndex },
	});
	return outputs;
}

const failed = (touch: Touch, refusal: Refusal): TouchCommand => ({
	type: 'outreach.failed',
	key: `${touch.number}.${touch.attempts}`,
	data: { number: touch.number, ...refusal },
});

const done = (touch: Touch, providerId?: string): TouchCommand => ({
	type: 'outreach.sent',
	key: String(touch.number),
	data: { number: touch.number, channel: touch.channel, ...(providerId ? { providerId } : {}) },
});

/**
 * Sends the one message the ledger holds the intent for. A touch that was begun before is looked up at
 * the provider first; what cannot be known is handed to a person.
 */
export async function sendTouch(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const row = readRow(this, itemIndex);
	const clinic = readProfile(this, itemIndex);
	const state = stateOf(row);
	const touch = claimedTouch(state);
	if (!touch) {
		return leave(held, row, itemIndex, [], { held: 'The ledger holds no message to send now.' });
	}
	const link = String(this.getNodeParameter('ownerLink', itemIndex));
	const rendered = renderTouch(ownerMessage(state, touch.number, clinic, link));
	if (!rendered.ok)
		return leave(held, row, itemIndex, [failed(touch, rendered.refusal)], {
			held: rendered.refusal.message,
		});
	if (!mayLeave(state, clinic.mode, `touch:${touch.number}`)) {
		const refusal = {
			code: `mode_${clinic.mode}`,
			message: `The clinic is in ${clinic.mode} mode: the message was not sent.`,
			hint:
				clinic.mode === 'shadow'
					? 'Let it go on the case page, or call the owner.'
					: 'Set the clinic to live, or call the owner.',
		};
		return leave(held, row, itemIndex, [failed(touch, refusal)], { held: refusal.message });
	}
	if (touch.channel === 'email') return mail(row, state, touch, rendered.value, itemIndex);
	return await text.call(this, { row, clinic, state, touch }, rendered.value, itemIndex);
}

function mail(
	row: CaseRow,
	state: ReferralState,
	touch: Touch,
	message: RenderedTouch,
	itemIndex: number,
): INodeExecutionData[][] {
	if (touch.attempts > 1) {
		const refusal = {
			code: 'unknown_fate',
			message: 'It is not known whether an e-mail to the owner went out.',
			hint: 'Look into the sent mail, or call the owner.',
		};
		return leave(held, row, itemIndex, [failed(touch, refusal)], { held: refusal.message });
	}
	return leave(handOff, row, itemIndex, [done(touch)], {
		mail: {
			to: state.owner?.email ?? '',
			subject: message.emailSubject,
			text: message.emailText,
			html: message.emailHtml,
		},
	});
}

async function text(
	this: IExecuteFunctions,
	{ row, clinic, state, touch }: Sending,
	message: RenderedTouch,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const owner = ownerContact(state);
	const { accountSid, from, baseUrl } = await this.getCredentials<{
		accountSid: string;
		from: string;
		baseUrl: string;
	}>('twilioSmsApi');
	const twilio = createTwilio({
		baseUrl,
		accountSid,
		from,
		http: httpFor(this, itemIndex, 'twilioSmsApi'),
	});
	const outcome = await twilio.send({
		to: state.owner?.phone ?? '',
		body: message.sms,
		lookUpSince: touch.attempts > 1 ? touch.firstAt : undefined,
		now: touch.at,
		validUntil: owner && isoOf(arrivesBy(DateTime.fromISO(touch.at), owner, clinic)),
	});
	if (outcome.ok) {
		const { sid, status } = outcome.value;
		return leave(sent, row, itemIndex, [done(touch, sid)], {
			messageId: sid,
			status,
			text: message.sms,
		});
	}
	const commands = [failed(touch, outcome.refusal)];
	if (outcome.refusal.code === 'opted_out') {
		commands.push({ type: 'owner.opted_out', key: 'provider-sms', data: { channel: 'sms' } });
	}
	return leave(held, row, itemIndex, commands, { held: outcome.refusal.message });
}
