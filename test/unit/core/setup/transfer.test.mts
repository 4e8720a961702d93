import { decideSetup } from '../../../../core/setup/decide';
import { exportText, planImport, type ImportPlan } from '../../../../core/setup/transfer';
import { clinicRow, entryRow, heartEntry, oakProfile, tablesWith } from './settings.mts';

const plan = (text: string, tables = tablesWith()): ImportPlan => {
	const planned = planImport(text, tables);
	if (!planned.ok) throw new Error(planned.refusal.message);
	return planned.value;
};

test('an export brought back where it came from changes nothing', () => {
	const tables = tablesWith();
	expect(plan(exportText(tables), tables)).toMatchObject({
		writes: [],
		problems: [],
		same: ['Clinic elm', 'Clinic oak', 'Hospital service riverside-cardiology'],
	});
});

test('an export makes the same settings elsewhere; no clinic goes live by it', () => {
	const empty = tablesWith({ clinics: [], specialists: [] });
	const { writes, added } = plan(exportText(tablesWith()), empty);
	expect(added).toHaveLength(3);
	expect(writes.map(({ rowId, version }) => [rowId, version])).toEqual([
		[0, 1],
		[0, 1],
		[0, 1],
	]);
	const oak = JSON.parse(writes.find(({ key }) => key === 'oak')!.text) as object;
	expect(oak).toEqual({ ...oakProfile, version: 1, mode: 'shadow' });
	const heart = JSON.parse(writes.find(({ table }) => table === 'specialists')!.text) as object;
	expect(heart).toEqual(heartEntry);
});

test('a clinic keeps the mode it has here, live or paused together with others', () => {
	const paused = { ...oakProfile, mode: 'paused', pausedFrom: 'live' };
	const here = tablesWith({ clinics: [clinicRow(paused, 1)] });
	const text = exportText(tablesWith({ clinics: [clinicRow({ ...oakProfile, name: 'New' }, 1)] }));
	const { writes, changed } = plan(text, here);
	expect(changed).toEqual(['Clinic oak']);
	expect(JSON.parse(writes[0]!.text)).toMatchObject({
		name: 'New',
		mode: 'paused',
		pausedFrom: 'live',
		version: 4,
	});
});

test('what cannot be used is left out and named; the rest comes in', () => {
	const text = JSON.stringify({
		format: 'vet-referral-settings',
		clinics: [
			{ ...oakProfile, timeZone: 'Nowhere' },
			{ ...oakProfile, id: 'ash' },
			{ ...oakProfile, id: 'ash' },
			{ name: 'No ID' },
			'text',
		],
		specialists: [{ ...heartEntry, id: 'new', email: 'x' }],
	});
	const { writes, problems } = plan(text);
	expect(writes.map(({ key }) => key)).toEqual(['ash']);
	expect(problems).toEqual([
		expect.stringContaining('Clinic oak: Time zone must be'),
		'Clinic ash: it is listed twice.',
		'Clinic without an ID: "id" is missing.',
		'Clinic without an ID: "id" is missing.',
		expect.stringContaining('Hospital service new: E-mail must be'),
	]);
});

test.each(['', '{}', '[1]', 'hello', '{"format":"other"}'])('"%s" is no export', (text) => {
	const planned = planImport(text, tablesWith());
	expect(planned).toMatchObject({ ok: false, refusal: { code: 'import_unreadable' } });
});

test('an import is shown first and done on the second click', () => {
	const tables = tablesWith({ clinics: [], specialists: [entryRow(heartEntry)] });
	const json = exportText(tablesWith());
	const ask = (action: string) =>
		decideSetup({ posted: true, view: 'move', id: '', fields: { action, json } }, tables);
	expect(ask('look_at_import')).toMatchObject({ kind: 'page', page: { view: 'move', json } });
	expect(ask('import')).toMatchObject({ kind: 'save', writes: [{ key: 'elm' }, { key: 'oak' }] });
});
