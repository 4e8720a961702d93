import { codeLists, speciesOf } from '../codes.mts';
import type { Store } from '../store.mts';
import { makePractice } from './tools.mts';
import type { Practice } from './tools.mts';

/** Departments, users, lookups and the referrers of the fictional practice; no patients. */
export function seedClinic(store: Store, nowMs: number): Practice {
	const practice = makePractice(store, nowMs);
	const old = practice.ago(900);
	const add = (resource: string, fields: Record<string, unknown>) =>
		store.add(resource, fields, old);
	const address = { street_address: '2 Example Shore', zip_code: '00002', city: 'Samplebay' };
	const contact = { email: 'desk@lakeside.example.com', phone_number: '+12025550110' };
	const timezone = 'Europe/Helsinki';
	add('department', { id: 1, name: 'Lakeside Animal Hospital', ...address, ...contact, timezone });
	add('department', { id: 2, name: 'Lakeside Harbour Clinic', ...address, ...contact, timezone });
	for (const [id, firstname, lastname] of [
		[21, 'Ilma', 'Placeholder'],
		[22, 'Aatos', 'Sample'],
	] as const) {
		const email = `${firstname}.${lastname}@lakeside.example.com`.toLowerCase();
		add('user', { id, username: firstname.toLowerCase(), email, active: true });
		add('userdetails', { user: id, firstname, lastname, title: 'DVM', email, veterinarian: true });
	}
	for (const name of ['Consultation', 'Recheck', 'Surgery', 'Referral']) add('reason', { name });
	for (const list of ['species', 'breed']) {
		for (const [key, name] of Object.entries(codeLists[list] ?? {})) {
			const code = Number(key);
			const species = list === 'breed' ? { species_code: speciesOf(code) } : {};
			add(list, { id: code, code, name, ...species });
		}
	}
	add('referrer', {
		name: 'Riverbank Animal Clinic',
		veterinarian: 'Vera Sample',
		email: 'desk@riverbank.example.com',
		phone_number: '+12025550100',
		city: 'Sampleton',
	});
	for (const name of ['New', 'Accepted', 'Declined', 'Done'])
		add('referralinternalstatus', { name });
	return practice;
}
