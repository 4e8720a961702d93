import fc from 'fast-check';
import { onWeekdays } from '../../../../core/calendar/opening-hours';
import { planFollowUp } from '../../../../core/report/follow-up';
import { reportSchema, type OutcomeReport } from '../../../../core/report/schema';

const context = {
	receivedAt: '2026-03-04T23:30:00Z',
	clinicCalendar: {
		timeZone: 'America/New_York',
		hours: onWeekdays('09:00', '17:30'),
		holidays: ['2026-03-16'],
	},
};
const report = (fields: object): OutcomeReport =>
	reportSchema.parse({ caseId: 'REF-1', kind: 'final', patient: { name: 'Biscuit' }, ...fields });
const plan = (fields: object) => planFollowUp(report(fields), context);

describe('follow-up from a report', () => {
	it('is empty when the report states none', () => {
		expect(plan({ ownerInstructions: 'Come back in two weeks', text: 'Recheck soon' })).toEqual([]);
	});

	it('makes a recheck at the referring clinic an appointment on its stated day', () => {
		const [item] = plan({
			plan: [
				{ kind: 'recheck', what: 'Recheck renal values', due: '2026-03-14', where: 'referrer' },
			],
		});
		expect(item).toMatchObject({
			kind: 'recheck',
			action: 'appointment',
			title: 'Recheck renal values',
			dueDate: '2026-03-14',
			where: 'referrer',
			source: 'plan[0]',
		});
	});

	it.each([
		['from the visit', { visitDates: ['2026-02-20', '2026-03-02'] }, 10, '2026-03-12'],
		['from the receipt in the clinic’s zone', {}, 5, '2026-03-09'],
		[
			'to the next open day after a weekend and a holiday',
			{ visitDates: ['2026-03-04'] },
			10,
			'2026-03-17',
		],
		['over the clock change', { visitDates: ['2026-03-06'] }, 3, '2026-03-09'],
	])('counts days %s', (_name, fields, inDays, expected) => {
		const items = plan({
			...fields,
			plan: [{ kind: 'test', what: 'Bloods', due: { inDays }, where: 'referrer' }],
		});
		expect(items[0]?.dueDate).toBe(expected);
		expect(items[0]?.details).toContain(`in ${inDays} days`);
	});

	it('asks to confirm that the specialist has booked what is theirs', () => {
		const [item] = plan({
			plan: [{ kind: 'recheck', what: 'Echo', due: { inDays: 10 }, where: 'specialist' }],
			visitDates: ['2026-03-04'],
		});
		expect(item).toMatchObject({
			kind: 'recheck',
			action: 'confirm_booked',
			title: 'Confirm booked at specialist: Echo',
			dueDate: '2026-03-14',
		});
	});

	it('leaves a task for people when the report does not say where or when', () => {
		const [item] = plan({ plan: [{ kind: 'recheck', what: 'Recheck murmur' }] });
		expect(item).toMatchObject({ action: 'task', where: 'unspecified' });
		expect(item).not.toHaveProperty('dueDate');
		expect(item?.details).toContain('does not say where');
	});

	it('turns new and changed medication into starts, stopped into stops, unchanged into nothing', () => {
		const items = plan({
			medications: [
				{
					name: 'Pimobendan',
					dose: '1.25 mg',
					frequency: 'every 12 h',
					status: 'new',
					start: '2026-03-05',
				},
				{ name: 'Furosemide', dose: '10 mg', status: 'changed', start: 'tonight' },
				{ name: 'Carprofen', status: 'stopped' },
				{ name: 'Fish oil', status: 'unchanged' },
			],
		});
		expect(items.map(({ kind, title, dueDate }) => [kind, title, dueDate])).toEqual([
			['medication_start', 'Medication new: Pimobendan', '2026-03-05'],
			['medication_start', 'Medication changed: Furosemide', undefined],
			['medication_stop', 'Medication stopped: Carprofen', undefined],
		]);
		expect(items[0]?.details).toBe('Pimobendan, 1.25 mg, every 12 h, start: 2026-03-05');
	});

	it('reminds of a stated refill date and of a pending result', () => {
		const items = plan({
			medications: [{ name: 'Pimobendan', status: 'unchanged', refillBy: '2026-04-01' }],
			testsPending: [
				{ name: 'Histology', expected: '2026-03-11' },
				{ name: 'Culture', expected: 'soon' },
			],
		});
		expect(items.map(({ kind, title, dueDate }) => [kind, title, dueDate])).toEqual([
			['check_in', 'Refill due: Pimobendan', '2026-04-01'],
			['test', 'Result pending: Histology', '2026-03-11'],
			['test', 'Result pending: Culture', undefined],
		]);
	});

	it('never reads a start or a stop into a free plan for medication', () => {
		const [item] = plan({
			plan: [{ kind: 'medication', what: 'Adjust dose if needed', where: 'referrer' }],
		});
		expect(item).toMatchObject({
			kind: 'check_in',
			action: 'task',
			title: 'Adjust dose if needed',
		});
	});
});

describe('the key of an item', () => {
	const echo = { kind: 'recheck', what: 'Echo', due: { inDays: 10 }, where: 'referrer' };

	it('stays the same in an amended report that comes later with its items in another order', () => {
		const first = planFollowUp(report({ plan: [echo] }), context);
		const later = { ...context, receivedAt: '2026-03-20T10:00:00Z' };
		const amended = report({
			kind: 'amended',
			version: 2,
			plan: [{ kind: 'test', what: 'Bloods', where: 'referrer' }, echo],
		});
		const second = planFollowUp(amended, later);
		expect(second.map((item) => item.key)).toContain(first[0]?.key);
		expect(second).toHaveLength(2);
	});

	it('differs between cases and statements, and a statement made twice is one item', () => {
		const [one] = plan({ plan: [echo] });
		const [other] = plan({ caseId: 'REF-2', plan: [echo] });
		const [changed] = plan({ plan: [{ ...echo, due: { inDays: 11 } }] });
		expect(new Set([one?.key, other?.key, changed?.key]).size).toBe(3);
		expect(plan({ plan: [echo, echo] })).toHaveLength(1);
	});

	it('is unique and every item names a field that is in the report', () => {
		const item = fc.record({
			kind: fc.constantFrom('recheck', 'check_in', 'test', 'medication', 'other'),
			what: fc.constantFrom('Echo', 'Bloods', 'Call owner'),
			where: fc.constantFrom('referrer', 'specialist', 'unspecified'),
			due: fc.option(fc.record({ inDays: fc.nat(400) }), { nil: undefined }),
		});
		const drug = fc.record({
			name: fc.constantFrom('A', 'B'),
			status: fc.constantFrom('new', 'changed', 'stopped', 'unchanged'),
		});
		fc.assert(
			fc.property(
				fc.array(item, { maxLength: 8 }),
				fc.array(drug, { maxLength: 8 }),
				(items, drugs) => {
					const result = plan({ plan: items, medications: drugs });
					expect(new Set(result.map(({ key }) => key)).size).toBe(result.length);
					for (const { source, details } of result) {
						const [, list, index] = /^(plan|medications)\[(\d+)\]/.exec(source) ?? [];
						const stated =
							list === 'plan' ? items[Number(index)]?.what : drugs[Number(index)]?.name;
						expect(stated).toBeDefined();
						expect(details).toContain(stated);
					}
				},
			),
		);
	});
});
