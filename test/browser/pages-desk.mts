import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageRole } from '../../core/desk/actions';
import type { CaseFile } from '../../core/referral/events';
import { renderBoard } from '../../nodes/shared/pages/board';
import { renderCasePage } from '../../nodes/shared/pages/case-page';
import { renderMessagePage } from '../../nodes/shared/pages/message-page';
import type { Flash } from '../../nodes/shared/pages/page-input';
import { type ACase, clinic, reportFile } from '../unit/core/desk/a-case.mts';
import { pageOf } from '../unit/pages/a-page.mts';

/** n8n's own policy on pages that a workflow sends: no origin, but forms and downloads. */
const sandbox =
	'sandbox allow-downloads allow-forms allow-modals allow-orientation-lock allow-pointer-lock allow-popups allow-presentation allow-scripts allow-top-navigation allow-top-navigation-by-user-activation allow-top-navigation-to-custom-protocols';

const roleOf = (path: string): PageRole | undefined =>
	(['release', 'specialist', 'clinic', 'owner'] as const).find((role) => path === `/${role}`);

/**
 * A desk over one case in memory: shows pages as n8n does (with its sandbox header), reads posted forms
 * with the platform's own parser and puts them through decision and fold. Files are named, not stored.
 */
export async function openDesk(aCase: ACase): Promise<{ url: string; server: Server }> {
	let rendered = 0;
	let url = '';
	const show = (role: PageRole, flash?: Flash, fields?: Record<string, string>): string => {
		rendered += 1;
		return renderCasePage(
			pageOf(aCase, role, {
				flash,
				fields,
				nonce: `page-${rendered}`,
				action: `${url}/${role}?t=token`,
				files: pageOf(aCase, role).files.map((file) => ({ ...file, url: `${url}/file` })),
			}),
		);
	};
	const post = async (role: PageRole, request: Request): Promise<string> => {
		const form = await request.formData();
		const fields: Record<string, string> = {};
		const files: CaseFile[] = [];
		for (const [name, value] of form) {
			if (typeof value === 'string') fields[name] = value;
			else if (value.size > 0) files.push({ ...reportFile, name: value.name, size: value.size });
		}
		const { refusal } = aCase.posts(role, fields, { nonce: fields.nonce, files });
		return refusal
			? show(role, { kind: 'refused', ...refusal }, fields)
			: show(role, { kind: 'done', message: 'Recorded. Both clinics see it now.' });
	};
	const server = createServer((incoming, response) => {
		const { pathname } = new URL(incoming.url ?? '/', 'http://localhost');
		const role = roleOf(pathname);
		const send = (page: string): void => {
			response.writeHead(200, {
				'content-type': 'text/html; charset=utf-8',
				'content-security-policy': sandbox,
			});
			response.end(page);
		};
		if (pathname === '/board') {
			send(
				renderBoard({
					rows: [aCase.row()],
					now: aCase.now,
					clinic,
					links: () => `${url}/clinic`,
					view: { url: (_filter, page) => `${url}/board?t=token&page=${page}` },
				}),
			);
			return;
		}
		if (!role) {
			send(
				renderMessagePage({
					title: 'Link expired',
					text: 'This link has expired.',
					hint: 'Ask the clinic for a new one.',
				}),
			);
			return;
		}
		if (incoming.method !== 'POST') {
			send(show(role));
			return;
		}
		const parts: Buffer[] = [];
		incoming.on('data', (part: Buffer) => parts.push(part));
		incoming.on('end', () => {
			const request = new Request('http://localhost/', {
				method: 'POST',
				headers: { 'content-type': incoming.headers['content-type'] ?? '' },
				body: Buffer.concat(parts),
			});
			void post(role, request).then(send);
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { url, server };
}
