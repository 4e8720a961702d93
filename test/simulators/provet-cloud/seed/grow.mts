import type { Store } from '../store.mts';
import { addAnimal, addFileNote, addOwner, makePractice } from './tools.mts';

const wanted = (value: unknown): number =>
	typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;

/**
 * Makes a patient's record very long, on demand: `{ patientId?, consultations?, notes?, medicines?,
 * laboratory?, documents? }`. Without a patient a new one, Longhaul, is made with an owner. Rows are
 * a minute apart, the newest now. Answers with the patient's id, or null when there is none.
 */
export function grow(
	store: Store,
	body: Record<string, unknown>,
): { patientId: number; rows: number } | null {
	const practice = makePractice(store, store.now());
	const given = body.patientId === undefined ? null : store.get('patient', Number(body.patientId));
	if (given === undefined) return null;
	const patient = given ?? longhaul(practice);
	const at = (index: number, of: number) => store.now() - (of - index) * 60_000;
	const consultations = wanted(body.consultations);
	const made: number[] = [];
	for (let n = 1; n <= consultations; n++) {
		const time = at(n, consultations);
		const visit = {
			client: patient.client,
			patients: [patient.id],
			complaint: `Visit ${n}`,
			status: 10,
			type: 1,
			admitted_time: time,
			started: time,
			finished: time,
			department: practice.department,
			supervising_veterinarian: practice.vet,
		};
		made.push(store.add('consultation', visit, time).id);
	}
	const visits =
		made.length > 0
			? made
			: store.related('consultation', 'patients', patient.id).map(({ id }) => id);
	const children: Record<string, (n: number) => Record<string, unknown>> = {
		notes: (n) => ({ text: `Note ${n}` }),
		medicines: (n) => ({ patient: patient.id, name: `Medicine ${n}`, vaccination: false }),
		laboratory: (n) => ({ patient: patient.id, name: `Value ${n}`, result: String(n) }),
	};
	const places: Record<string, string> = {
		notes: 'consultationnote',
		medicines: 'consultation_items/medicine',
		laboratory: 'laboratoryanalysis',
	};
	let rows = consultations;
	for (const [name, fields] of Object.entries(children)) {
		const count = visits.length > 0 ? wanted(body[name]) : 0;
		for (let n = 1; n <= count; n++) {
			const consultation = visits[n % visits.length];
			store.add(places[name] as string, { consultation, ...fields(n) }, at(n, count));
		}
		rows += count;
	}
	const documents = wanted(body.documents);
	for (let n = 1; n <= documents; n++) {
		const title = `Document ${n}`;
		const file = { name: `${title}.txt`, mimeType: 'text/plain', title };
		addFileNote(practice, patient, 1, file, Buffer.from(`${title}\n`));
	}
	return { patientId: patient.id, rows: rows + documents };
}

function longhaul(practice: ReturnType<typeof makePractice>) {
	const { store } = practice;
	const owner =
		store.get('client', 690) ??
		addOwner(practice, {
			id: 690,
			firstname: 'Paavo',
			lastname: 'Madeup',
			email: 'paavo.madeup@example.com',
			mobile: '+12025550169',
		});
	const last = Math.max(3190, ...store.all('patient').map(({ id }) => id));
	const animal = { species: 14, breed: 305, gender: 4, age: 13, weight: 21.5 };
	return addAnimal(
		practice,
		{ id: last + 1, name: 'Longhaul', ...animal, microchip: `98500000000${last + 1}` },
		owner.id,
	);
}
