import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SettingsWrite } from '../../core/setup/changes';
import { hospitalSecret } from '../../core/links/secrets';
import { checkSetup } from '../../core/setup/checks';
import { afterSave } from '../../core/setup/after-save';
import { decideSetup } from '../../core/setup/decide';
import {
	setupViews,
	type SetupPage,
	type SetupRequest,
	type SetupView,
} from '../../core/setup/page-state';
import type { SetupFacts } from '../../core/setup/facts';
import { readTables, type SetupTables } from '../../core/setup/stored';
import { renderSetup } from '../../nodes/shared/pages/setup';

/** n8n's own policy on pages that a workflow sends: no origin, but forms and downloads. */
const sandbox =
	'sandbox allow-downloads allow-forms allow-popups allow-scripts allow-top-navigation';

interface Rows {
	clinics: Array<{ id: number; clinicId: string; version: number; profile: string }>;
	specialists: Array<{ id: number; specialistId: string; version: number; entry: string }>;
}

/**
 * The set-up over tables in memory: pages as n8n shows them, forms read by the platform's own parser,
 * writes that hold only while the row is what was read.
 */
export async function openSetup(
	rows: Rows,
	factsOf: (tables: SetupTables) => SetupFacts,
): Promise<{ url: string; rows: Rows; server: Server }> {
	let url = '';
	const tables = (): SetupTables => readTables({ ...rows, settings: [] });
	const address = (view: SetupView, id = ''): string =>
		`${url}/setup?${new URLSearchParams({ t: 'token', view, id }).toString()}`;
	const render = (page: SetupPage): string =>
		renderSetup({
			page,
			tables: tables(),
			url: address,
			now: '2026-11-23T12:00:00.000Z',
			linkEnds: '2026-11-30T12:00:00.000Z',
			webhookSecret: (id) => hospitalSecret('a desk secret of the tests, long enough', id),
			...(page.view === 'checks' ? { checks: checkSetup(factsOf(tables())) } : {}),
		});
	const save = (write: SettingsWrite): void => {
		const { key, version, text } = write;
		if (write.table === 'clinics') {
			const row = rows.clinics.find(({ id }) => id === write.rowId);
			if (row?.profile === write.before) Object.assign(row, { version, profile: text });
			if (write.rowId === 0) {
				const id = 100 + rows.clinics.length;
				rows.clinics.push({ id, clinicId: key, version, profile: text });
			}
		} else {
			const row = rows.specialists.find(({ id }) => id === write.rowId);
			if (row?.entry === write.before) Object.assign(row, { version, entry: text });
			if (write.rowId === 0) {
				const id = 100 + rows.specialists.length;
				rows.specialists.push({ id, specialistId: key, version, entry: text });
			}
		}
	};
	const answer = (request: SetupRequest): string => {
		const decision = decideSetup(request, tables());
		if (decision.kind === 'page') return render(decision.page);
		if (decision.kind !== 'save') return render({ view: 'checks', id: '' });
		decision.writes.forEach(save);
		return render(afterSave(request, decision.writes, tables()));
	};
	const server = createServer((incoming, response) => {
		const { searchParams } = new URL(incoming.url ?? '', 'http://desk');
		const view = setupViews.find((one) => one === searchParams.get('view')) ?? 'home';
		const id = searchParams.get('id') ?? '';
		const parts: Buffer[] = [];
		incoming.on('data', (part: Buffer) => parts.push(part));
		incoming.on('end', () => {
			const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString('utf8')));
			const page = answer({ posted: incoming.method === 'POST', view, id, fields });
			response.writeHead(200, {
				'content-type': 'text/html; charset=utf-8',
				'content-security-policy': sandbox,
			});
			response.end(page);
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { url: `${url}/setup?t=token`, rows, server };
}
