import type { IDataObject } from 'n8n-workflow';
import { hospitalSecret } from '../../core/links/secrets';
import type { Specialist } from '../../core/profile/specialist';
import type { CaseRow } from '../../core/referral/row';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { startHospital, type RunningHospital } from '../simulators/hospital/server.mts';
import { readBinary, runNode } from '../support/engine.mts';
import { waitFor } from '../support/wait-for.mts';
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
import { storedFile } from './reports.mts';
import {
	deskCredential,
	deskSecret,
	ezyVetCredential,
	quickEzyVet,
	startFileDoor,
} from './services.mts';

const node = 'n8n-nodes-vet-referral.sendToSpecialist';
let ezyVet: EzyVetSimulator;
let door: Awaited<ReturnType<typeof startFileDoor>>;
let hospital: RunningHospital;
let to: Specialist;

beforeAll(async () => {
	ezyVet = await quickEzyVet();
	door = await startFileDoor();
	const secret = hospitalSecret(deskSecret, 'riverside-cardiology');
	hospital = await startHospital({ secret, behaviour: { mode: 'silent', verifyFiles: 'before' } });
	to = specialist({ inboundUrl: hospital.inboundUrl });
});
beforeEach(() => {
	hospital.reset();
	Object.assign(hospital.behaviour, { mode: 'silent', failNext: 0 });
});
afterAll(async () => {
	await hospital.close();
	await door.close();
	await ezyVet.close();
});

interface Built {
	row: CaseRow;
	packet: string;
}

/** A case whose packet is built and whose intent to send stands in the ledger. */
async function built(entry = to): Promise<Built> {
	const row = openedRow({ to: entry, released: release(entry) });
	const run = await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.buildPacket',
			name: 'Build',
			parameters: {
				clinicProfile: JSON.stringify(clinicProfile()),
				specialist: JSON.stringify(entry),
			},
		},
		credentials: { ezyVetApi: ezyVetCredential(ezyVet) },
		items: [row as unknown as IDataObject],
	});
	const [json] = run.json('Build');
	if (!json) throw new Error('No packet was built.');
	return { row: record(row, commandsOf(json)), packet: JSON.stringify(json.packet) };
}

async function send(row: CaseRow, parameters: IDataObject, entry = to, mode = 'live') {
	const run = await runNode({
		node: {
			type: node,
			name: 'Send',
			parameters: {
				clinicProfile: JSON.stringify(clinicProfile({ mode })),
				specialist: JSON.stringify(entry),
				...parameters,
			} as never,
		},
		baseUrl: door.baseUrl,
		credentials: { referralDeskApi: deskCredential },
		items: [row as unknown as IDataObject],
	});
	return {
		run,
		sent: run.json('Send', 0),
		handOff: run.outputs('Send')[1] ?? [],
		failed: run.json('Send', 2),
	};
}

const one = <T,>(items: T[]): T => {
	expect(items).toHaveLength(1);
	return items[0]!;
};

test('the hospital takes the packet, fetches every file and finds each one right', async () => {
	const { row, packet } = await built();
	const { run, sent } = await send(row, { packet });
	expect(run.error).toBeUndefined();
	const json = one(sent);
	await hospital.idle();
	const referral = one(hospital.referrals());
	expect(json).toMatchObject({ deliveryId: `${row.caseId}/d1`, reference: referral.reference });
	expect(referral.manifestOk).toBe(true);
	expect(referral.files.map(({ status }) => status)).toEqual(referral.files.map(() => 'verified'));
	expect(referral.files).toHaveLength(6);
	expect(referral.request.reply).toMatchObject({
		eventsUrl:
			'https://clinic.example.com/webhook/vet-referral/events?specialist=riverside-cardiology',
		pageUrl: expect.stringContaining('https://clinic.example.com/webhook/vet-referral/case?t='),
	});
	expect(state(record(row, commandsOf(json))).transport).toMatchObject({
		status: 'done',
		reference: referral.reference,
	});
});

test('the same delivery again is a receipt, and the hospital has it once', async () => {
	const { row, packet } = await built();
	await send(row, { packet });
	const again = await send(row, { packet });
	expect(typesOf(one(again.sent))).toEqual(['transport.delivered']);
	expect(hospital.log).toMatchObject({ deliveries: 1, duplicates: 1, changedDuplicates: 0 });
});

test.each([
	['500', () => (hospital.behaviour.failNext = 1), 'unavailable'],
	['410', () => (hospital.behaviour.mode = 'gone'), 'not_taking_referrals'],
])('an answer %s leaves on Failed with the code %#', async (_status, prepare, code) => {
	prepare();
	const { row, packet } = await built();
	const { failed } = await send(row, { packet });
	const json = one(failed);
	expect(commandsOf(json)[0]).toMatchObject({ type: 'transport.failed', data: { code } });
	expect(state(record(row, commandsOf(json))).transport.status).toBe('failed');
});

test('a hospital that does not answer leaves an unknown fate that may be tried again', async () => {
	const entry = specialist({ inboundUrl: 'http://127.0.0.1:9/inbound' });
	const { row, packet } = await built(entry);
	const json = one((await send(row, { packet }, entry)).failed);
	expect(commandsOf(json)[0]!.data).toMatchObject({
		code: 'unknown_fate',
		hint: expect.stringContaining('only once'),
	});
});

test('without the intent in the ledger nothing is sent', async () => {
	const row = openedRow({ to, released: release(to) });
	const json = one((await send(row, { packet: '{}' })).failed);
	expect(json.commands).toEqual([]);
	expect(hospital.log.deliveries).toBe(0);
});

test('a packet of another case stops the node', async () => {
	const { row, packet } = await built();
	const other = packet.replaceAll(row.caseId, 'REF-000000000000');
	const { run } = await send(row, { packet: other });
	expect(run.status).toBe('error');
	expect(run.error?.message).toContain('not the packet');
	expect(hospital.log.deliveries).toBe(0);
});

test('a clinic that is not live sends nothing and says so', async () => {
	const { row, packet } = await built();
	const json = one((await send(row, { packet }, to, 'shadow')).failed);
	expect(commandsOf(json)[0]!.data).toMatchObject({ code: 'mode_shadow' });
	expect(hospital.log.deliveries).toBe(0);
});

describe('a hospital reached by e-mail', () => {
	const byMail = (more: IDataObject = {}) =>
		specialist({ channel: 'email', email: 'referrals@riverside.example.com', ...more });

	test('gets a mail with the question, the answer page and all files', async () => {
		const { row, packet } = await built(byMail());
		const item = one((await send(row, { packet }, byMail())).handOff);
		const mail = item.json.mail as Record<string, string>;
		expect(mail.to).toBe('referrals@riverside.example.com');
		expect(mail.subject).toContain(`URGENT: Referral of Biscuit to Cardiology [${row.caseId}]`);
		expect(mail.text).toContain('Which stage is the mitral valve disease?');
		expect(mail.text).toContain('/webhook/vet-referral/case?t=');
		const names = String(item.json.attachments).split(',');
		expect(names).toHaveLength(6);
		const bytes = await Promise.all(names.map((name) => readBinary(item.binary![name])));
		expect(bytes.every(({ length }) => length > 0)).toBe(true);
		expect(typesOf(item.json)).toEqual(['referral.sent']);
		expect(state(record(row, commandsOf(item.json))).transport.status).toBe('done');
	});

	test('gets links that work instead of files larger than it takes', async () => {
		const entry = byMail({ limits: { maxMailMb: 0.001 } });
		const { row, packet } = await built(entry);
		const item = one((await send(row, { packet }, entry)).handOff);
		expect(item.binary).toBeUndefined();
		const { text } = item.json.mail as Record<string, string>;
		const links = text!.match(/http:\S+binary-data\/signed\?token=\S+/g) ?? [];
		expect(links).toHaveLength(6);
		expect((await fetch(links[0]!)).status).toBe(200);
	});

	test('gets one ZIP where the clinic wants that', async () => {
		const { row, packet } = await built(byMail());
		const item = one((await send(row, { packet, attach: 'zip' }, byMail())).handOff);
		expect(Object.keys(item.binary!)).toEqual(['file_0']);
		expect(item.binary!.file_0!.mimeType).toBe('application/zip');
		expect((await readBinary(item.binary!.file_0)).subarray(0, 2).toString()).toBe('PK');
	});

	test('is not written to twice when an earlier mail may have gone out', async () => {
		const { row, packet } = await built(byMail());
		const data = { deliveryId: `${row.caseId}/d1`, channel: 'email' };
		const again = record(row, [{ type: 'referral.sending', key: 'second', data }]);
		const held = one((await send(again, { packet }, byMail())).failed);
		expect(commandsOf(held)[0]!.data).toMatchObject({ code: 'unknown_fate' });
	});
});

describe('notices', () => {
	async function sentCase(): Promise<CaseRow> {
		const { row, packet } = await built();
		return record(row, commandsOf(one((await send(row, { packet })).sent)));
	}
	const vet = { role: 'referrer', name: 'Dr Vera Sample', via: 'page' } as const;
	const slot = { start: '2026-12-03T16:00:00.000Z', clinician: 'Dr Cora Sample' };

	const wished = (row: CaseRow): CaseRow => {
		const accepted = record(
			row,
			[{ type: 'decision.accepted', key: 'a', data: {} }],
			hospitalActor,
		);
		const asked = record(accepted, [{ type: 'appt.requested', key: 'b', data: { slot } }], {
			role: 'owner',
			via: 'page',
		});
		const noticeId = `${row.caseId}/appt/${slot.start}`;
		const data = { noticeId, type: 'appointment.requested' };
		return record(asked, [{ type: 'notice.sending', key: noticeId, data }]);
	};

	test('the hospital is told the time the owner wishes, once', async () => {
		const row = wished(await sentCase());
		const json = one((await send(row, { operation: 'notice', noticeId: '' })).sent);
		expect(one(hospital.referrals()).appointmentRequest).toMatchObject({
			slot: { start: slot.start, clinician: 'Dr Cora Sample' },
			owner: { name: 'Olive Owner', phone: '+12025550188' },
		});
		const after = record(row, commandsOf(json));
		expect(state(after).notices[0]!.status).toBe('done');
		const idle = await send(after, { operation: 'notice', noticeId: '' });
		expect(one(idle.failed).commands).toEqual([]);
	});

	test('a notice the hospital could not take leaves on Failed with its number', async () => {
		const row = wished(await sentCase());
		hospital.behaviour.failNext = 1;
		const json = one((await send(row, { operation: 'notice', noticeId: '' })).failed);
		expect(typesOf(json)).toEqual(['notice.failed']);
		expect(state(record(row, commandsOf(json))).notices[0]!.status).toBe('failed');
	});

	/** The hospital's question is answered with one file; the intent to tell it stands in the ledger. */
	async function answered(row: CaseRow): Promise<CaseRow> {
		const question = { question: 'Are there films?' };
		const asked = record(
			row,
			[{ type: 'info.requested', key: 'q', data: question }],
			hospitalActor,
		);
		const files = [await storedFile('Films.pdf', '%PDF films')];
		const data = { answer: 'Here they are', files } as never;
		const supplied = record(asked, [{ type: 'info.supplied', key: 'a', data }], vet);
		const noticeId = `${row.caseId}/info/${state(supplied).decision.answeredAt}`;
		const intent = { noticeId, type: 'info.supplied' };
		return record(supplied, [{ type: 'notice.sending', key: noticeId, data: intent }]);
	}

	test('an answer reaches the hospital with its files, right to the byte', async () => {
		const row = await answered(await sentCase());
		one((await send(row, { operation: 'notice', noticeId: '' })).sent);
		const referral = one(hospital.referrals());
		expect(referral.infoSupplied).toMatchObject([
			{ answer: 'Here they are', files: [{ name: 'Films.pdf', size: 10 }] },
		]);
		const check = await waitFor(
			() =>
				referral.files.find(
					({ file, status }) => file.name === 'Films.pdf' && status !== 'pending',
				),
			'the hospital to fetch the file',
		);
		expect(check.status).toBe('verified');
	});

	test('a hospital reached by e-mail gets links to the files of an answer', async () => {
		const entry = specialist({ channel: 'email', email: 'referrals@riverside.example.com' });
		const { row, packet } = await built(entry);
		const sentRow = record(row, commandsOf(one((await send(row, { packet }, entry)).handOff).json));
		const given = { operation: 'notice', noticeId: '' };
		const { text } = one((await send(await answered(sentRow), given, entry)).handOff).json
			.mail as Record<string, string>;
		expect(text).toContain('- Films.pdf (1 kB)');
		const link = /http:\S+binary-data\/signed\?token=\S+/.exec(text!)?.[0] ?? '';
		expect(await (await fetch(link)).text()).toBe('%PDF films');
	});

	test('a cancellation reaches the hospital with its reason', async () => {
		const row = record(
			await sentCase(),
			[{ type: 'cancel.requested', key: 'c', data: { reason: 'Owner moves away' } }],
			vet,
		);
		const noticeId = `${row.caseId}/cancel/${state(row).cancellation?.requestedAt}`;
		const data = { noticeId, type: 'referral.cancel_requested' };
		const intended = record(row, [{ type: 'notice.sending', key: noticeId, data }]);
		await send(intended, { operation: 'notice', noticeId });
		expect(one(hospital.referrals()).cancelReason).toBe('Owner moves away');
	});
});
