import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	readWorklistForm,
	refusedTick,
	saidByForm,
	type ActResult,
} from '../../core/desk/worklist-acts';
import { worklistRow, type WorklistRow } from '../../core/desk/worklist';
import type { Flash } from '../../nodes/shared/pages/page-input';
import { renderWorklist, type WorklistInput } from '../../nodes/shared/pages/worklist';
import { type ACase, clinic, heart } from '../unit/core/desk/a-case.mts';

/** n8n's own policy on pages that a workflow sends: no origin, but forms. */
const sandbox =
	'sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts allow-top-navigation-by-user-activation';

export interface Shown {
	aCase: ACase;
	/** What the line says otherwise than the case: another name, another clinic. */
	more?: Partial<WorklistRow>;
}

/**
 * A worklist over cases in memory, numbered from 1: shows the page as n8n does, reads the posted form and
 * puts each ticked case through the decision and the fold.
 */
export async function openWorklistDesk(cases: Shown[]): Promise<{ url: string; server: Server }> {
	let rendered = 0;
	let url = '';
	const latest =
		cases
			.map(({ aCase }) => aCase.now)
			.sort()
			.pop() ?? '';
	// All cases live at the same moment, that of the latest.
	for (const { aCase } of cases) aCase.now = latest;
	const now = (): string =>
		cases
			.map(({ aCase }) => aCase.now)
			.sort()
			.pop() ?? '';
	const rows = (): WorklistRow[] =>
		cases.flatMap(({ aCase, more }, index) => {
			const around = { clinicName: clinic.name, timeZone: heart.timeZone, now: now() };
			const line = worklistRow(aCase.row(index + 1), aCase.state, aCase.projected().asks, around);
			return line ? [{ ...line, ...more }] : [];
		});
	const show = (query: URLSearchParams, more: Partial<WorklistInput> = {}): string => {
		rendered += 1;
		const asked = Object.fromEntries(query);
		const { clinic: clinicId, service, urgency, text, tick } = asked;
		return renderWorklist({
			hospital: heart.hospital,
			timeZone: heart.timeZone,
			rows: rows(),
			now: now(),
			nonce: `page-${rendered}`,
			links: ({ rowId }) => `${url}/case/${rowId}`,
			view: {
				filter: { clinic: clinicId, service, urgency, text },
				page: Number(asked.page ?? 1),
				tick,
				url: (filter, page, ticked) => {
					const kept = Object.entries({ ...filter, tick: ticked }).filter(([, value]) => value);
					return `${url}/worklist?${new URLSearchParams({ t: 'token', page: String(page), ...Object.fromEntries(kept) }).toString()}`;
				},
			},
			fields: {},
			...more,
		});
	};
	const post = (query: URLSearchParams, fields: Record<string, string>): string => {
		const form = readWorklistForm(fields, now(), heart.timeZone);
		if (!form.ok) {
			const flash: Flash = { kind: 'refused', ...form.refusal };
			return show(query, { flash, fields });
		}
		const { action, nonce, ticks } = form.value;
		const results = ticks.map(({ rowId, phase }) => {
			const { aCase, more } = cases[rowId - 1]!;
			const before = saidByForm(aCase.events, { action, nonce }) !== undefined;
			const { types, refusal } = aCase.posts('specialist', form.value.fields, { nonce });
			const result: ActResult = before
				? { status: 'already' }
				: types
					? { status: types.length > 0 ? 'done' : 'already' }
					: refusedTick(aCase.state, refusal!, action, { rowId, phase });
			return { ...result, caseId: `REF-${rowId}`, patientName: more?.patientName ?? 'Biscuit' };
		});
		return show(query, { results, fields });
	};
	const server = createServer((incoming, response) => {
		const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
		const send = (page: string): void => {
			response.writeHead(200, {
				'content-type': 'text/html; charset=utf-8',
				'content-security-policy': sandbox,
			});
			response.end(page);
		};
		if (pathname !== '/worklist') {
			send(`<!doctype html><title>Case</title><h1>${pathname}</h1>`);
			return;
		}
		if (incoming.method !== 'POST') {
			send(show(searchParams));
			return;
		}
		const parts: Buffer[] = [];
		incoming.on('data', (part: Buffer) => parts.push(part));
		incoming.on('end', () => {
			const body = new URLSearchParams(Buffer.concat(parts).toString('utf8'));
			send(post(searchParams, Object.fromEntries(body)));
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { url: `${url}/worklist?t=token`, server };
}
