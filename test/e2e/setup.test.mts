import { openPage } from '../../scripts/demo/pages.mts';
import type { World } from '../../scripts/demo/world.mts';
import { waitFor } from '../support/wait-for.mts';
import { flashOf, post } from './acting.mts';
import { checksIn, fieldsIn, send, setupLink } from './setup-pages.mts';
import { stage } from './stage.mts';

jest.setTimeout(180_000);

interface ClinicRow {
	id: number;
	clinicId: string;
	version: number;
	profile: string;
}

const clinicRows = async (world: World): Promise<ClinicRow[]> =>
	await world.n8n.dataTable('vet_referral_clinics').rows<ClinicRow>();

async function clinicOf(world: World, id = 'clinic') {
	const row = (await clinicRows(world)).find(({ clinicId }) => clinicId === id);
	if (!row) throw new Error(`There is no clinic ${id}.`);
	return { ...row, profile: JSON.parse(row.profile) as Record<string, unknown> };
}

const { check } = stage();

check('the set-up opens by its own link only, and opens nothing else', async (world) => {
	const home = await openPage(setupLink(world));
	expect(home.status).toBe(200);
	expect(home.html).toContain('Riverbank Animal Clinic');
	expect((await openPage(setupLink(world, {}, 'board'))).status).toBe(401);
	expect((await openPage(setupLink(world, {}, 'clinic'))).status).toBe(401);
	const token = new URL(setupLink(world)).search;
	for (const door of ['case', 'board', 'worklist'])
		expect((await openPage(`${world.deskUrl}/${door}${token}`)).status).toBe(401);
});

check('a clinic is edited on a page; every save raises the version', async (world) => {
	const before = await clinicOf(world);
	const url = setupLink(world, { view: 'clinic', id: 'clinic' });
	const typed = { phone: '+15550111', 'deadlines.T2.urgent': '45 minutes', 'hours.sun': '' };
	const answer = await send(url, 'form-save', typed);
	expect(flashOf(answer.html)).toContain(`Saved as version ${before.version + 1}`);
	const after = await clinicOf(world);
	expect(after.version).toBe(before.version + 1);
	expect(after.profile).toMatchObject({
		phone: '+15550111',
		version: after.version,
		deadlines: { T2: { urgent: { amount: 45, unit: 'minutes' } } },
		mode: 'live',
	});
	expect((after.profile.hours as { sun: unknown[]; mon: unknown[] }).sun).toEqual([]);
	expect((after.profile.hours as { mon: unknown[] }).mon).toHaveLength(1);
	const refused = await send(url, 'form-save', { timeZone: 'Mars/Crater' });
	expect(refused.status).toBe(422);
	expect(refused.html).toContain('href="#edit-timeZone"');
	expect((await clinicOf(world)).version).toBe(after.version);
});

check('of two people who save at once both keep what they typed', async (world) => {
	const url = setupLink(world, { view: 'clinic', id: 'clinic' });
	const { html } = await openPage(url);
	const form = fieldsIn(html, 'form-save');
	const texts = ['one', 'two', 'three'].map((word) => ({ ...form, address: `${word} Street` }));
	const answers = await Promise.all(
		texts.map(async (fields) => await post(url, new URLSearchParams(fields))),
	);
	const said = answers.map(({ html: page }) => flashOf(page));
	expect(said.filter((text) => text.includes('Saved as version'))).toHaveLength(1);
	expect(said.filter((text) => text.includes('Somebody else saved'))).toHaveLength(2);
	const { version, profile } = await clinicOf(world);
	expect(version).toBe(Number(form.version) + 1);
	for (const [index, { html: page }] of answers.entries()) {
		if (said[index]?.includes('Saved')) continue;
		expect(page).toContain(String(profile.address));
		expect(fieldsIn(page, 'form-save')).toMatchObject({
			address: texts[index]?.address,
			version: String(version),
		});
	}
	const again = answers.findIndex((_, index) => !said[index]?.includes('Saved as'));
	const second = fieldsIn(answers[again]?.html ?? '', 'form-save');
	expect(flashOf((await post(url, new URLSearchParams(second))).html)).toContain('Saved as');
	expect((await clinicOf(world)).profile.address).toBe(texts[again]?.address);
});

check('all clinics are paused and get back the modes they had', async (world) => {
	const text = JSON.stringify({
		format: 'vet-referral-settings',
		clinics: [{ id: 'elm', name: 'Elm Sample Clinic', timeZone: 'Europe/Berlin' }],
	});
	const move = setupLink(world, { view: 'move' });
	const looked = await send(move, 'form-look_at_import', { json: text });
	expect(looked.html).toContain('Clinic elm');
	expect(await clinicRows(world)).toHaveLength(1);
	const imported = await post(move, new URLSearchParams(fieldsIn(looked.html, 'form-import')));
	expect(flashOf(imported.html)).toContain('Imported: 1');
	expect(await clinicRows(world)).toHaveLength(2);

	const home = setupLink(world);
	expect(flashOf((await send(home, 'form-pause_all')).html)).toContain('Paused: 2');
	const modes = async () =>
		(await clinicRows(world)).map(
			({ profile }) => (JSON.parse(profile) as { mode?: string }).mode ?? 'shadow',
		);
	expect(await modes()).toEqual(['paused', 'paused']);
	expect(flashOf((await send(home, 'form-resume_all')).html)).toContain('Resumed: 2');
	expect(await modes()).toEqual(['live', 'shadow']);
	const live = await send(home, 'form-mode-elm', { mode: 'live' });
	expect(live.status).toBe(422);
	expect(flashOf(live.html)).toContain('Phone has to be filled in');
});

check('a hospital service is added and changed', async (world) => {
	const added = await send(setupLink(world, { view: 'specialist' }), 'form-save', {
		id: 'harbour-eyes',
		hospital: 'Harbour Eye Clinic',
		service: 'Ophthalmology',
		specialty: 'ophthalmology',
		timeZone: 'Europe/Berlin',
		channel: 'email',
		email: 'eyes@harbour.example.com',
	});
	expect(flashOf(added.html)).toContain('Saved as version 1');
	const url = setupLink(world, { view: 'specialist', id: 'harbour-eyes' });
	const { active: _, ...fields } = fieldsIn((await openPage(url)).html, 'form-save');
	await post(url, new URLSearchParams({ ...fields, phone: '+15550140' }));
	const rows = await world.n8n
		.dataTable('vet_referral_specialists')
		.rows<{ active: boolean; version: number; entry: string }>({ specialistId: 'harbour-eyes' });
	expect(rows).toMatchObject([{ active: false, version: 2 }]);
	expect(JSON.parse(rows[0]?.entry ?? '{}')).toMatchObject({ phone: '+15550140', active: false });
});

check('the checks find what is well and what is not', async (world) => {
	const sent = world.phone.messages().length;
	const page = await send(setupLink(world), 'form-run_checks');
	expect(page.status).toBe(200);
	const found = checksIn(page.html);
	expect(found['public-address']).toMatchObject({ level: 'warn' });
	const well = ['internal-address', 'desk-secret', 'table-size', 'texts', 'pims', 'clock'];
	const tables = ['cases', 'clinics', 'specialists', 'settings'].map(
		(t) => `table-vet_referral_${t}`,
	);
	const flows = ['refer', 'desk', 'watch', 'ledger', 'caseFiles', 'board'].map(
		(w) => `workflow-${w}`,
	);
	const notGreen = [...well, ...tables, ...flows, 'clinic-clinic'].filter(
		(id) => found[id]?.level !== 'ok',
	);
	expect(notGreen.map((id) => [id, found[id]?.text])).toEqual([]);
	expect(found['clinic-elm']).toMatchObject({ level: 'warn' });
	expect(found.mail).toMatchObject({ level: 'warn' });
	expect(world.phone.messages()).toHaveLength(sent);
});

check('what breaks is seen: Board withdrawn, ezyVet and the texts gone', async (world) => {
	const board = world.workflows['board.json'] ?? '';
	await world.n8n.unpublish(board);
	world.phone.switches.down = true;
	world.ezyvet.switches.down = '503';
	try {
		const found = checksIn((await send(setupLink(world), 'form-run_checks')).html);
		expect(found['workflow-board']).toMatchObject({ level: 'bad' });
		expect(found['workflow-desk']).toMatchObject({ level: 'ok' });
		expect(found.texts).toMatchObject({ level: 'bad' });
		expect(found.pims).toMatchObject({ level: 'bad' });
	} finally {
		await world.n8n.publish(board);
		world.phone.switches.down = false;
		world.ezyvet.switches.down = false;
	}
});

check('a test mail reaches the clinic, and the page says that it was taken', async (world) => {
	const page = await send(setupLink(world), 'form-test_mail-clinic');
	expect(checksIn(page.html).mail).toMatchObject({ level: 'ok' });
	const mail = await waitFor(
		() => world.mail.messages().find(({ subject }) => subject.startsWith('Test mail')),
		'the test mail',
	);
	expect(mail.to).toContain('front-desk@riverbank.example.com');
});
