import { radiograph } from '../../ezyvet/seed/dicom.mts';
import { letter } from '../../ezyvet/seed/pdf.mts';
import { nameOf } from '../codes.mts';
import type { Row, Store } from '../store.mts';
import { cases } from './cases.mts';
import type { Case } from './cases.mts';
import { seedClinic } from './clinic.mts';
import { addAnimal, addFileNote, addOwner, addVisit, dayText } from './tools.mts';
import type { Animal, Practice } from './tools.mts';

/**
 * The demo practice: four patients ready to be referred, one hardly known, one that has died, one
 * without an owner, two with the same microchip, and one with an owner's whole herd around it.
 */
export async function seedDemo(store: Store, nowMs: number): Promise<void> {
	const practice = seedClinic(store, nowMs);
	for (const one of cases) await seedCase(practice, one);
	seedOddities(practice);
}

async function seedCase(practice: Practice, one: Case): Promise<void> {
	const owner = addOwner(practice, one.owner);
	const patient = addAnimal(practice, one.animal, owner.id);
	for (const visit of one.visits) addVisit(practice, patient, visit);
	for (const [daysAgo, name, head, lines] of one.letters) {
		const title = name.replace(/\.pdf$/, '');
		const date = Math.floor(practice.ago(daysAgo) / 1000);
		const bytes = await letter(title, head, lines, date);
		addFileNote(practice, patient, daysAgo, { name, mimeType: 'application/pdf', title }, bytes);
	}
	if (one.radiographs) addRadiographs(practice, one, patient, one.radiographs);
}

function addRadiographs(
	practice: Practice,
	{ animal, owner }: Case,
	patient: Row,
	{ daysAgo, part, views }: NonNullable<Case['radiographs']>,
): void {
	for (const [index, [name, view]] of views.entries()) {
		const bytes = radiograph({
			key: `provet-${animal.id}/${view}`,
			patientName: `${owner.lastname}^${animal.name}`,
			patientId: String(animal.id),
			species: 'Canine',
			breed: nameOf('breed', animal.breed) ?? '',
			sex: animal.gender % 2 === 1 ? 'M' : 'F',
			neutered: animal.gender > 2,
			ownerName: `${owner.lastname}^${owner.firstname}`,
			birthDate: String(patient.date_of_birth).replaceAll('-', ''),
			// By the day: drawing takes a second, and a picture already drawn is taken again.
			takenAt: Date.parse(dayText(practice.ago(daysAgo))) / 1000,
			bodyPart: part,
			view,
			description: name.replace(/\.dcm$/, ''),
			instance: index + 1,
		});
		const title = `Radiograph: ${name.replace(/\.dcm$/, '')}`;
		addFileNote(practice, patient, daysAgo, { name, mimeType: 'application/dicom', title }, bytes);
	}
}

function seedOddities(practice: Practice): void {
	const { store, ago } = practice;
	const helmi = addOwner(practice, {
		id: 604,
		firstname: 'Helmi',
		lastname: 'Notreal',
		email: 'helmi.notreal@example.com',
		mobile: '+12025550164',
	});
	const plain = (
		id: number,
		name: string,
		species: number,
		more: Partial<Animal> = {},
	): Animal => ({
		...{ id, name, species, breed: null, gender: 0, age: 4, weight: null, microchip: '' },
		...more,
	});
	// Registered in a hurry: what an incomplete record does.
	addAnimal(practice, plain(3104, 'Clover', 16, { age: null }), helmi.id);
	const baron = addAnimal(
		practice,
		plain(3105, 'Old Baron', 14, { breed: 305, gender: 3, age: 15, weight: 18 }),
		helmi.id,
	);
	addVisit(practice, baron, { daysAgo: 40, complaint: 'Weak', notes: ['Weak, eats little.'] });
	store.change('patient', baron, { deceased: true }).modified = ago(30);
	// Found on the road: no owner is known.
	addAnimal(practice, plain(3106, 'Nobody', 15, { breed: 401, gender: 1, weight: 3.9 }), null);
	// Twin and Twain carry one chip number, mistyped at one of them.
	const chip = { microchip: '985000000003108', breed: 402, gender: 4, weight: 4.8 };
	addAnimal(practice, plain(3108, 'Twin', 15, chip), helmi.id);
	addAnimal(practice, plain(3109, 'Twain', 15, chip), helmi.id);
	const horse = { breed: 601, gender: 3, age: 12, weight: 540, microchip: '246000000003110' };
	const bolt = addAnimal(practice, plain(3110, 'Bolt', 21, horse), helmi.id);
	addVisit(practice, bolt, {
		daysAgo: 20,
		complaint: 'Vaccination at the stable',
		notes: ['Sound in walk and trot.'],
		vaccines: [['Demo tetanus vaccine', 'Tetanus']],
	});
	const given = { name: 'Demo influenza vaccine', batch_number: 'DEMO-EX', date: '2026-01-15' };
	store.add('external_vaccination', { patient: bolt.id, ...given }, ago(200));
}
