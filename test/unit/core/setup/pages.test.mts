import { clinicFields } from '../../../../core/setup/clinic-fields';
import { checkSetup } from '../../../../core/setup/checks';
import type { SetupPage } from '../../../../core/setup/page-state';
import { entryFields } from '../../../../core/setup/stored';
import { renderSetup } from '../../../../nodes/shared/pages/setup';
import { strangersIn } from '../../pages/tags.mts';
import { clinicRow, entryRow, heartEntry, oakProfile, tablesWith } from './settings.mts';

const attack = `</textarea></title><script>alert(1)</script>"'><img src=x onerror=alert(1)>\u202E`;
const now = '2026-11-23T12:00:00.000Z';

const tables = tablesWith({
	clinics: [
		clinicRow({ ...oakProfile, name: attack, pausedFrom: 'live', mode: 'paused' }, 1),
		clinicRow({ ...oakProfile, id: attack, timeZone: attack }, 2),
	],
	specialists: [
		entryRow({ ...heartEntry, hospital: attack }, 1),
		entryRow({ ...heartEntry, id: 'bad', channel: attack }, 2),
	],
});

const typed = (fields: ReadonlyArray<{ name: string }>) =>
	Object.fromEntries(fields.map(({ name }) => [name, attack]));
const problems = (fields: ReadonlyArray<{ name: string }>) =>
	fields.map(({ name }) => ({ field: name, message: attack }));
const meanwhile = [{ field: 'name', label: attack, was: attack, now: attack, both: true }];
const flash = { kind: 'refused', message: attack, hint: attack } as const;
const plan = { writes: [], added: [attack], changed: [attack], same: [attack], problems: [attack] };

const pages: Record<string, SetupPage> = {
	home: { view: 'home', id: '', flash, problems: [{ field: 'mode-oak', message: attack }] },
	clinic: { view: 'clinic', id: 'oak', flash, meanwhile, values: typed(clinicFields) },
	'a clinic full of mistakes': {
		view: 'clinic',
		id: 'oak',
		flash,
		problems: problems(clinicFields),
	},
	'a clinic that cannot be read': { view: 'clinic', id: attack },
	'no such clinic': { view: 'clinic', id: 'nobody' },
	'a new clinic': { view: 'clinic', id: '', values: { id: attack } },
	text: {
		view: 'clinic',
		id: 'oak',
		json: attack,
		flash,
		problems: [{ field: 'json', message: attack }],
	},
	hospital: {
		view: 'specialist',
		id: heartEntry.id,
		values: typed(entryFields),
		problems: problems(entryFields),
	},
	'a hospital that cannot be read': { view: 'specialist', id: 'bad' },
	move: { view: 'move', id: '', json: attack, plan, flash },
	checks: { view: 'checks', id: '' },
};

const render = (page: SetupPage, secretOf?: () => undefined): string =>
	renderSetup({
		page,
		tables,
		url: (view, id = '') =>
			`https://desk.example.com/webhook/vet-referral/setup?${new URLSearchParams({ t: 'x', view, id }).toString()}`,
		now,
		linkEnds: '2026-11-30T12:00:00.000Z',
		webhookSecret: secretOf ?? ((id) => `whsec_${id}`),
		...(page.view === 'checks'
			? {
					checks: checkSetup({
						now,
						tables,
						desk: {
							publicUrl: attack,
							internalUrl: attack,
							secretLength: 1,
							keyId: attack,
							previousKeyId: attack,
							previousSecretLength: 3,
						},
						pings: { public: { status: 0, proven: false, reason: attack } },
						room: [{ rows: 1, averageBytes: 1 }],
						texts: { ok: true, who: attack },
						pims: { ok: false, message: attack, hint: attack },
						hospitals: [{ specialistId: attack, origin: attack, status: 0, reason: attack }],
						mail: { ok: false, message: attack },
					}),
				}
			: {}),
	});

describe.each(Object.keys(pages))('the page %s', (name) => {
	const html = render(pages[name]!);

	test('holds nothing that a text brought in', () => {
		expect(strangersIn(html)).toEqual([]);
		expect(html).not.toContain('<script');
		expect(html).not.toContain('\u202E');
	});

	test('names every control once, and each has a label', () => {
		const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
		expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
		const labelled = new Set([...html.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id));
		const controls = [...html.matchAll(/<(?:input|select|textarea)\b([^>]*)>/g)]
			.map(([, attributes = '']) => attributes)
			.filter((attributes) => !attributes.includes('type="hidden"'))
			.map((attributes) => / id="([^"]+)"/.exec(attributes)?.[1]);
		expect(controls.filter((id) => !labelled.has(id))).toEqual([]);
		expect(html.match(/<h1>/g)).toHaveLength(1);
	});

	test('leads every mistake to its field', () => {
		const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
		const missing = targets.filter((id) => !html.includes(` id="${id}"`));
		expect(missing).toEqual([]);
	});
});

test('a webhook secret stands only on the page of the hospital that needs it', () => {
	for (const [name, page] of Object.entries(pages)) {
		const secrets = render(page).match(/whsec_[\w.-]+/g) ?? [];
		expect(secrets).toEqual(name === 'hospital' ? [`whsec_${heartEntry.id}`] : []);
	}
});

test('without a secret of the desk the page of a hospital says what is missing', () => {
	const page = pages.hospital!;
	expect(render(page, () => undefined)).toContain('has no secret of at least 32 characters');
});
