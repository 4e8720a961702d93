import axios from 'axios';
import { caseLink, eventsOf, fixture, signedToken, typesOf } from '../../scripts/demo/loop.mts';
import { act, openPage } from '../../scripts/demo/pages.mts';
import { secretOf, type World } from '../../scripts/demo/world.mts';
import { twilioSignature } from '../simulators/sms/twilio.mts';
import {
	done,
	flashOf,
	hospitalOf,
	nonceOn,
	ownerLink,
	post,
	rowOf,
	sent,
	specialistOf,
	until,
} from './acting.mts';
import { alertsAbout, textsAbout } from './counts.mts';
import { coordinator, eventsUrlOf, say } from './events.mts';
import { stage } from './stage.mts';

const { check } = stage();
const name = 'cardiology';
const specialistId = specialistOf(name);
let caseId = '';

const link = (world: World, token: string): string =>
	`${world.deskUrl}/case?t=${encodeURIComponent(token)}`;
const claims = async (world: World, changes: Record<string, unknown> = {}) => {
	const { id, caseId: known } = await rowOf(world, caseId);
	return { rowId: id, caseId: known, role: 'owner', linkVersion: 1, ...changes };
};

const atRest = async (world: World): Promise<void> => {
	await world.n8n.waitFor(
		async () => (await world.n8n.executions({ status: 'running' })).length === 0,
		'every run to end or to wait',
	);
};

/** How the case stands and how often the Desk has run, to see that nothing happened. */
async function footprint(world: World) {
	const { version, events, phase } = await rowOf(world, caseId);
	const runs = await world.n8n.executions({ workflowId: world.workflows['desk.json'] });
	return { version, events, phase, runs: runs.length };
}

/** A friendly refusal: a page for people, without case number, name or jargon. */
function expectFriendly({ status, html }: { status: number; html: string }): void {
	expect(status).toBeGreaterThanOrEqual(400);
	expect(status).toBeLessThan(500);
	expect(html).toContain('<!doctype html>');
	expect(html).toMatch(/call the clinic/i);
	expect(html).not.toContain(caseId);
	expect(html).not.toContain('Biscuit');
}

check('scanners that open a link, however often, change nothing', async (world) => {
	caseId = await sent(world, name);
	await hospitalOf(world, name).act(caseId, 'ack');
	await hospitalOf(world, name).act(caseId, 'accept');
	await until(world, caseId, 'outreach.sent');
	await atRest(world);
	const row = await rowOf(world, caseId);
	const links = [
		await ownerLink(world, caseId),
		...['clinic', 'specialist'].map((role) => caseLink(world, row, role)),
	];
	const { version, events } = await rowOf(world, caseId);
	for (const url of links) {
		for (const method of ['GET', 'HEAD', 'GET']) {
			const answer = await axios.request({ url, method, proxy: false, validateStatus: () => true });
			expect(answer.status).toBeLessThan(500);
		}
	}
	expect(await rowOf(world, caseId)).toMatchObject({ version, events });
});

check(
	'an altered link, and one whose role was changed, are refused without a hint',
	async (world) => {
		const token = signedToken(world, await claims(world));
		const [payload = '', mac = ''] = token.split('.');
		const text = Buffer.from(payload, 'base64url').toString('utf8');
		const asClinic = Buffer.from(text.replace('|o|', '|c|')).toString('base64url');
		const ofNobody = Buffer.from(text.replace(caseId, 'REF-000000000000')).toString('base64url');
		const before = await footprint(world);
		const pages = [];
		for (const forged of [
			`${payload}.${mac.slice(0, -1)}A`,
			`${asClinic}.${mac}`,
			`${ofNobody}.${mac}`,
			'x',
		]) {
			const page = await openPage(link(world, forged));
			expectFriendly(page);
			expect(page.status).toBe(401);
			pages.push(page.html);
		}
		expect(new Set(pages).size).toBe(1);
		expect(await footprint(world)).toEqual(before);
	},
);

check('a token altered in any one place opens nothing, for nobody', async (world) => {
	const before = await footprint(world);
	let tried = 0;
	for (const role of ['owner', 'clinic', 'specialist', 'release']) {
		const token = signedToken(world, await claims(world, { role }));
		for (let at = 0; at < token.length; at += 1) {
			const other = token[at] === 'A' ? 'B' : 'A';
			const url = link(world, token.slice(0, at) + other + token.slice(at + 1));
			const { status } = await openPage(url);
			expect({ role, at, status }).toEqual({ role, at, status: 401 });
			tried += 1;
		}
		for (const forged of [token.slice(0, -1), `${token}A`, `${token}.${token}`, token.slice(1)]) {
			expect((await openPage(link(world, forged))).status).toBe(401);
		}
	}
	expect(tried).toBeGreaterThan(250);
	expect(await footprint(world)).toEqual(before);
});

check('a role cannot be swapped for another, nor a door for another', async (world) => {
	const before = await footprint(world);
	for (const role of ['owner', 'clinic', 'specialist', 'release', 'board', 'hospital']) {
		const made = await claims(world, {
			role,
			...(role === 'board' ? { subject: 'riverbank' } : {}),
		});
		const token = signedToken(world, made);
		const [payload = '', mac = ''] = token.split('.');
		const parts = Buffer.from(payload, 'base64url').toString('utf8').split('|');
		for (const code of ['s', 'c', 'o', 'r', 'b', 'h', 'x', '']) {
			if (code === parts[2]) continue;
			const swapped = Buffer.from(parts.with(2, code).join('|')).toString('base64url');
			for (const door of ['case', 'board']) {
				const { status } = await openPage(`${world.deskUrl}/${door}?t=${swapped}.${mac}`);
				expect({ role, code, door, status }).toEqual({ role, code, door, status: 401 });
			}
		}
		const wrongDoor = role === 'board' ? 'case' : 'board';
		const { status } = await openPage(`${world.deskUrl}/${wrongDoor}?t=${token}`);
		expect({ role, wrongDoor, status }).toEqual({ role, wrongDoor, status: 401 });
	}
	expect(await footprint(world)).toEqual(before);
});

check('a link whose time is over says so and nothing else', async (world) => {
	const before = await footprint(world);
	const exp = Math.floor(Date.now() / 1000) - 60;
	for (const role of ['owner', 'clinic', 'specialist', 'release']) {
		const url = link(world, signedToken(world, await claims(world, { role, exp })));
		const posted = await post(url, new URLSearchParams({ nonce: 'x', action: 'ask_call' }));
		for (const page of [await openPage(url), posted]) {
			expectFriendly(page);
			expect(page.status).toBe(410);
		}
	}
	expect(await footprint(world)).toEqual(before);
});

check('a withdrawn link and a link to no case look the same', async (world) => {
	const withdrawn = signedToken(world, await claims(world, { linkVersion: 7 }));
	const nobody = { rowId: 987_654, caseId: 'REF-111111111111' };
	const nowhere = signedToken(world, await claims(world, nobody));
	const ofAnother = signedToken(world, await claims(world, { caseId: 'REF-000000000000' }));
	const pages = [];
	for (const token of [withdrawn, nowhere, ofAnother]) {
		const page = await openPage(link(world, token));
		expectFriendly(page);
		pages.push(page);
	}
	expect(pages[1]).toEqual(pages[0]);
	expect(pages[2]).toEqual(pages[0]);
});

check(
	'once the links of a case are withdrawn, none of the old ones opens or acts',
	async (world) => {
		const row = await rowOf(world, caseId);
		const old: Array<{ url: string; nonce: string }> = [];
		for (const role of ['owner', 'clinic', 'specialist', 'release']) {
			const url = link(world, signedToken(world, await claims(world, { role })));
			old.push({ url, nonce: await nonceOn(url).catch(() => '') });
		}
		const table = world.n8n.dataTable('vet_referral_cases');
		const fields = { reason: 'Sent to a neighbour', name: 'Nina Nurse' };
		const withdrawn = await act(old[1]?.url ?? '', 'withdraw_links', fields);
		expect(withdrawn.status).toBe(200);
		expect(flashOf(withdrawn.html)).toContain('This page has a new one');
		const [, given = ''] = /action="([^"]+)" id="form-note"/.exec(withdrawn.html) ?? [];
		expect((await openPage(given.replace(/&amp;/g, '&'))).status).toBe(200);
		// The run that waits for the owner looks at the case once more.
		await atRest(world);
		const { version, events } = await rowOf(world, caseId);
		for (const { url, nonce } of old) {
			expectFriendly(await openPage(url));
			const posted = await post(url, new URLSearchParams({ nonce, action: 'ask_call', name: 'x' }));
			expectFriendly(posted);
		}
		expect(await rowOf(world, caseId)).toMatchObject({ version, events });
		const renewed = signedToken(world, await claims(world, { linkVersion: 2 }));
		expect((await openPage(link(world, renewed))).status).toBe(200);
		await table.update({ id: row.id }, { linkVersion: 1 });
	},
);

check(
	'after the key is changed old links still open; once it is removed they do not',
	async (world) => {
		const rest = await world.n8n.login();
		const { id } = world.credentials.find(({ type }) => type === 'referralDeskApi') ?? { id: '' };
		const renewedSecret = 'the-key-after-0123456789-abcdefghijklmnop';
		const common = {
			publicUrl: world.n8n.url,
			internalUrl: '',
			path: 'vet-referral',
			previousKeyId: '',
			previousSecret: '',
			pimsWebhookSecret: '',
		};
		const become = async (data: Record<string, unknown>): Promise<void> => {
			const type = 'referralDeskApi';
			await rest.patch(`/credentials/${id}`, { name: 'Referral desk', type, data });
		};
		const before = { keyId: 'k1', secret: world.deskSecret };
		const after = { keyId: 'k2', secret: renewedSecret };
		const made = await claims(world, { role: 'clinic' });
		const old = link(world, signedToken(world, made));
		const renewed = link(world, signedToken(world, made, after));
		const opened = async () => [(await openPage(old)).status, (await openPage(renewed)).status];
		try {
			expect(await opened()).toEqual([200, 401]);
			await become({
				...common,
				...after,
				previousKeyId: before.keyId,
				previousSecret: before.secret,
			});
			expect(await opened()).toEqual([200, 200]);
			const kept = await act(old, 'note', {
				text: 'The old link still works.',
				name: 'Nina Nurse',
			});
			expect(kept.status).toBe(200);
			await become({ ...common, ...after });
			expect(await opened()).toEqual([401, 200]);
		} finally {
			await become({ ...common, ...before });
		}
		expect(await opened()).toEqual([200, 401]);
	},
);

check("the owner's link cannot do what only the clinic may", async (world) => {
	const url = await ownerLink(world, caseId);
	const { version } = await rowOf(world, caseId);
	const fields = { outcome: 'error', reason: 'not mine to say', name: 'Olive Owner' };
	for (const action of ['close', 'accept', 'send_report']) {
		const body = new URLSearchParams({ nonce: await nonceOn(url), action, ...fields });
		const page = await post(url, body);
		expect(page.status).toBe(422);
		expect(flashOf(page.html)).toContain('This page cannot do that');
	}
	expect((await rowOf(world, caseId)).version).toBe(version);
});

check(
	'hospital events that are unsigned, wrongly signed or old are refused at the door',
	async (world) => {
		const url = eventsUrlOf(world, specialistId, caseId);
		const event = {
			id: 'msg_door',
			type: 'decision.declined',
			data: { caseId, by: coordinator, reason: 'no' },
		};
		const before = await footprint(world);
		const unsigned = await axios.post(
			url,
			{ type: event.type, data: event.data },
			{
				proxy: false,
				validateStatus: () => true,
			},
		);
		const answers = [
			unsigned.status,
			(await say(url, specialistId, { ...event, secret: secretOf('hillcrest-surgery') })).status,
			(await say(url, specialistId, { ...event, at: new Date(Date.now() - 6 * 60_000) })).status,
			(await say(url, specialistId, { ...event, at: new Date(Date.now() + 6 * 60_000) })).status,
		];
		expect(answers).toEqual([401, 401, 401, 401]);
		expect(await footprint(world)).toEqual(before);
	},
);

check('a hospital learns nothing about a case that is not its own', async (world) => {
	const url = eventsUrlOf(world, specialistId, caseId);
	const other = 'hillcrest-surgery';
	const data = { caseId, by: coordinator, reason: 'not ours' };
	const { version } = await rowOf(world, caseId);
	const foreign = await say(url.replace(specialistId, other), other, {
		id: 'msg_foreign',
		type: 'decision.declined',
		data,
	});
	const unknown = await say(url, specialistId, {
		id: 'msg_unknown',
		type: 'decision.declined',
		data: { ...data, caseId: 'REF-000000000000' },
	});
	expect(foreign.status).toBe(404);
	expect(foreign).toEqual(unknown);
	expect((await rowOf(world, caseId)).version).toBe(version);
});

check('an event whose content does not fit is refused with a reason', async (world) => {
	const url = eventsUrlOf(world, specialistId, caseId);
	const { version } = await rowOf(world, caseId);
	const bad = { id: 'msg_bad', type: 'appt.scheduled', data: { caseId, by: coordinator } };
	const answer = await say(url, specialistId, bad);
	expect(answer.status).toBe(422);
	expect(answer.body.message).toBeTruthy();
	expect(answer.body.hint).toBeTruthy();
	expect((await rowOf(world, caseId)).version).toBe(version);
});

check('a text that Twilio did not sign is refused and changes nothing', async (world) => {
	const url = `${world.deskUrl}/sms`;
	const { owner } = fixture(name) as unknown as { owner: { phone: string } };
	const fields = { From: owner.phone, To: '+15550100', Body: 'STOP', MessageSid: 'SMforged' };
	const before = await footprint(world);
	for (const signature of ['', 'AAAA', twilioSignature('another-token', url, fields)]) {
		const answer = await axios.post(url, new URLSearchParams(fields), {
			proxy: false,
			validateStatus: () => true,
			headers: { 'x-twilio-signature': signature },
		});
		expect(answer.status).toBeGreaterThanOrEqual(401);
		expect(answer.status).toBeLessThan(404);
	}
	expect(await footprint(world)).toEqual(before);
});

check('after STOP the owner gets no text, and a person is asked to call', async (world) => {
	const { owner } = fixture('surgery') as unknown as { owner: { phone: string } };
	const other = await sent(world, 'surgery', { contactEmail: '' });
	const message = await world.phone.reply(owner.phone, '+15550100', 'STOP');
	expect(message.webhook?.status).toBe(200);
	const row = await until(world, other, 'owner.opted_out');
	expect(typesOf(row)).toContain('person.asked');
	const hospital = hospitalOf(world, 'surgery');
	await hospital.act(other, 'ack');
	await hospital.act(other, 'accept');
	// What the owner wrote is read first; then a person calls, for there is no other way left.
	const mail = await world.n8n.waitFor(
		() => alertsAbout(world, other, /The owner answered/)[0],
		'the mail that asks to read what the owner wrote',
	);
	expect(mail.subject).toContain(other);
	const [key = ''] = eventsOf(row)
		.filter(({ type }) => type === 'person.asked')
		.map(({ data }) => String(data.key));
	const link = caseLink(world, await rowOf(world, other), 'clinic');
	const settled = { question: key, answer: 'Read it, will call', name: 'Nina Nurse' };
	await done(act(link, 'settle_question', settled));
	await until(world, other, 'outreach.exhausted');
	await world.n8n.waitFor(
		() => alertsAbout(world, other, /Call the owner/)[0],
		'the mail that asks to call',
	);
	expect(textsAbout(world, other)).toEqual([]);
	expect(typesOf(await rowOf(world, caseId))).not.toContain('owner.opted_out');
});
