import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { heldEffects } from '../../core/referral/mode';
import type { CaseRow } from '../../core/referral/row';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { startPhone, type RunningPhone } from '../simulators/sms/server.mts';
import { runNode } from '../support/engine.mts';
import {
	clinicProfile,
	commandsOf,
	hospitalActor,
	openedRow,
	record,
	release,
	specialist,
	state,
} from './cases.mts';
import { reportedRow } from './reports.mts';
import { deskCredential, ezyVetCredential, quickEzyVet } from './services.mts';

/** The last line of defence: whatever the flow does, an effect node asks the mode itself. */

const vet = { role: 'referrer', name: 'Dr Vera Sample', via: 'page' } as const;
const account = {
	accountSid: `AC${'c3'.repeat(16)}`,
	authToken: 'token-of-the-tests',
	from: '+12025550100',
};

let ezyVet: EzyVetSimulator;
let phone: RunningPhone;

beforeAll(async () => {
	ezyVet = await quickEzyVet();
	phone = await startPhone({ ...account, switches: { deliveredAfterMs: 0 } });
});
afterAll(async () => {
	await Promise.all([ezyVet.close(), phone.close()]);
});

const held = (row: CaseRow, effect: string): CaseRow =>
	record(row, [{ type: 'effect.held', key: effect, data: { effect } }]);

const approved = (row: CaseRow, effect: string): CaseRow =>
	record(held(row, effect), [{ type: 'effect.approved', key: effect, data: { effect } }], vet);

function accepted(): CaseRow {
	const to = specialist();
	const row = openedRow({ to, released: release(to) });
	const patient = { pimsId: '501', name: 'Biscuit' };
	const owner = { name: 'Olive Owner', phone: '+12025550166', email: 'olive@example.com' };
	const packet = { packetVersion: 1, patient, owner, files: [], manifestSha256: '', gaps: [] };
	const deliveryId = `${row.caseId}/d1`;
	const sent = record(row, [
		{ type: 'packet.built', key: '1', data: packet },
		{ type: 'referral.sending', key: '1', data: { deliveryId, channel: 'webhook' } },
		{ type: 'transport.delivered', key: '1', data: { deliveryId, channel: 'webhook' } },
	]);
	return record(sent, [{ type: 'decision.accepted', key: '1', data: {} }], hospitalActor);
}

async function run(type: string, row: CaseRow, mode: string, parameters: INodeParameters = {}) {
	const result = await runNode({
		node: {
			name: 'Effect',
			type: `n8n-nodes-vet-referral.${type}`,
			parameters: { clinicProfile: clinicProfile({ mode }) as never, ...parameters },
		},
		credentials: {
			referralDeskApi: deskCredential,
			ezyVetApi: ezyVetCredential(ezyVet),
			twilioSmsApi: { ...account, baseUrl: phone.apiBase },
		},
		items: [{ ...row } as unknown as IDataObject],
	});
	expect(result.error).toBeUndefined();
	const [json] = [0, 1, 2].flatMap((output) => result.json('Effect', output));
	return json!;
}

/** How often the outside was reached, by any of the ways out. */
const outside = () => ({
	texts: phone.messages().length,
	records: ezyVet.attachments().length + ezyVet.communications().length,
	appointments: ezyVet.appointments().length,
});

interface Way {
	effect: string;
	row: () => Promise<CaseRow>;
	send: (row: CaseRow, mode: string) => Promise<IDataObject>;
}

const slot = { start: '2027-01-12T15:00:00.000Z', end: '2027-01-12T15:30:00.000Z' };
const filed = async (): Promise<CaseRow> =>
	record(await reportedRow(), [
		{ type: 'report.filed', key: '1', data: { version: 1, refs: [] } },
		{ type: 'followup.scheduling', key: '1.1', data: { version: 1 } },
	]);

const noticeOf = (row: CaseRow): string => `${row.caseId}/appt/${slot.start}`;

const ways: Record<string, Way> = {
	'a text to the owner': {
		effect: 'touch:1',
		row: async () =>
			record(accepted(), [
				{
					type: 'outreach.sending',
					key: '1.1',
					data: { number: 1, channel: 'sms', kind: 'book_first' },
				},
			]),
		send: async (row, mode) =>
			await run('ownerOutreach', row, mode, {
				operation: 'sendTouch',
				ownerLink: 'https://clinic.example.com/webhook/vet-referral/case?t=x',
			}),
	},
	'a report into the record': {
		effect: 'file:1',
		row: async () => await reportedRow(),
		send: async (row, mode) => await run('routeOutcome', row, mode),
	},
	'a follow-up into the record': {
		effect: 'follow_up:1',
		row: filed,
		send: async (row, mode) => await run('scheduleFollowUp', row, mode),
	},
};

describe.each(Object.keys(ways))('%s', (name) => {
	const way = ways[name]!;

	test.each(['shadow', 'paused'])('stays in the clinic that is in %s', async (mode) => {
		const before = outside();
		const json = await way.send(held(await way.row(), way.effect), mode);
		expect(outside()).toEqual(before);
		expect(JSON.stringify(json)).toContain(`in ${mode} mode`);
		expect(commandsOf(json).map(({ type }) => type)).not.toEqual([]);
	});

	test('does not leave a paused clinic, approved or not', async () => {
		const before = outside();
		await way.send(approved(await way.row(), way.effect), 'paused');
		expect(outside()).toEqual(before);
	});

	test('does not leave because something else was approved', async () => {
		const before = outside();
		await way.send(approved(await way.row(), 'touch:7'), 'shadow');
		expect(outside()).toEqual(before);
	});

	test('leaves a clinic in shadow once a person has approved it', async () => {
		const before = outside();
		const row = approved(await way.row(), way.effect);
		expect(heldEffects(state(row))).toEqual([]);
		await way.send(row, 'shadow');
		expect(outside()).not.toEqual(before);
	});
});

describe('a notice to the hospital', () => {
	const wished = (): CaseRow => {
		const row = accepted();
		const noticeId = noticeOf(row);
		return record(
			record(row, [{ type: 'appt.requested', key: '1', data: { slot } }], {
				role: 'owner',
				via: 'page',
			}),
			[
				{
					type: 'notice.sending',
					key: noticeId,
					data: { noticeId, type: 'appointment.requested' },
				},
			],
		);
	};
	// By e-mail the notice leaves by the node's second output, as a mail for n8n's mail node.
	const to = specialist({ channel: 'email', email: 'desk@riverside.example.com' });
	const send = async (row: CaseRow, mode: string) =>
		await run('sendToSpecialist', row, mode, {
			operation: 'notice',
			specialist: to as never,
			noticeId: noticeOf(row),
		});

	test.each(['shadow', 'paused'])('stays in the clinic that is in %s', async (mode) => {
		const json = await send(wished(), mode);
		expect(json.mail).toBeUndefined();
		expect(commandsOf(json)).toMatchObject([{ type: 'notice.failed' }]);
	});

	test('leaves a clinic in shadow once a person has approved this one', async () => {
		const row = wished();
		const effect = `notice:${noticeOf(row)}`;
		expect((await send(approved(row, effect), 'paused')).mail).toBeUndefined();
		expect((await send(approved(row, 'notice:another'), 'shadow')).mail).toBeUndefined();
		const { mail } = await send(approved(row, effect), 'shadow');
		expect(mail).toMatchObject({ to: 'desk@riverside.example.com' });
	});
});

describe('a packet', () => {
	const to = specialist();
	// The tests above have written into the record of this patient.
	let untouched: EzyVetSimulator;
	beforeAll(async () => {
		untouched = await quickEzyVet();
	});
	afterAll(async () => await untouched.close());
	const build = async (
		row: CaseRow,
		mode: string,
	): Promise<{ row: CaseRow; json: IDataObject }> => {
		const result = await runNode({
			node: {
				name: 'Build',
				type: 'n8n-nodes-vet-referral.buildPacket',
				parameters: {
					clinicProfile: clinicProfile({ mode }) as never,
					specialist: to as never,
				},
			},
			credentials: { ezyVetApi: ezyVetCredential(untouched) },
			items: [{ ...row } as unknown as IDataObject],
		});
		expect(result.error).toBeUndefined();
		const [json] = result.json('Build');
		return { row: record(row, commandsOf(json!)), json: json! };
	};

	test('held back in shadow is built anew when a person lets it go, and is the one to send', async () => {
		const first = await build(openedRow({ to, released: release(to) }), 'shadow');
		expect(heldEffects(state(first.row))).toEqual(['send']);
		expect(state(first.row).transport.status).toBe('none');
		const second = await build(approved(first.row, 'send'), 'shadow');
		const { packet, transport } = state(second.row);
		expect(transport.status).toBe('intended');
		const { packetVersion } = second.json.packet as { packetVersion: number };
		expect(packet?.packetVersion).toBe(packetVersion);
		expect(packetVersion).toBe(2);
	});
});
