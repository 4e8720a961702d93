import { exportText, type ImportPlan } from '../../../core/setup/transfer';
import { markup, type Part } from './escape';
import { card } from './parts';
import { postForm, SetupForm } from './setup-form';
import type { SetupPageInput } from './setup-input';

const listed = (title: string, names: readonly string[]): Part =>
	names.length === 0
		? undefined
		: markup`<h3>${title} (${names.length})</h3><ul>${names.map((name) => markup`<li>${name}</li>`)}</ul>`;

const planCard = (plan: ImportPlan, json: string, input: SetupPageInput): Part =>
	card(
		'What this import would do',
		markup`${listed('New', plan.added)}${listed('Changed', plan.changed)}${listed('Already so', plan.same)}${
			plan.problems.length === 0
				? ''
				: markup`<h3>Left out (${plan.problems.length})</h3><ul>${plan.problems.map(
						(problem) => markup`<li class="wrong">${problem}</li>`,
					)}</ul>`
		}<p class="soft">Nothing is deleted. A clinic keeps the mode it has here; a new one starts in shadow.</p>${
			plan.writes.length === 0
				? markup`<p class="lead">There is nothing to import.</p>`
				: postForm('import', input.url('move'), '', {
						button: `Import ${plan.writes.length}`,
						hidden: { json },
					})
		}`,
	);

/** The page that gives all settings away and takes them in. */
export function moveBody(input: SetupPageInput): Part {
	const { page, tables, url } = input;
	const exported = new SetupForm({
		prefix: 'export',
		values: { exported: exportText(tables) },
		problems: [],
	});
	const form = new SetupForm({
		prefix: 'text',
		values: { json: page.json ?? '' },
		problems: page.problems ?? [],
	});
	return [
		page.plan && page.json !== undefined ? planCard(page.plan, page.json, input) : undefined,
		card(
			'Export',
			exported.textarea(
				'exported',
				'All settings',
				'Copy the whole text into a file. It holds no secrets and no case data.',
			),
		),
		card(
			'Import',
			postForm(
				'look_at_import',
				url('move'),
				form.textarea('json', 'Exported settings', 'Paste the whole text of an export.'),
				{ button: 'Look at it first' },
			),
		),
	];
}
