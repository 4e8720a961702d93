import { describe, expect, test } from '@jest/globals';
import {
	hospitalNamed,
	hospitalOfSubject,
	hospitalsOf,
	isCaseOf,
	isLinkCurrent,
	lookupsOf,
	withdrawal,
	worklistSubject,
	worklistVersion,
	type Hospital,
	type Setting,
} from '../../../../core/desk/worklist-hospital';
import { specialistSchema, type Specialist } from '../../../../core/profile/specialist';
import { heart } from './a-case.mts';

const entry = (id: string, hospital: string): Specialist =>
	specialistSchema.parse({ ...heart, id, hospital });
const north = [entry('n-heart', 'Northside | Vets'), entry('n-bone', 'northside |  VETS ')];
const lake = entry('l-heart', 'Lakeview');
const directory = [...north, lake];

const found = (hospital: Hospital | undefined): Hospital => {
	if (!hospital) throw new Error('There is no such hospital.');
	return hospital;
};
const linkTo = (hospital: Hospital, settings: Setting[] = []) => ({
	subject: worklistSubject(hospital),
	linkVersion: worklistVersion(hospital, settings),
});
const ids = ({ entries }: Hospital): string[] => entries.map(({ id }) => id);

describe('a hospital', () => {
	test('is all entries with its name, whatever the case and the spaces', () => {
		expect(hospitalsOf(directory).map(ids)).toEqual([['l-heart'], ['n-bone', 'n-heart']]);
		expect(ids(found(hospitalNamed(' NORTHSIDE | vets', directory)))).toEqual([
			'n-bone',
			'n-heart',
		]);
		expect(hospitalNamed('Nowhere', directory)).toBeUndefined();
	});

	test('is named by its link, also when its name holds the sign that parts the link', () => {
		const { subject } = linkTo(found(hospitalNamed('Northside | Vets', directory)));
		expect(ids(found(hospitalOfSubject(subject, directory)))).toEqual(['n-bone', 'n-heart']);
	});

	test('keeps its link when it is renamed', () => {
		const { subject } = linkTo(found(hospitalNamed('Lakeview', directory)));
		const renamed = [...north, entry('l-heart', 'Lakeview Animal Care')];
		expect(found(hospitalOfSubject(subject, renamed)).name).toBe('Lakeview Animal Care');
	});

	test('keeps its own list when one of its entries moves to another hospital', () => {
		const { subject } = linkTo(found(hospitalNamed('Northside | Vets', directory)));
		expect(subject.startsWith('n-bone|')).toBe(true);
		const moved = [north[0]!, entry('n-bone', 'Lakeview'), lake];
		expect(ids(found(hospitalOfSubject(subject, moved)))).toEqual(['n-heart']);
	});

	test('has no list when it has left the directory', () => {
		const { subject } = linkTo(found(hospitalNamed('Lakeview', directory)));
		expect(hospitalOfSubject(subject, north)).toBeUndefined();
		expect(hospitalOfSubject('', directory)).toBeUndefined();
	});
});

describe('a withdrawn link', () => {
	const hospital = found(hospitalNamed('Lakeview', directory));
	const old = linkTo(hospital);
	const settings = withdrawal(hospital, []);

	test('stops working, and a new one works', () => {
		expect(isLinkCurrent(old, hospital, [])).toBe(true);
		expect(isLinkCurrent(old, hospital, settings)).toBe(false);
		const fresh = linkTo(hospital, settings);
		expect(fresh.linkVersion).toBe(2);
		expect(isLinkCurrent(fresh, hospital, settings)).toBe(true);
		const again = withdrawal(hospital, settings);
		expect(isLinkCurrent(fresh, hospital, again)).toBe(false);
	});

	test('leaves the links of other hospitals alone', () => {
		const other = found(hospitalNamed('Northside | Vets', directory));
		expect(isLinkCurrent(linkTo(other), other, settings)).toBe(true);
	});

	test('does not come back with a new name, a new entry, or both', () => {
		const changed: Specialist[][] = [
			[entry('l-heart', 'Lakeview Care')],
			[entry('l-new', 'Lakeview')],
			[entry('l-heart', 'Lakeview Care'), entry('l-new', 'Lakeview Care')],
		];
		for (const now of changed) {
			const present = found(hospitalOfSubject(old.subject, now));
			expect(isLinkCurrent(old, present, settings)).toBe(false);
		}
	});

	test('is also one of an earlier name when it is withdrawn under the new one', () => {
		const renamed = [entry('l-heart', 'Lakeview Care')];
		const present = found(hospitalNamed('Lakeview Care', renamed));
		const raised = withdrawal(present, []);
		expect(isLinkCurrent(old, present, raised)).toBe(false);
		const third = [entry('l-heart', 'Lakeview Group')];
		const later = found(hospitalOfSubject(old.subject, third));
		expect(isLinkCurrent(old, later, raised)).toBe(false);
	});

	test('is not made by a setting that holds no number', () => {
		expect(isLinkCurrent(old, hospital, [{ key: 'worklist:lakeview', value: '' }])).toBe(true);
	});
});

describe('a case', () => {
	const hospital = found(hospitalNamed('Lakeview', directory));
	const row = (specialistId: string, name = 'Lakeview') => ({ specialistId, hospital: name });

	test('belongs to the hospital of its entry, whatever the hospital was called then', () => {
		expect(isCaseOf(row('l-heart', 'Old name'), hospital, directory)).toBe(true);
		expect(isCaseOf(row('n-heart', 'Lakeview'), hospital, directory)).toBe(false);
	});

	test('belongs to the name it keeps when its entry was removed', () => {
		expect(isCaseOf(row('gone', 'lakeview'), hospital, directory)).toBe(true);
		expect(isCaseOf(row('gone', 'Northside | Vets'), hospital, directory)).toBe(false);
	});

	test('belongs to nobody before a hospital was chosen', () => {
		expect(isCaseOf(row('', 'Lakeview'), hospital, directory)).toBe(false);
	});

	test('is looked up by every entry and by every way to write the name', () => {
		expect(lookupsOf(found(hospitalNamed('northside | vets', directory)))).toEqual([
			{ column: 'specialistId', value: 'n-bone' },
			{ column: 'specialistId', value: 'n-heart' },
			{ column: 'hospital', value: 'northside |  VETS' },
			{ column: 'hospital', value: 'Northside | Vets' },
		]);
	});
});
