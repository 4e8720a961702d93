import * as fc from 'fast-check';
import { readEnvelope } from '../../../../connectors/pims/ezyvet/envelope';
import { toContactPoint, toPatient } from '../../../../connectors/pims/ezyvet/map-people';
import {
	calendarDate,
	flag,
	identifier,
	instant,
	kilograms,
	text,
} from '../../../../connectors/pims/normalise';
import { patientSchema } from '../../../../core/packet/records';

const seconds = fc.integer({ min: 1, max: 4_000_000_000 });

describe('scalars of version 1 and 2', () => {
	it('mean the same instant as text, number, milliseconds or ISO', () => {
		fc.assert(
			fc.property(seconds, (epoch) => {
				const iso = instant(epoch);
				expect(Date.parse(iso ?? '')).toBe(epoch * 1000);
				expect(instant(String(epoch))).toBe(iso);
				expect(instant(new Date(epoch * 1000).toISOString())).toBe(iso);
				if (epoch > 200_000_000) expect(instant(epoch * 1000)).toBe(iso);
			}),
		);
	});

	it.each([0, '0', '', null, undefined, 'soon', {}, Number.NaN])('give no time for %p', (value) => {
		expect(instant(value)).toBeUndefined();
		expect(calendarDate(value, 'utc')).toBeUndefined();
	});

	it.each([
		['1', true],
		['0', false],
		[true, true],
		[false, false],
		[1, true],
		['', undefined],
		[null, undefined],
		['maybe', undefined],
	])('flag %p is %p', (value, meaning) => {
		expect(flag(value)).toBe(meaning);
	});

	it('never read an id, a text or a flag out of an object', () => {
		fc.assert(
			fc.property(fc.object(), (value) => {
				expect([identifier(value), text(value), flag(value)]).toEqual([
					undefined,
					undefined,
					undefined,
				]);
			}),
		);
	});
});

describe('a calendar date', () => {
	it.each([
		['midnight UTC is that date in any zone', 1_507_852_800, 'America/New_York', '2017-10-13'],
		[
			'midnight of the site is the date of the site',
			1_507_867_200,
			'America/New_York',
			'2017-10-13',
		],
		[
			'midnight in New Zealand is not the day before',
			1_507_806_000,
			'Pacific/Auckland',
			'2017-10-13',
		],
		['a date as text stays', '2017-10-13', 'Pacific/Auckland', '2017-10-13'],
		['an impossible date is none', '2017-02-30', 'utc', undefined],
	])('%s', (_, value, zone, date) => {
		expect(calendarDate(value, zone)).toBe(date);
	});
});

describe('a weight', () => {
	it.each([
		['11.20', 'kg', 11.2],
		['10', 'lb', 4.536],
		[850, 'g', 0.85],
		['5', '', 5],
		['5', 'stone', undefined],
		['0', 'kg', undefined],
		['', 'kg', undefined],
	])('of %p %s is %p kg', (weight, unit, kg) => {
		expect(kilograms(weight, unit)).toBe(kg);
	});
});

describe('a patient', () => {
	const names = { species: new Map(), breed: new Map(), sex: new Map(), colour: new Map() };
	const typed = fc.record({
		id: fc.integer({ min: 1 }),
		active: fc.boolean(),
		name: fc.string({ minLength: 1 }),
		contact_id: fc.nat(),
		date_of_birth: fc.option(seconds),
		is_dead: fc.boolean(),
		is_hostile: fc.boolean(),
		weight: fc.option(fc.integer({ min: 1, max: 900 })),
		weight_unit: fc.constantFrom('kg', 'lb', ''),
	});

	it('is the same whether version 1 says all in text or version 2 with types, and is valid', () => {
		fc.assert(
			fc.property(typed, (record) => {
				const asText = Object.fromEntries(
					Object.entries(record).map(([key, value]) => [
						key,
						value === null ? '' : typeof value === 'boolean' ? (value ? '1' : '0') : String(value),
					]),
				);
				const { raw: first, ...fromTyped } = toPatient(record, names, 'Europe/London');
				const { raw: second, ...fromText } = toPatient(asText, names, 'Europe/London');
				expect(fromText).toEqual(fromTyped);
				expect([first, second]).toEqual([record, asText]);
				expect(patientSchema.safeParse(fromText).success).toBe(true);
			}),
		);
	});

	it.each([
		['Male Neutered', { sex: 'male', neutered: true }],
		['Female Spayed', { sex: 'female', neutered: true }],
		['Female', { sex: 'female' }],
		['Male entire', { sex: 'male', neutered: false }],
		['Unknown', { sex: 'Unknown' }],
	])('of sex %s is %j', (sex, meaning) => {
		const lists = { ...names, sex: new Map([['3', sex]]) };
		const { sex: shown, neutered } = toPatient({ id: 1, name: 'A', sex_id: '3' }, lists, 'utc');
		expect({ sex: shown, neutered }).toEqual({ neutered: undefined, ...meaning });
	});
});

describe('a contact point', () => {
	const types = new Map([
		['1', 'Email'],
		['7', 'Mobile'],
		['2', 'Home phone'],
		['9', 'Mailing address'],
	]);
	it.each([
		['7', '+12025550188', 'mobile'],
		['1', 'olive.owner@example.com', 'email'],
		['2', '+12025550188', 'phone'],
		['9', '1 Example Quay', 'post'],
		['3', '+12025550188', 'phone'],
		['3', 'olive.owner@example.com', 'email'],
		['3', '@olive', 'email'],
		['3', 'call the neighbour', 'other'],
	])('of type %s with %s is %s', (type, value, kind) => {
		expect(toContactPoint({ contact_detail_type_id: type, value }, types)?.kind).toBe(kind);
	});
});

describe('the envelope', () => {
	const read = (body: unknown) => readEnvelope(body, 'read the patient');

	it('gives the only value of each item, whatever its key', () => {
		const items = [{ Assessment: { id: '1' } }, { animal: { id: 2 } }];
		expect(read({ items, messages: [] })).toMatchObject({
			ok: true,
			value: { items: [{ id: '1' }, { id: 2 }] },
		});
	});

	it('refuses an error that rides on a 200', () => {
		const messages = [{ level: 'error', type: 'ServerException', text: 'Busy' }];
		expect(read({ items: [], messages })).toMatchObject({
			ok: false,
			refusal: { code: 'pims_rejected' },
		});
	});

	it.each(['<html></html>', '{"items": [', null, undefined, 7, [], {}, { error: 'x' }])(
		'refuses %j as unreadable',
		(body) => {
			expect(read(body)).toMatchObject({ ok: false, refusal: { code: 'pims_unreadable' } });
		},
	);

	it('never fails on any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (body) => {
				expect(typeof read(body).ok).toBe('boolean');
				expect(typeof read({ items: body, messages: body }).ok).toBe('boolean');
				expect(typeof read({ items: [body], messages: [body] }).ok).toBe('boolean');
			}),
		);
	});
});
