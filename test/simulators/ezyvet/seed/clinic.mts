import type { Store } from '../store.mts';
import { DAY } from './tools.mts';
import type { Practice } from './tools.mts';

/** Site, lookups, clinic, vets and rooms of the fictional practice; no patients. */
export function seedClinic(store: Store, now: number): Practice {
	const ago = (days: number) => Math.round(now - days * DAY);
	const old = ago(900);
	const add = (resource: string, fields: Record<string, unknown>) =>
		store.add(resource, fields, old);
	const names = (resource: string, rows: Record<number, string>) => {
		for (const [id, name] of Object.entries(rows)) add(resource, { id: Number(id), name });
	};
	add('site', {
		id: 1,
		uid: 'site_demo01',
		name: 'Riverbank Animal Clinic',
		time_zone: 'America/New_York',
	});
	names('species', { 1: 'Canine (Dog)', 2: 'Feline (Cat)' });
	for (const [id, name, species_id] of [
		[11, 'Cavalier King Charles Spaniel', 1],
		[12, 'Boxer', 1],
		[13, 'Labrador Retriever', 1],
		[14, 'Domestic Short Hair', 2],
		[15, 'Mixed Breed', 1],
	] as const) {
		add('breed', { id, name, species_id });
	}
	names('animalcolour', { 1: 'Blenheim', 2: 'Fawn', 3: 'Yellow', 4: 'Black and white' });
	names('sex', { 1: 'Male', 2: 'Female', 3: 'Male Neutered', 4: 'Female Spayed' });
	// A site's own list: nothing says that mobile has the same number everywhere.
	names('contactdetailtype', { 1: 'Email', 2: 'Home phone', 4: 'Fax', 7: 'Mobile' });
	names('appointmenttype', { 1: 'Consultation', 2: 'Recheck', 3: 'Surgery', 9: 'Referral' });
	names('appointmentstatus', { 1: 'Unconfirmed', 2: 'Confirmed', 3: 'Arrived', 4: 'Completed' });
	names('separation', { 1: 'Riverbank main building' });
	add('resource', { id: 7, name: 'Consult room 1', separation_id: 1 });
	add('resource', { id: 8, name: 'Consult room 2', separation_id: 1 });

	const person = (id: number, first_name: string, last_name: string, email: string) =>
		add('user', { id, name: `${first_name} ${last_name}`, first_name, last_name, email }).id;
	const vera = person(21, 'Vera', 'Sample', 'vera.sample@riverbank.example.com');
	const tomas = person(22, 'Tomas', 'Placeholder', 'tomas.placeholder@riverbank.example.com');

	add('address', {
		id: 1,
		name: 'Practice',
		street_1: '1 Example Quay',
		city: 'Sampleton',
		state: 'NY',
		post_code: '00001',
		country_id: 1,
	});
	contact(store, old, 301, { business_name: 'Riverbank Animal Clinic', is_business: true }, [
		[1, 'Front desk', 'desk@riverbank.example.com'],
		[2, 'Front desk', '+12025550100'],
	]).address_physical = 1;
	contact(store, old, 302, { first_name: 'Vera', last_name: 'Sample', is_vet: true }, [
		[1, 'Work', 'vera.sample@riverbank.example.com'],
	]);
	contact(store, old, 310, { business_name: 'Demo Reference Laboratory', is_supplier: true }, []);
	return { store, now, ago, vera, tomas };
}

/** A contact with its contact points: [type id, label, value]. */
export function contact(
	store: Store,
	at: number,
	id: number,
	fields: Record<string, unknown>,
	details: Array<[number, string, string]>,
) {
	const row = store.add('contact', { id, code: `C${id}`, ...fields }, at);
	row.contact_detail_list = details.map(
		([contact_detail_type_id, name, value], index) =>
			store.add(
				'contactdetail',
				{ contact_id: id, contact_detail_type_id, name, value, preferred: index === 0 },
				at,
			).id,
	);
	return row;
}
