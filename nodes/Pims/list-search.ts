import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { PimsConnector, PatientQuery } from '../../connectors/pims/pims';
import type { Patient } from '../../core/packet/records';
import { handedInSystems } from '../shared/fields';
import { refused, valueOf } from '../shared/refusal';
import { pimsFor } from '../shared/pims';

/** A list is for choosing by eye; who looks further types more of the name. */
const mostShown = 100;

async function connectorOf(context: ILoadOptionsFunctions): Promise<PimsConnector> {
	const pims = String(context.getCurrentNodeParameter('pims') ?? '');
	if (handedInSystems.includes(pims)) {
		refused(context, {
			code: 'no_list',
			message: "This practice system cannot be asked for a list: choose 'By ID'.",
			hint: 'Take the ID from the case that came by webhook or was handed in.',
		});
	}
	// Only requests are made here, and those are the same in every context of n8n.
	const asking = context as unknown as IExecuteFunctions;
	return valueOf(context, await pimsFor(asking, 0, { pims }));
}

const inCapitals = (words: string): string =>
	words.replace(/(^|[\s'-])\p{L}/gu, (start) => start.toUpperCase());

/** What somebody may mean who types this into the search, the likeliest first. */
export function queriesFor(typed: string): PatientQuery[] {
	const words = typed.trim().replace(/\s+/g, ' ');
	if (words === '') return [];
	if (words.includes('@')) return [{ email: words }];
	const digits = words.replace(/[\s().+-]/g, '');
	if (/^\d{15}$/.test(digits)) return [{ microchip: digits }];
	if (/^\d{7,14}$/.test(digits)) return [{ phone: words }, { microchip: digits }];
	const written = [...new Set([words, inCapitals(words)])];
	return [...written.map((name) => ({ name })), ...written.map((ownerName) => ({ ownerName }))];
}

function patientItem({ id, name, species, breed, microchip, dead }: Patient): INodeListSearchItems {
	const about = [species, breed, microchip ? `chip ${microchip}` : '', dead ? 'dead' : ''];
	const shown = about.filter(Boolean).join(', ');
	return { name: shown ? `${name} · ${shown}` : name, value: id };
}

/** Patients by name, owner, chip, e-mail or phone; practice systems compare letter by letter. */
async function searchPatients(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const pims = await connectorOf(this);
	for (const query of queriesFor(filter ?? '')) {
		const found = valueOf(this, await pims.searchPatients(query));
		if (found.length > 0) return { results: found.slice(0, mostShown).map(patientItem) };
	}
	return { results: [] };
}

/** The patient chosen in the node; an expression has no value while the node is edited. */
function patientOf(context: ILoadOptionsFunctions): string {
	const raw = context.getCurrentNodeParameter('patientId') as { value?: unknown } | undefined;
	const value = typeof raw === 'object' ? raw.value : raw;
	const isKnown = typeof value === 'string' && value !== '' && !value.startsWith('=');
	if (!isKnown) {
		refused(context, {
			code: 'no_patient',
			message: 'Choose the patient first: the list is that of one patient.',
			hint: "With an expression there, choose 'By ID' here.",
		});
	}
	return String(context.getCurrentNodeParameter('patientId', { extractValue: true }) ?? '');
}

const shown = (items: INodeListSearchItems[], filter = ''): INodeListSearchResult => ({
	results: items
		.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()))
		.slice(0, mostShown),
});

const dayOf = (at?: string): string => at?.slice(0, 10) ?? 'no date';

/** The visits of the chosen patient, the latest first. */
async function searchEncounters(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const patientId = patientOf(this);
	const pims = await connectorOf(this);
	const visits = valueOf(this, await pims.listEncounters(patientId));
	const latestFirst = [...visits].sort((one, other) =>
		(other.at ?? '').localeCompare(one.at ?? ''),
	);
	const items = latestFirst.map(({ id, at, reason, vet }) => ({
		name: [dayOf(at), reason?.slice(0, 60), vet].filter(Boolean).join(' · '),
		value: id,
	}));
	return shown(items, filter);
}

/** The documents of the chosen patient, the latest first. */
async function searchDocuments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const patientId = patientOf(this);
	const pims = await connectorOf(this);
	const documents = valueOf(this, await pims.listDocuments(patientId));
	const latestFirst = [...documents].sort((one, other) =>
		(other.date ?? '').localeCompare(one.date ?? ''),
	);
	return shown(
		latestFirst.map(({ id, name, date }) => ({ name: `${name} · ${dayOf(date)}`, value: id })),
		filter,
	);
}

/** What the pickers of the node call. */
export const listSearch = { searchPatients, searchEncounters, searchDocuments };
