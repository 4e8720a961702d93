import type { World } from '../../scripts/demo/world.mts';

/** Patients of one owner that are the surgery patient but for name, number and chip. */
function patients(world: World, count: number): number[] {
	const { store } = world.ezyvet;
	const like = store.get('animal', 503);
	if (!like) throw new Error('The demo practice has no patient 503.');
	const { breed_id, contact_id, date_of_birth, sex_id, species_id, weight, weight_unit } = like;
	return Array.from(
		{ length: count },
		(_, index) =>
			store.add('animal', {
				name: `Patient ${index + 1}`,
				code: `B${index + 1}`,
				microchip_number: `98500000001${String(index).padStart(4, '0')}`,
				is_dead: false,
				...{ breed_id, contact_id, date_of_birth, sex_id, species_id, weight, weight_unit },
			}).id,
	);
}

/** Vets mark that many new patients before n8n asks again; gives the consults. */
export function markMany(world: World, count: number): number[] {
	return patients(world, count).map((animalId) => {
		const marked = world.ezyvet.refer(animalId, 'Lame for a week, please take over.');
		if (!marked) throw new Error(`ezyVet has no living patient ${animalId}.`);
		return marked.consult.id;
	});
}
