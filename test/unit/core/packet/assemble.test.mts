import { packetSchema } from '../../../../core/packet/schema';
import { daysAgo, input, packet, record, release, releaseInput } from './sample.mts';
import { assemblePacket } from '../../../../core/packet/assemble';

describe('an assembled packet', () => {
	it('is valid, and the same for the same input', () => {
		expect(packetSchema.parse(packet())).toEqual(packet());
		expect(assemblePacket(input())).toEqual(assemblePacket(input()));
	});

	it('puts notes newest first and counts those older than the window', () => {
		const { history, olderEntries } = packet();
		expect(history.map(({ id }) => id)).toEqual(['h2', 'h1']);
		expect(olderEntries).toBe(1);
		expect(packet({ historyMonths: 60 }).olderEntries).toBe(0);
	});

	it('puts present medicines before stopped ones, the newest first', () => {
		expect(packet().medications.map(({ name }) => name)).toEqual([
			'Furosemide 40 mg',
			'Omega-3 capsule',
			'Carprofen',
		]);
	});

	it('adds the medicines that only the vet knows of', () => {
		const supplement = {
			...releaseInput().supplement,
			medications: [{ name: 'Turmeric, from the owner', frequency: 'daily' }],
		};
		const names = packet({ release: release({ supplement }) }).medications.map(({ name }) => name);
		expect(names).toContain('Turmeric, from the owner');
	});

	it('leaves the record of the vendor in the clinic', () => {
		expect(JSON.stringify(packet())).not.toContain('vendor record');
	});

	it('takes the vet of the marked encounter, else the vet who released, else none', () => {
		expect(packet().referrer.vet).toBe('Dr Tomas Placeholder');
		expect(packet({ encounterId: '3' }).referrer.vet).toBe('Dr Vera Sample');
		const nurse = release({ by: { name: 'Nora Nurse', role: 'receptionist' } });
		expect(packet({ encounterId: '3', release: nurse }).referrer.vet).toBeUndefined();
	});

	it('prefers the mobile unless the owner prefers another number', () => {
		expect(packet().owner.phone).toBe('+12025550188');
		const records = record();
		records.owner = {
			id: '88',
			name: 'Olive Owner',
			contactPoints: [
				{ kind: 'mobile', value: '+12025550188' },
				{ kind: 'phone', value: '+12025550187', preferred: true },
			],
		};
		expect(packet({ records }).owner.phone).toBe('+12025550187');
	});

	it('keeps "not stated" and "none" apart', () => {
		expect(packet().pendingTests).toEqual([]);
		const silent = packet({ release: release({ supplement: {} }) });
		expect(silent.pendingTests).toBeUndefined();
		expect(silent.allergies).toBeUndefined();
		expect(silent).not.toHaveProperty('pendingTests');
	});

	it('invents nothing about a patient who is hardly known', () => {
		const records = { ...record(), patient: { id: '504', name: 'Sparse' }, notes: [] };
		const { patient } = packet({ records });
		expect(patient).toEqual({ name: 'Sparse', pimsId: '504', handling: 'Friendly, no muzzle.' });
	});

	it('keeps an old note of the marked encounter', () => {
		const records = record();
		records.notes.push({
			id: 'h9',
			kind: 'plan',
			at: daysAgo(900),
			encounterId: '7',
			text: 'Plan.',
		});
		expect(packet({ records }).history.map(({ id }) => id)).toContain('h9');
	});
});
