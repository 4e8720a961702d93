import type { Store } from '../store.mts';
import { seedCardiology } from './cardiology.mts';
import { seedClinic } from './clinic.mts';
import { seedOncology } from './oncology.mts';
import { seedSurgery } from './surgery.mts';
import { visit } from './tools.mts';
import type { Practice } from './tools.mts';

/** The demo practice: three patients ready to be referred, one hardly known, one that has died. */
export async function seedDemo(store: Store, nowS: number): Promise<void> {
	const practice = seedClinic(store, nowS);
	await seedCardiology(practice);
	await seedOncology(practice);
	await seedSurgery(practice);
	seedSparse(practice);
	seedDead(practice);
}

/** Sparse: a cat registered in a hurry, to see what an incomplete record does. */
function seedSparse({ store, ago }: Practice): void {
	store.add(
		'animal',
		{
			id: 504,
			name: 'Sparse',
			code: 'A504',
			species_id: 2,
			breed_id: null,
			sex_id: null,
			contact_id: 89,
			date_of_birth: null,
			is_dead: false,
		},
		ago(2),
	);
}

function seedDead(practice: Practice): void {
	const { store, ago } = practice;
	const duke = store.add(
		'animal',
		{
			id: 505,
			name: 'Old Duke',
			code: 'A505',
			species_id: 1,
			breed_id: 15,
			sex_id: 3,
			contact_id: 88,
			date_of_birth: ago(15 * 365),
			weight: '18.00',
			weight_unit: 'kg',
			is_dead: true,
			date_of_death: ago(30),
			death_reason: 'Old age',
		},
		ago(900),
	);
	visit(practice, duke.id, { daysAgo: 40, reason: 'Weak', notes: ['Weak, eats little.'] });
}
