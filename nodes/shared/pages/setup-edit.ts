import { clinicGroups, type FieldGroup } from '../../../core/setup/clinic-fields';
import type { FieldValues, Meanwhile } from '../../../core/setup/setting-fields';
import {
	clinicValues,
	entryGroups,
	entryValues,
	type Stored,
	type StoredClinic,
	type StoredSpecialist,
} from '../../../core/setup/stored';
import { clinicProfileSchema } from '../../../core/profile/clinic-profile';
import { fieldValues } from '../../../core/setup/setting-fields';
import { markup, type Part } from './escape';
import { postForm, SetupForm } from './setup-form';
import type { SetupPageInput } from './setup-input';

interface Edited {
	groups: FieldGroup[];
	stored?: Stored<unknown>;
	/** What is in the table now. */
	values: FieldValues;
	/** What a new entry starts with. */
	idHint: string;
}

/** A new clinic starts from the defaults; what people must say themselves is empty. */
const newClinic: FieldValues = {
	...fieldValues(
		clinicGroups.flatMap(({ fields }) => fields),
		clinicProfileSchema.parse({ id: 'new', name: 'new', timeZone: 'UTC' }),
	),
	name: '',
	timeZone: '',
};

const weekday = '08:00-18:00';
const newEntry: FieldValues = {
	active: 'yes',
	contactsOwnerFirst: 'referrer',
	mail: 'each',
	'booking.mode': 'phone',
	'hours.mon': weekday,
	'hours.tue': weekday,
	'hours.wed': weekday,
	'hours.thu': weekday,
	'hours.fri': weekday,
};

function editedOf({ page, tables }: SetupPageInput): Edited {
	if (page.view === 'specialist') {
		const stored = tables.specialists.find(({ key }) => key === page.id);
		return {
			groups: entryGroups,
			stored,
			values: stored ? entryValues(stored as StoredSpecialist) : newEntry,
			idHint: 'Short and never changed, such as northside-cardiology.',
		};
	}
	const stored = tables.clinics.find(({ key }) => key === page.id);
	return {
		groups: clinicGroups,
		stored,
		values: stored ? clinicValues(stored as StoredClinic) : newClinic,
		idHint: 'Short and never changed, such as riverbank. The PIMS Trigger of Refer names it.',
	};
}

const shown = (text: string): Part =>
	text === '' ? markup`<span class="soft">empty</span>` : text;

const meanwhileList = (changes: readonly Meanwhile[]): Part =>
	changes.length === 0
		? undefined
		: markup`<section class="card"><h2>What the other person changed</h2><ul class="plain">${changes.map(
				({ label, was, now, both }) =>
					markup`<li><strong>${label}</strong><br>was: <span class="pre">${shown(was)}</span><br>is now: <span class="pre">${shown(now)}</span>${
						both
							? markup`<br><span class="tag warn">You changed it too: your text stands below</span>`
							: ''
					}</li>`,
			)}</ul></section>`;

/** What the page of a clinic or a directory entry is called. */
export function editTitle({ page, tables }: SetupPageInput): string {
	if (page.view === 'specialist') {
		const entry = tables.specialists.find(({ key }) => key === page.id);
		if (!entry) return 'New hospital service';
		return entry.value ? `${entry.value.hospital}, ${entry.value.service}` : entry.key;
	}
	const clinic = tables.clinics.find(({ key }) => key === page.id);
	return clinic ? (clinic.value?.name ?? clinic.key) : 'New clinic';
}

/** Mistakes of the page's form, each leading to its field. */
export const editSummary = ({ page }: SetupPageInput): Part =>
	new SetupForm({
		prefix: page.json === undefined ? 'edit' : 'text',
		values: {},
		problems: page.problems ?? [],
	}).summary();

function jsonEditor(input: SetupPageInput, stored: Stored<unknown>): Part {
	const { page, url } = input;
	const typed = page.json;
	const form = new SetupForm({
		prefix: 'text',
		values: { json: typed ?? JSON.stringify(stored.json, null, 2) },
		problems: typed === undefined ? [] : (page.problems ?? []),
	});
	return markup`<details class="act"${typed === undefined ? '' : markup` open`}><summary>All settings as text (JSON)</summary><p class="soft">For settings without a field of their own, such as own message texts.</p>${postForm(
		'save_json',
		url(page.view, page.id),
		form.textarea('json', 'Settings'),
		{
			button: 'Save this text',
			kind: 'quiet',
			hidden: { version: String(stored.version) },
		},
	)}</details>`;
}

/** What a hospital that takes referrals by webhook has to enter in its own system. */
function forTheHospital({ page, webhookSecret }: SetupPageInput, stored?: Stored<unknown>): Part {
	const { value } = (stored ?? {}) as Partial<StoredSpecialist>;
	if (page.view !== 'specialist' || value?.channel !== 'webhook') return '';
	const secret = webhookSecret(value.id);
	return markup`<details class="act"><summary>Webhook secret for this hospital</summary><p>Both sides sign with it. Give it to the hospital by phone or in a password manager, not by e-mail. It changes when the secret of the Referral Desk credential changes.</p>${
		secret === undefined
			? markup`<p class="wrong">The Referral Desk credential has no secret of at least 32 characters yet.</p>`
			: markup`<p class="pre"><strong>${secret}</strong></p>`
	}</details>`;
}

/** The form of a clinic or a directory entry. */
export function editBody(input: SetupPageInput): Part {
	const { page, url } = input;
	const { groups, stored, values, idHint } = editedOf(input);
	if (!stored && page.id !== '') {
		return markup`<p class="card">There is no such entry any more.</p>`;
	}
	const form = new SetupForm({
		prefix: 'edit',
		values: page.values ?? values,
		problems: page.json === undefined ? (page.problems ?? []) : [],
	});
	return markup`${meanwhileList(page.meanwhile ?? [])}${
		stored?.why ? markup`<p class="wrong">${stored.why}</p>` : ''
	}${postForm(
		'save',
		url(page.view, page.id),
		markup`${stored ? '' : form.input('id', 'ID', idHint, true)}${groups.map((group) => form.group(group))}`,
		{
			button: 'Save',
			hidden: { version: String(stored?.version ?? 0), base: JSON.stringify(values) },
		},
	)}${forTheHospital(input, stored)}${stored ? jsonEditor(input, stored) : ''}`;
}
