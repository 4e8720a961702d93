import type { Context } from '../context.mts';
import { MARKER } from '../referrals.mts';
import type { Row, Store } from '../store.mts';
import { contact } from './clinic.mts';
import { letter } from './pdf.mts';
import { DAY } from './tools.mts';

/** What was added: the ids of patients, and how many rows of what. */
export interface Crowd {
	animals: number[];
	added: Record<string, number>;
	/** Consults that carry the mark of a referral. */
	marked?: number[];
}

const kinds = ['heavy', 'noOwner', 'dead', 'twoOfOneChip', 'changedConsults'] as const;

/**
 * Adds records that are hard to deal with. `heavy`: one patient with a long record (`history` rows,
 * default 2,000; `files`, default 300; `consults`, default 400). `noOwner`, `dead`: one patient.
 * `twoOfOneChip`: two living patients with one microchip. `changedConsults`: `count` consults
 * (default 10,000) changed in the last `minutes` (default 60), every `every`th (default 100) marked
 * for referral. A text says what was wrong with the wish.
 */
export async function crowd(
	context: Context,
	wish: Record<string, unknown>,
): Promise<Crowd | string> {
	const { store } = context;
	const before = counts(store);
	const number = (name: string, fallback: number) => {
		const given = wish[name] ?? fallback;
		return Number.isSafeInteger(given) && Number(given) >= 0 ? Number(given) : Number.NaN;
	};
	const wanted = ['history', 'files', 'consults', 'count', 'minutes', 'every'];
	const strange = Object.keys(wish).find((name) => name !== 'kind' && !wanted.includes(name));
	if (strange) return `${strange} is no part of a crowd`;
	const bad = wanted.find((name) => Number.isNaN(number(name, 0)));
	if (bad) return `${bad} must be a whole number`;
	const done = (animals: Row[], marked?: number[]): Crowd => {
		addressFiles(context);
		const now = Object.entries(counts(store)).map(([name, count]) => [
			name,
			count - (before[name] ?? 0),
		]);
		const added = Object.fromEntries(now.filter(([, count]) => count !== 0)) as Crowd['added'];
		return { animals: animals.map(({ id }) => id), added, ...(marked && { marked }) };
	};
	switch (wish.kind) {
		case 'heavy':
			return done([
				await heavy(store, number('history', 2000), number('files', 300), number('consults', 400)),
			]);
		case 'noOwner':
			return done([animal(store, { name: 'Nobody', contact_id: null })]);
		case 'dead': {
			const died = {
				is_dead: true,
				date_of_death: store.now() - 10 * DAY,
				death_reason: 'Old age',
			};
			return done([animal(store, { name: 'Late Lola', ...died })]);
		}
		case 'twoOfOneChip': {
			const chip = { microchip_number: '985000000009999' };
			return done([
				animal(store, { name: 'Castor', ...chip }),
				animal(store, { name: 'Pollux', ...chip }),
			]);
		}
		case 'changedConsults': {
			const [count, minutes] = [number('count', 10_000), number('minutes', 60)];
			const marked = changedConsults(store, count, minutes, Math.max(1, number('every', 100)));
			return done([], marked);
		}
		default:
			return `kind is one of ${kinds.join(', ')}`;
	}
}

/** Gives each attachment the address it can be downloaded from. */
export function addressFiles({ store, url }: Context): void {
	for (const row of store.all('attachment')) {
		row.file_download_url ??= `${url()}/v1/attachment/download/${row.id}`;
	}
}

const counts = (store: Store): Record<string, number> =>
	Object.fromEntries(store.resources().map((name) => [name, store.all(name).length]));

function animal(store: Store, fields: Record<string, unknown>): Row {
	const owner = fields.contact_id === undefined ? { contact_id: crowdOwner(store).id } : {};
	const base = { species_id: 1, breed_id: 15, sex_id: 1, is_dead: false, weight: '20.00' };
	const birth = { date_of_birth: store.now() - 2000 * DAY, weight_unit: 'kg' };
	const row = store.add('animal', { ...base, ...birth, ...owner, ...fields });
	row.code = `A${row.id}`;
	return row;
}

function crowdOwner(store: Store): Row {
	const id = 9000;
	const known = store.get('contact', id);
	if (known) return known;
	const names = { first_name: 'Carl', last_name: 'Crowdsample', is_customer: true };
	return contact(store, store.now(), id, names, [[7, 'Mobile', '+12025550190']]);
}

/** One patient whose record goes back for years; beside the notes a vital and a medicine a visit. */
async function heavy(store: Store, notes: number, files: number, visits: number): Promise<Row> {
	const row = animal(store, { name: 'Methuselah', date_of_birth: store.now() - 6000 * DAY });
	const consults: Row[] = [];
	for (let n = 0; n < visits; n++) {
		const at = store.now() - (visits - n) * 12 * DAY;
		const links = { animal_id: row.id, vet_id: 21 };
		const consult = store.add('consult', { ...links, date: at, description: `Visit ${n + 1}` }, at);
		consults.push(consult);
		const inside = { ...links, consult_id: consult.id, timestamp: at };
		store.add('healthstatus', { ...inside, weight: '20.00', weight_unit: 'kg' }, at);
		store.add('assessment', { ...inside, notes: `Stable at visit ${n + 1}.` }, at);
	}
	for (let n = 0; n < notes; n++) {
		const consult = consults[n % Math.max(1, consults.length)];
		const at = consult?.created_at ?? store.now();
		const links = { animal_id: row.id, consult_id: consult?.id ?? null, vet_id: 21, timestamp: at };
		const comments = `Note ${n + 1} of a long record: eats, drinks, walks, sleeps.`;
		store.add('history', { ...links, comments, history_system: 1, chain: 0 }, at);
	}
	const page = await letter('Document', 'Riverbank Animal Clinic', ['Long record.'], store.now());
	for (let n = 0; n < files; n++) {
		const consult = consults[n % Math.max(1, consults.length)];
		// Some on the patient, some on a visit: a list by the patient alone misses half of them.
		const on =
			n % 2 && consult
				? { record_type: 'Consult', record_id: consult.id }
				: { record_type: 'Animal', record_id: row.id };
		const at = store.now() - (files - n) * DAY;
		// A comment after the end makes each file another one at no cost.
		const bytes = Buffer.concat([page, Buffer.from(`\n% Document ${n + 1}\n`)]);
		const file = { name: `Document ${n + 1}.pdf`, mime_type: 'application/pdf', notes: '' };
		store.addFile({ ...on, ...file }, bytes, at);
	}
	return row;
}

/** Many consults whose times of change lie close together, a hundred to the second and more. */
function changedConsults(store: Store, count: number, minutes: number, every: number): number[] {
	const patients = [0, 1, 2, 3, 4].map((n) => animal(store, { name: `Busy ${n + 1}` }));
	const marked: number[] = [];
	const from = store.now() - minutes * 60;
	for (let n = 0; n < count; n++) {
		const at = from + Math.floor((n * minutes * 60) / Math.max(1, count) / 10) * 10;
		const patient = patients[n % patients.length] as Row;
		const isMarked = n % every === every - 1;
		const description = isMarked ? `${MARKER} case ${n + 1}` : `Visit ${n + 1}`;
		const links = { animal_id: patient.id, vet_id: 21, description };
		const row = store.add('consult', { ...links, date: at, modified_at: at }, at);
		if (isMarked) marked.push(row.id);
	}
	return marked;
}
