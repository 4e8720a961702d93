import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { checkDeskSecret, hospitalSecret } from '../../../core/links/secrets';
import { setupViews, type SetupRequest, type SetupView } from '../../../core/setup/page-state';
import { readTables, type SetupTables } from '../../../core/setup/stored';
import { doorUrl, readDesk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';
import type { SetupPageInput } from '../../shared/pages/setup-input';
import { readJson } from '../../shared/read-json';

/** A request as the set-up door let it in. */
interface DoorRequest {
	method: string;
	token: string;
	linkEnds: string;
	filters?: Record<string, string>;
	fields?: Record<string, string>;
}

const listOf = (execution: IExecuteFunctions, name: string): unknown[] => {
	const value = readJson(execution, name, 0);
	return Array.isArray(value) ? value : [];
};

const doorRequest = (execution: IExecuteFunctions): DoorRequest =>
	readJson(execution, 'request', 0) as DoorRequest;

/** What was asked, in the words of the core. */
export function readSetupRequest(execution: IExecuteFunctions): SetupRequest {
	const { method, filters = {}, fields = {} } = doorRequest(execution);
	const view: SetupView = setupViews.find((one) => one === filters.view) ?? 'home';
	return { posted: method === 'POST', view, id: filters.id ?? '', fields };
}

/** The settings as the Data Table nodes before read them. */
export const tablesOf = (execution: IExecuteFunctions): SetupTables =>
	readTables({
		clinics: listOf(execution, 'clinics'),
		specialists: listOf(execution, 'directory'),
		settings: listOf(execution, 'settings'),
	});

export const itemsOf = (execution: IExecuteFunctions, name: string): IDataObject[] =>
	listOf(execution, name).filter(
		(entry): entry is IDataObject => typeof entry === 'object' && entry !== null,
	);

/** What every page needs beside what it shows: addresses, time, end of the link. */
export async function pageFrame(
	execution: IExecuteFunctions,
): Promise<Pick<SetupPageInput, 'url' | 'now' | 'linkEnds' | 'webhookSecret'>> {
	const { token, linkEnds } = doorRequest(execution);
	const desk = await readDesk(execution);
	const door = doorUrl(desk, 'setup');
	return {
		url: (view, id = '') => {
			const query = new URLSearchParams({ t: token });
			if (view !== 'home') query.set('view', view);
			if (id !== '') query.set('id', id);
			return `${door}?${query.toString()}`;
		},
		now: nowIso(),
		linkEnds,
		webhookSecret: (specialistId) =>
			checkDeskSecret(desk.secret).ok ? hospitalSecret(desk.secret, specialistId) : undefined,
	};
}
