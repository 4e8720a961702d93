import type { IDataObject } from 'n8n-workflow';
import type { CaseRow } from '../../core/referral/row';
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
	typesOf,
} from './cases.mts';

const SID = `AC${'b2'.repeat(16)}`;
const TOKEN = 'token-of-the-tests';
const CLINIC = '+12025550100';
const OWNER = '+12025550166';
const link = 'https://clinic.example.com/webhook/vet-referral/case?t=x';

let phone: RunningPhone;
beforeEach(async () => {
	phone = await startPhone({
		accountSid: SID,
		authToken: TOKEN,
		switches: { deliveredAfterMs: 0 },
	});
});
afterEach(async () => await phone.close());

const heart = specialist();

/** An accepted case whose message number `number` is claimed, `attempts` times. */
function claimedRow({ channel = 'sms', number = 1, attempts = 1, phoneOf = OWNER } = {}): CaseRow {
	const deliveryId = 'd1';
	const patient = { pimsId: '501', name: 'Biscuit' };
	const owner = { name: 'Olive Owner', phone: phoneOf, email: 'olive@example.com' };
	const packet = { packetVersion: 1, patient, owner, files: [], manifestSha256: '', gaps: [] };
	const delivered = record(openedRow({ to: heart, released: release(heart) }), [
		{ type: 'packet.built', data: packet },
		{ type: 'transport.delivered', key: '1', data: { deliveryId, channel: 'webhook' } },
	]);
	let row = record(delivered, [{ type: 'decision.accepted', data: {} }], hospitalActor);
	for (let attempt = 1; attempt <= attempts; attempt++) {
		const data = { number, channel, kind: 'book_first' };
		row = record(row, [{ type: 'outreach.sending', key: `${number}.${attempt}`, data }]);
	}
	return row;
}

const send = async (row: CaseRow, profile: IDataObject = {}, authToken = TOKEN) => {
	const result = await runNode({
		node: {
			name: 'Touch',
			type: 'n8n-nodes-vet-referral.ownerOutreach',
			parameters: {
				operation: 'sendTouch',
				clinicProfile: clinicProfile(profile) as never,
				ownerLink: link,
			},
		},
		credentials: {
			twilioSmsApi: { accountSid: SID, authToken, from: CLINIC, baseUrl: phone.apiBase },
		},
		items: [{ ...row } as unknown as IDataObject],
	});
	expect(result.error).toBeUndefined();
	return {
		sent: result.json('Touch', 0),
		handOff: result.json('Touch', 1),
		held: result.json('Touch', 2),
	};
};
const texts = () => phone.messages().filter(({ direction }) => direction === 'outbound-api');

test('one text goes out, and the ledger is told of it', async () => {
	const row = claimedRow();
	const { sent, handOff, held } = await send(row);
	expect([handOff, held]).toEqual([[], []]);
	expect(texts()).toMatchObject([{ from: CLINIC, to: OWNER }]);
	expect(texts()[0]!.body).toContain(link);
	expect(texts()[0]!.body).not.toContain('mitral');
	expect(sent).toMatchObject([{ rowId: 7, caseId: row.caseId, messageId: texts()[0]!.sid }]);
	expect(commandsOf(sent[0]!)).toEqual([
		{
			type: 'outreach.sent',
			key: '1',
			data: { number: 1, channel: 'sms', providerId: texts()[0]!.sid },
		},
	]);
	expect(state(record(row, commandsOf(sent[0]!))).outreach.touches).toMatchObject([
		{ status: 'sent', attempts: 1 },
	]);
});

test('a text that was begun before is found and not sent again', async () => {
	await send(claimedRow());
	const { sent } = await send(claimedRow({ attempts: 2 }));
	expect(texts()).toHaveLength(1);
	expect(commandsOf(sent[0]!)).toMatchObject([{ data: { providerId: texts()[0]!.sid } }]);
});

test('without an intent in the ledger nothing goes out', async () => {
	const sentBefore = record(claimedRow(), [
		{ type: 'outreach.sent', key: '1', data: { number: 1, channel: 'sms' } },
	]);
	const { held } = await send(sentBefore);
	expect(held).toMatchObject([{ commands: [], held: 'The ledger holds no message to send now.' }]);
	expect(phone.messages()).toEqual([]);
});

test('an e-mail is handed to the mail node of n8n', async () => {
	const { sent, handOff } = await send(claimedRow({ channel: 'email' }));
	expect(sent).toEqual([]);
	expect(handOff).toMatchObject([{ mail: { to: 'olive@example.com' } }]);
	expect(JSON.stringify(handOff[0]!.mail)).toContain(link);
	expect(typesOf(handOff[0]!)).toEqual(['outreach.sent']);
});

test('an e-mail that may have gone out is for a person', async () => {
	const { handOff, held } = await send(claimedRow({ channel: 'email', attempts: 2 }));
	expect(handOff).toEqual([]);
	expect(commandsOf(held[0]!)).toMatchObject([
		{ type: 'outreach.failed', data: { code: 'unknown_fate' } },
	]);
});

test('an owner who wrote STOP is recorded as opted out', async () => {
	await phone.reply(OWNER, CLINIC, 'STOP');
	const { held } = await send(claimedRow());
	expect(typesOf(held[0]!)).toEqual(['outreach.failed', 'owner.opted_out']);
	expect(texts()).toEqual([]);
});

test.each(['shadow', 'paused'])('a clinic in %s mode sends nothing', async (mode) => {
	const { held } = await send(claimedRow(), { mode });
	expect(commandsOf(held[0]!)).toMatchObject([{ data: { code: `mode_${mode}` } }]);
	expect(phone.messages()).toEqual([]);
});

const faults: Array<[string, () => unknown, string]> = [
	['a connection that breaks before', () => (phone.switches.dropBeforeAccept = 1), 'unreachable'],
	['a service that is down', () => (phone.switches.down = true), 'unknown_fate'],
	['a service that is busy', () => (phone.switches.rateLimitNext = 1), 'busy'],
];

test.each(faults)('%s is an answer, not an error', async (_what, fault, code) => {
	fault();
	const { sent, held } = await send(claimedRow());
	expect(sent).toEqual([]);
	expect(commandsOf(held[0]!)).toMatchObject([
		{ type: 'outreach.failed', key: '1.1', data: { number: 1, code } },
	]);
	expect(JSON.stringify(held)).not.toContain(OWNER);
});

test('a connection that breaks after the text was taken is looked up', async () => {
	phone.switches.acceptThenDropConnection = 1;
	const { sent } = await send(claimedRow());
	expect(typesOf(sent[0]!)).toEqual(['outreach.sent']);
	expect(texts()).toHaveLength(1);
});

test('a wrong credential is an answer as well', async () => {
	const { held } = await send(claimedRow(), {}, 'wrong');
	expect(commandsOf(held[0]!)).toMatchObject([{ data: { code: 'not_authorised' } }]);
});
