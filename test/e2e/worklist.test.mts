import {
	caseLink,
	eventsOf,
	signedToken,
	typesOf,
	type LedgerRow,
} from '../../scripts/demo/loop.mts';
import { act, openPage } from '../../scripts/demo/pages.mts';
import type { World } from '../../scripts/demo/world.mts';
import { done, firstSlot, nonceOn, ownerLink, post, rowOf, until } from './acting.mts';
import { linkTo, mailsAbout, textsAbout } from './counts.mts';
import { stage } from './stage.mts';
import { freePort } from '../support/ports.mts';
import {
	addNeighbours,
	address,
	digestEvery,
	digestSetting,
	enterHospital,
	hospital,
	linkOf,
	look,
	mailed,
	mailPort,
	resultsOn,
	rounds,
	runByHand,
	ticked,
	wantsMail,
	worklistLink,
	write,
} from './worklist-cases.mts';

const { check } = stage({ change: digestEvery(4) });
const fay = { name: 'Fay Frontdesk', role: 'Reception' };
const real: string[] = [];
let written: Record<string, string> = {};

const caseOf = (patient: string): string => written[patient] ?? '';
const rowsOf = async (world: World, caseIds: string[]): Promise<LedgerRow[]> =>
	await Promise.all(caseIds.map(async (caseId) => await rowOf(world, caseId)));
const count = (row: LedgerRow, type: string): number =>
	typesOf(row).filter((entry) => entry === type).length;
const digests = (world: World) =>
	world.mail.messages().filter(({ subject }) => /referrals? waits? for you/.test(subject));

check('one link shows all open cases of a hospital and none of another', async (world) => {
	await addNeighbours(world);
	for (const name of ['cardiology', 'surgery', 'oncology'] as const) {
		real.push(await mailed(world, name));
	}
	written = await write(world, {
		Amber: { at: 'visit', service: 'bones' },
		Basil: { at: 'visit', clinic: 'hilltop' },
		Clover: {
			at: 'visit',
			clinic: 'hilltop',
			service: 'bones',
			changes: { wakeUrl: `${world.n8n.url}/webhook-waiting/987654/wake`, wakeNonce: 'gone' },
		},
		Daisy: { at: 'waiting', clinic: 'hilltop', service: 'bones' },
		Ember: { at: 'waiting', clinic: 'hilltop' },
		Flint: { at: 'waiting', service: 'bones' },
		Ginger: { at: 'waiting' },
		Hazel: { at: 'waiting', service: 'bones' },
		Iris: { at: 'visit', clinic: 'hilltop' },
		Foreign: { at: 'waiting', service: 'elsewhere' },
	});
	const { status, html } = await openPage(worklistLink(world));
	expect(status).toBe(200);
	expect(html).toContain('12 open referrals');
	for (const caseId of [...real, ...Object.values(written)]) {
		expect([caseId, html.includes(caseId)]).toEqual([caseId, caseId !== caseOf('Foreign')]);
	}
	expect(html).toContain('Hilltop Sample Vets');
	expect(html).toContain('Bones and joints');
	const pageOfCase = linkTo(html.replace(/&amp;/g, '&'), caseOf('Amber')) ?? '';
	expect((await openPage(pageOfCase.replace(/".*$/s, ''))).status).toBe(200);
	const filtered = await openPage(`${worklistLink(world)}&clinic=hilltop&service=Bones+and+joints`);
	expect(filtered.html).toContain('2 open referrals');
});

check('looking at it changes nothing', async (world) => {
	const before = await rowsOf(world, Object.values(written));
	expect(await look(worklistLink(world))).toEqual([200, 200, 200]);
	const after = await rowsOf(world, Object.values(written));
	expect(after.map(({ version }) => version)).toEqual(before.map(({ version }) => version));
});

check('five are marked seen at once; of the others the page says why not', async (world) => {
	const [heart = '', bone = ''] = real;
	for (const caseId of [heart, bone]) {
		const link = caseLink(world, await rowOf(world, caseId), 'specialist');
		await done(act(link, 'accept', fay));
		await until(world, caseId, 'outreach.sent');
	}
	const seen = [heart, bone, caseOf('Amber'), caseOf('Basil'), caseOf('Clover')];
	const rows = await rowsOf(world, [...seen, caseOf('Daisy'), caseOf('Foreign')]);
	const url = worklistLink(world);
	const { html } = await openPage(url);
	const body = ticked(html, rows, { action: 'mark_seen', ...fay });
	const answer = await done(post(url, body));
	const results = resultsOn(answer.html);
	for (const caseId of seen)
		expect([caseId, results[caseId]]).toEqual([caseId, expect.stringMatching(/^Done/)]);
	expect(results[caseOf('Daisy')]).toMatch(/^Not possible.*not accepted yet/);
	expect(Object.values(results).filter((line) => /not on this worklist/.test(line))).toHaveLength(
		1,
	);
	expect(Object.keys(results)).toHaveLength(7);
	const marked = await rowsOf(world, seen);
	for (const row of marked) {
		expect([row.caseId, row.phase, count(row, 'visit.started')]).toEqual([row.caseId, 'seen', 1]);
		const event = eventsOf(row).find(({ type }) => type === 'visit.started');
		expect(event?.actor).toEqual({
			role: 'specialist',
			name: 'Fay Frontdesk (Reception)',
			via: 'page',
		});
	}
	for (const patient of ['Daisy', 'Foreign']) {
		expect(count(await rowOf(world, caseOf(patient)), 'visit.started')).toBe(0);
	}

	// The same form once more, as a browser sends it when the page is loaded again.
	const again = await done(post(url, body));
	for (const caseId of seen) expect(resultsOn(again.html)[caseId]).toMatch(/^Already so/);
	const versions = (list: LedgerRow[]) => list.map((row) => count(row, 'visit.started'));
	expect(versions(await rowsOf(world, seen))).toEqual([1, 1, 1, 1, 1]);
});

check('runs that waited for a marked case go on; one that was gone is replaced', async (world) => {
	for (const caseId of [...real.slice(0, 2), caseOf('Clover')]) {
		await world.n8n.waitFor(
			async () => {
				const row = await rowOf(world, caseId);
				return row.wakeUrl === '' && row.runId === '';
			},
			`the run of ${caseId} to end`,
			45_000,
		);
		expect(textsAbout(world, caseId).length).toBeLessThanOrEqual(1);
	}
});

check('two people who mark the same cases at once write each of them once', async (world) => {
	const url = worklistLink(world);
	const caseIds = ['Daisy', 'Ember', 'Flint', 'Ginger', 'Hazel'].map(caseOf);
	const rows = await rowsOf(world, caseIds);
	const forms = await Promise.all(
		['Fay Frontdesk', 'Noah Nurse', 'Pia Porter'].map(async (name) =>
			ticked((await openPage(url)).html, rows, { action: 'acknowledge', name }),
		),
	);
	const pages = await Promise.all(forms.map(async (form) => await done(post(url, form))));
	const told = pages.map(({ html }) => resultsOn(html));
	const after = await rowsOf(world, caseIds);
	for (const row of after) {
		expect([row.caseId, count(row, 'ack.received')]).toEqual([row.caseId, 1]);
		const lines = told.map((results) => (results[row.caseId] ?? '').split(':')[0]?.trim());
		expect(lines.sort()).toEqual(['Already so', 'Already so', 'Done']);
	}
});

check('a form without a name is refused as a whole and keeps its ticks', async (world) => {
	const url = worklistLink(world);
	const [row] = await rowsOf(world, [caseOf('Iris')]);
	const body = ticked((await openPage(url)).html, [row!], { action: 'mark_seen', name: ' ' });
	const page = await post(url, body);
	expect(page.status).toBe(422);
	expect(page.html).toContain('Your name is missing');
	expect(page.html).toMatch(new RegExp(`name="tick_${row?.id}"[^>]* checked`));
	expect(count(await rowOf(world, caseOf('Iris')), 'visit.started')).toBe(0);
});

check('altered, expired and foreign links open nothing', async (world) => {
	const token = new URL(worklistLink(world)).searchParams.get('t') ?? '';
	const [payload = '', mac = ''] = token.split('.');
	const text = Buffer.from(payload, 'base64url').toString('utf8');
	const forged = Buffer.from(text.replace('Meadow', 'Northside')).toString('base64url');
	const row = await rowOf(world, caseOf('Iris'));
	const ofCase = signedToken(world, {
		rowId: row.id,
		caseId: row.caseId,
		role: 'specialist',
		linkVersion: 1,
	});
	const past = Math.floor(Date.now() / 1000) - 60;
	const expected: Array<[string, number]> = [
		[linkOf(world, `${forged}.${mac}`), 401],
		[linkOf(world, `${payload}.${mac.slice(0, -1)}A`), 401],
		[linkOf(world, ofCase), 401],
		[worklistLink(world, { exp: past }), 410],
		[worklistLink(world, { subject: 'nobody|No Such Hospital' }), 410],
		[worklistLink(world).replace('/worklist?', '/case?'), 401],
	];
	const body = new URLSearchParams({
		action: 'mark_seen',
		nonce: 'n',
		name: 'X',
		[`tick_${row.id}`]: '',
	});
	for (const [url, status] of expected) {
		for (const page of [await openPage(url), await post(url, body)]) {
			expect([url, page.status]).toEqual([url, status]);
			expect(page.html).not.toContain('Meadow');
			expect(page.html).not.toContain('Iris');
		}
	}
	expect(count(await rowOf(world, caseOf('Iris')), 'visit.started')).toBe(0);
});

check('the daily mail leaves once, after a failure too and over a restart', async (world) => {
	await mailPort(world, await freePort());
	await wantsMail(world, 'digest');
	await world.n8n.waitFor(
		async () => /^\S+ failed /.test(await digestSetting(world)),
		'the mail to fail',
		60_000,
	);
	expect(digests(world)).toEqual([]);
	await mailPort(world, world.mail.smtpPort);
	await world.n8n.waitFor(() => digests(world).length > 0, 'the daily mail', 60_000);
	await rounds(world, 2);
	expect(await digestSetting(world)).toMatch(/^\S+ sent /);
	await world.n8n.restart();
	await rounds(world, 2);
	const [mail, ...more] = digests(world);
	expect(more).toEqual([]);
	expect(mail?.to).toContain(address);
	expect(mail?.subject).toContain(hospital);
	for (const patient of ['Amber', 'Daisy', 'Iris']) expect(mail?.text).toContain(patient);
	expect(mail?.text).not.toContain('Foreign');
	for (const words of ['Olive', 'Owner', 'murmur', 'mitral', 'cough']) {
		expect(mail?.text.toLowerCase()).not.toContain(words.toLowerCase());
	}
	const link = /https?:\/\/\S+\/vet-referral\/worklist\?t=\S+/.exec(mail?.text ?? '')?.[0] ?? '';
	expect((await openPage(link)).html).toContain('12 open referrals');
});

check('a routine notice waits for the daily mail, the packet does not', async (world) => {
	const [, , caseId = ''] = real;
	const link = caseLink(world, await rowOf(world, caseId), 'specialist');
	const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
	const fields = { ...fay, slot1: `${day}T10:00` };
	await done(act(link, 'accept', fields));
	const slot = firstSlot(await until(world, caseId, 'outreach.sent'));
	await done(act(await ownerLink(world, caseId), 'pick_slot', { slot }));
	await until(world, caseId, 'notice.sent');
	const toHospital = mailsAbout(world, caseId).filter(({ to }) => to.includes(address));
	expect(toHospital.map(({ subject }) => /^Referral of /.test(subject))).toEqual([true]);
	const { html } = await openPage(worklistLink(world));
	expect(html).toContain('Confirm the time the owner asked for');
});

check('a withdrawn link stops working at once, and the new one works', async (world) => {
	const url = worklistLink(world);
	const nonce = await nonceOn(url);
	await enterHospital(world, ` ${hospital.toUpperCase()} `);
	await runByHand(world, 'Withdraw a worklist link');
	const row = await rowOf(world, caseOf('Iris'));
	const body = { action: 'mark_seen', nonce, ...fay, [`tick_${row.id}`]: row.phase };
	for (const page of [await openPage(url), await post(url, new URLSearchParams(body))]) {
		expect(page.status).toBe(410);
		expect(page.html).toContain('does not work any more');
		expect(page.html).not.toContain(hospital);
	}
	expect(count(await rowOf(world, caseOf('Iris')), 'visit.started')).toBe(0);
	const made = await runByHand(world, 'Make worklist links');
	const text = JSON.stringify(made['Worklist links']);
	const links = [...text.matchAll(/https?:[^"\\]+worklist\?t=[^"\\]+/g)].map(([found]) => found);
	const pages = await Promise.all(links.map(async (link) => await openPage(link)));
	expect(pages.map(({ status }) => status)).toEqual(links.map(() => 200));
	expect(pages.filter(({ html }) => html.includes(hospital))).toHaveLength(1);
	expect(pages.length).toBeGreaterThan(3);
});
