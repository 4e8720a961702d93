import type { Options } from '../../../simulators/ezyvet/server.mts';
import { contact, seedClinic } from '../../../simulators/ezyvet/seed/clinic.mts';
import { visit } from '../../../simulators/ezyvet/seed/tools.mts';

/** The clinic with one owner and two patients, without files: quick to make for every test. */
export const smallSeed: Options['seed'] = (store, nowS) => {
	const practice = seedClinic(store, nowS);
	const names = { first_name: 'Olive', last_name: 'Owner', is_customer: true };
	contact(store, nowS, 88, names, [[7, 'Mobile', '+12025550188']]);
	for (const id of [501, 502]) {
		store.add('animal', { id, name: `Patient ${id}`, contact_id: 88, is_dead: false });
		visit(practice, id, { daysAgo: 90, reason: 'Cough', notes: ['Coughs daily.'] });
	}
};
