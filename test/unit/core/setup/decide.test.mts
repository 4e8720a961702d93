import { clinicFields, clinicGroups } from '../../../../core/setup/clinic-fields';
import { clinicProfileSchema } from '../../../../core/profile/clinic-profile';
import type { SettingsWrite } from '../../../../core/setup/changes';
import { afterSave } from '../../../../core/setup/after-save';
import { decideSetup } from '../../../../core/setup/decide';
import type { SetupRequest } from '../../../../core/setup/page-state';
import {
	clinicValues,
	entryFields,
	entryValues,
	type SetupTables,
} from '../../../../core/setup/stored';
import {
	clinicRow,
	elmProfile,
	entryRow,
	heartEntry,
	oakProfile,
	tablesWith,
} from './settings.mts';

const post = (fields: Record<string, string>, more: Partial<SetupRequest> = {}): SetupRequest => ({
	posted: true,
	view: 'home',
	id: '',
	fields,
	...more,
});

function saved(tables: SetupTables, request: SetupRequest): SettingsWrite[] {
	const decision = decideSetup(request, tables);
	if (decision.kind !== 'save') throw new Error(JSON.stringify(decision));
	return decision.writes;
}

function shown(tables: SetupTables, request: SetupRequest) {
	const decision = decideSetup(request, tables);
	if (decision.kind !== 'page') throw new Error(JSON.stringify(decision));
	return decision.page;
}

const json = (write: SettingsWrite | undefined): Record<string, unknown> =>
	JSON.parse(write?.text ?? 'null') as Record<string, unknown>;

/** The form of a clinic as its page showed it, with what a person typed over it. */
function clinicForm(tables: SetupTables, id: string, typed: Record<string, string>): SetupRequest {
	const clinic = tables.clinics.find(({ key }) => key === id)!;
	const base = clinicValues(clinic);
	return post(
		{
			action: 'save',
			version: String(clinic.version),
			base: JSON.stringify(base),
			...base,
			...typed,
		},
		{ view: 'clinic', id },
	);
}

/** What the tables hold once these writes went through. */
const after = (writes: SettingsWrite[], specialists = [entryRow(heartEntry)]): SetupTables => {
	const rows = [clinicRow(oakProfile, 1), clinicRow(elmProfile, 2)];
	for (const write of writes) {
		const row = rows.find(({ id }) => id === write.rowId);
		if (row) Object.assign(row, { version: write.version, profile: write.text });
		else rows.push({ id: 99, clinicId: write.key, version: 1, profile: write.text });
	}
	return tablesWith({ clinics: rows, specialists });
};

describe('the form of a clinic', () => {
	test('saves what was changed, and nothing else; the version goes up', () => {
		const tables = tablesWith();
		const [write] = saved(tables, clinicForm(tables, 'oak', { phone: '+12025550199' }));
		expect(write).toMatchObject({ table: 'clinics', rowId: 1, key: 'oak', version: 4 });
		expect(write!.before).toBe(JSON.stringify(oakProfile));
		expect(json(write)).toEqual({ ...oakProfile, phone: '+12025550199', version: 4 });
	});

	test('saves every kind of setting as the profile knows it', () => {
		const tables = tablesWith();
		const [write] = saved(
			tables,
			clinicForm(tables, 'oak', {
				'hours.sat': '9-12',
				holidays: '2026-12-25\n\n2026-12-26',
				'deadlines.T2.urgent': '30 minutes',
				'deadlines.T2H.routine': 'none',
				'outreach.touchOffsets.routine': '0 minutes, 2 days',
				'outreach.quietHours.start': '19:00',
				retentionDays: '120',
			}),
		);
		const profile = clinicProfileSchema.parse(json(write));
		expect(profile.hours.sat).toEqual([{ open: '09:00', close: '12:00' }]);
		expect(profile.hours.mon).toEqual([{ open: '09:00', close: '17:30' }]);
		expect(profile.holidays).toEqual(['2026-12-25', '2026-12-26']);
		expect(profile.deadlines.T2.urgent).toEqual({ amount: 30, unit: 'minutes' });
		expect(profile.deadlines.T2H.routine).toBe('none');
		expect(profile.outreach.touchOffsets.routine).toHaveLength(2);
		expect(profile.outreach.quietHours).toEqual({ start: '19:00', end: '09:00' });
		expect(profile.retentionDays).toBe(120);
		// What nobody touched keeps following the defaults.
		expect(json(write)).not.toHaveProperty('marker');
		expect(json(write)).not.toHaveProperty('deadlines.T3');
	});

	test('keeps settings that this version does not know', () => {
		const odd = { ...oakProfile, later: { kept: true } };
		const tables = tablesWith({ clinics: [clinicRow(odd, 1)] });
		const [write] = saved(tables, clinicForm(tables, 'oak', { name: 'Oak' }));
		expect(json(write)).toMatchObject({ name: 'Oak', later: { kept: true } });
	});

	test.each([
		['timeZone', 'Chicago', 'Time zone must be a time zone name'],
		['hours.mon', '12-9', 'Monday must close after it opens'],
		['hours.tue', 'all day', 'Tuesday must be like 09:00-12:30'],
		['deadlines.T2.urgent', 'soon', 'Acknowledgment: tell a person, urgent must be like'],
		['outreach.maxTouches', '9', 'Most messages for one booking number must be less than'],
		['outreach.hardLimits.start', '06:00', 'Never before must not be before 08:00'],
		['email', 'nobody', 'E-mail must be an e-mail address'],
		['name', '', 'Name is missing'],
		['holidays', '2026-02-30', 'Holidays must be a date that exists'],
	])('refuses %s "%s" and names the field', (field, typed, message) => {
		const tables = tablesWith();
		const page = shown(tables, clinicForm(tables, 'oak', { [field]: typed }));
		expect(page.problems).toEqual([
			{ field, message: expect.stringContaining(message) as unknown as string },
		]);
		expect(page.flash).toMatchObject({ kind: 'refused' });
		expect(page.values).toMatchObject({ [field]: typed });
	});

	test('tells of every mistake at once', () => {
		const tables = tablesWith();
		const page = shown(
			tables,
			clinicForm(tables, 'oak', { name: '', 'hours.mon': 'x', timeZone: 'Mars' }),
		);
		const fields = page.problems?.map(({ field }) => field);
		expect(fields).toEqual(['name', 'hours.mon', 'timeZone']);
	});

	test('shows what another person saved meanwhile, and keeps both', () => {
		const opened = tablesWith();
		const request = clinicForm(opened, 'oak', { phone: '+12025550111', name: 'My name' });
		const theirs = { ...oakProfile, version: 4, name: 'Their name', marker: '#specialist' };
		const page = shown(tablesWith({ clinics: [clinicRow(theirs, 1)] }), request);
		expect(page.flash?.kind).toBe('warn');
		expect(page.values).toMatchObject({
			phone: '+12025550111',
			name: 'My name',
			marker: '#specialist',
		});
		expect(page.meanwhile).toEqual([
			{
				field: 'name',
				label: 'Name',
				was: oakProfile.name,
				now: 'Their name',
				both: true,
			},
			{
				field: 'marker',
				label: 'Mark for a referral',
				was: '#refer',
				now: '#specialist',
				both: false,
			},
		]);
	});

	test('says so when the other one was faster by a moment', () => {
		const tables = tablesWith();
		const request = clinicForm(tables, 'oak', { phone: '+12025550111' });
		const writes = saved(tables, request);
		expect(afterSave(request, writes, after(writes))).toMatchObject({
			view: 'clinic',
			id: 'oak',
			flash: { kind: 'done', message: expect.stringContaining('version 4') as unknown as string },
		});
		const theirs = { ...oakProfile, version: 4, name: 'Their name' };
		const lost = afterSave(request, writes, tablesWith({ clinics: [clinicRow(theirs, 1)] }));
		expect(lost.flash?.kind).toBe('warn');
		expect(lost.values).toMatchObject({ phone: '+12025550111', name: 'Their name' });
	});

	test('adds a new clinic in shadow, under an ID that is free', () => {
		const tables = tablesWith();
		const fields = { action: 'save', version: '0', base: '{}', name: 'Ash', timeZone: 'UTC' };
		const form = (id: string) => post({ ...fields, id }, { view: 'clinic' });
		const [write] = saved(tables, form('ash'));
		expect(write).toMatchObject({ rowId: 0, key: 'ash', version: 1 });
		expect(clinicProfileSchema.parse(json(write)).mode).toBe('shadow');
		expect(shown(tables, form('oak')).problems).toMatchObject([{ field: 'id' }]);
		expect(shown(tables, form('a b')).problems).toMatchObject([{ field: 'id' }]);
	});

	test('names every field once, in words', () => {
		const names = clinicFields.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const labels = clinicFields.map(({ label }) => label);
		expect(new Set(labels).size).toBe(labels.length);
		expect(labels.filter((label) => /^T\d/.test(label))).toEqual([]);
		expect(clinicGroups.every(({ title }) => title !== '')).toBe(true);
	});
});

describe('the form of a hospital service', () => {
	const form = (tables: SetupTables, typed: Record<string, string>): SetupRequest => {
		const [entry] = tables.specialists;
		const base = entryValues(entry!);
		const fields = { action: 'save', version: '1', base: JSON.stringify(base), ...base, ...typed };
		return post(fields, { view: 'specialist', id: entry!.key });
	};

	test('saves what was changed', () => {
		const tables = tablesWith();
		const [write] = saved(
			tables,
			form(tables, {
				clinicians: 'Dr One\nDr Two',
				'booking.mode': 'url',
				'booking.url': 'https://hospital.example.com/book',
				active: '',
				'needs.required': 'labs, imaging',
			}),
		);
		expect(write).toMatchObject({ table: 'specialists', rowId: 11, version: 2, active: false });
		expect(json(write)).toMatchObject({
			clinicians: ['Dr One', 'Dr Two'],
			booking: { mode: 'url', url: 'https://hospital.example.com/book' },
			active: false,
			needs: { required: ['labs', 'imaging'] },
		});
	});

	test.each([
		['inboundUrl', '', 'Address of their system is missing, but packets go by webhook'],
		['inboundUrl', 'http://hospital.example.com', 'must be an https:// address'],
		['hospital', '', 'Hospital is missing'],
		['limits.maxMailMb', 'big', 'Largest mail they take, in MB must be a number'],
	])('refuses %s "%s" and names the field', (field, typed, message) => {
		const tables = tablesWith();
		expect(shown(tables, form(tables, { [field]: typed })).problems).toEqual([
			{ field, message: expect.stringContaining(message) as unknown as string },
		]);
	});

	test('has no field twice', () => {
		const names = entryFields.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});
});

describe('modes', () => {
	const modes = (writes: SettingsWrite[]) =>
		Object.fromEntries(writes.map((write) => [write.key, json(write).mode]));

	test('"Pause all" and "Resume all" give every clinic its mode back', () => {
		const ash = { ...oakProfile, id: 'ash', mode: 'paused' };
		const rows = [clinicRow(oakProfile, 1), clinicRow(elmProfile, 2), clinicRow(ash, 3)];
		const tables = tablesWith({ clinics: rows });
		const paused = saved(tables, post({ action: 'pause_all' }));
		expect(modes(paused)).toEqual({ ash: 'paused', elm: 'paused', oak: 'paused' });
		const now = tablesWith({
			clinics: paused.map((write) => ({
				id: write.rowId,
				clinicId: write.key,
				version: write.version,
				profile: write.text,
			})),
		});
		expect(shown(now, post({ action: 'pause_all' })).flash?.message).toContain('paused already');
		const resumed = saved(now, post({ action: 'resume_all' }));
		expect(modes(resumed)).toEqual({ ash: 'paused', elm: 'shadow', oak: 'live' });
		expect(resumed.map(json).every((profile) => !('pausedFrom' in profile))).toBe(true);
		expect(resumed.map(({ version }) => version)).toEqual([5, 3, 5]);
	});

	test('a clinic with gaps goes back to live after a pause, but not live for the first time', () => {
		const gappy = { ...oakProfile, phone: '' };
		const tables = tablesWith({ clinics: [clinicRow(gappy, 1)] });
		const [paused] = saved(tables, post({ action: 'pause_all' }));
		const row = { id: 1, clinicId: 'oak', version: 4, profile: paused!.text };
		const now = tablesWith({ clinics: [row] });
		expect(modes(saved(now, post({ action: 'resume_all' })))).toEqual({ oak: 'live' });
		const live = post({ action: 'set_mode', clinicId: 'oak', mode: 'live' });
		expect(shown(now, live).flash).toMatchObject({
			kind: 'refused',
			message: 'Phone has to be filled in before the clinic can go live.',
		});
	});

	test('setting one mode forgets what "Pause all" remembered', () => {
		const paused = { ...oakProfile, mode: 'paused', pausedFrom: 'live' };
		const tables = tablesWith({ clinics: [clinicRow(paused, 1)] });
		const [write] = saved(tables, post({ action: 'set_mode', clinicId: 'oak', mode: 'shadow' }));
		expect(json(write)).toMatchObject({ mode: 'shadow', version: 4 });
		expect(json(write)).not.toHaveProperty('pausedFrom');
	});

	test.each([
		[{ clinicId: 'ash', mode: 'live' }, 'no such clinic'],
		[{ clinicId: 'oak', mode: 'loud' }, 'one of the three'],
	])('refuses %p', (fields, message) => {
		const page = shown(tablesWith(), post({ action: 'set_mode', ...fields }));
		expect(page.flash).toMatchObject({ kind: 'refused' });
		expect(page.flash?.message).toContain(message);
	});
});

describe('the settings as text', () => {
	const edit = (text: string, version = '3'): SetupRequest =>
		post({ action: 'save_json', json: text, version }, { view: 'clinic', id: 'oak' });

	test('are saved, under the same ID', () => {
		const profile = { ...oakProfile, id: 'other', texts: { en: {} } };
		const [write] = saved(tablesWith(), edit(JSON.stringify(profile)));
		expect(write).toMatchObject({ key: 'oak', version: 4 });
		expect(json(write)).toMatchObject({ id: 'oak', texts: { en: {} } });
	});

	test.each([
		['{', 'not valid JSON'],
		['[]', 'one JSON object'],
		[JSON.stringify({ ...oakProfile, phone: 5 }), 'Phone'],
	])('are refused when they are %s', (text, message) => {
		const page = shown(tablesWith(), edit(text));
		expect(page.problems).toMatchObject([{ field: 'json' }]);
		expect(page.flash?.message).toContain(message);
		expect(page.json).toBe(text);
	});

	test('come back unchanged when somebody else saved meanwhile', () => {
		const page = shown(tablesWith(), edit('{"mine": true}', '2'));
		expect(page).toMatchObject({ json: '{"mine": true}', flash: { kind: 'warn' } });
	});
});

test('looking changes nothing, whatever stands in the address', () => {
	for (const view of ['home', 'clinic', 'specialist', 'move', 'checks'] as const) {
		const request = { posted: false, view, id: 'oak', fields: { action: 'pause_all' } };
		expect(decideSetup(request, tablesWith()).kind).toBe('page');
	}
});

test('every setting of a clinic has a field, but those of the modes, the texts and the version', () => {
	const leaves = (value: unknown, path: string): string[] =>
		typeof value === 'object' && value !== null && !Array.isArray(value) && !('unit' in value)
			? Object.entries(value).flatMap(([key, inner]) =>
					leaves(inner, path === '' ? key : `${path}.${key}`),
				)
			: [path];
	const all = leaves(clinicProfileSchema.parse({ id: 'x', name: 'x', timeZone: 'UTC' }), '');
	const names = clinicFields.map(({ name }) => name);
	expect(all.filter((path) => !names.includes(path)).sort()).toEqual(['id', 'mode', 'version']);
});
