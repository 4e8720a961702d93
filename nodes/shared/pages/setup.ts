import { markup, type Part } from './escape';
import { renderLayout } from './layout';
import { checksBody, checksLead } from './setup-checks';
import { editBody, editSummary, editTitle } from './setup-edit';
import { homeBody } from './setup-home';
import type { SetupPageInput } from './setup-input';
import { moveBody } from './setup-move';
import { textsFor } from './texts/texts-for';
import { showTime } from './times';

const flashTitles = { done: 'Done', refused: 'Not saved', warn: 'Look before you save' } as const;

function flash(input: SetupPageInput): Part {
	const { flash: told, problems = [] } = input.page;
	if (!told) return undefined;
	const isEdit = input.page.view === 'clinic' || input.page.view === 'specialist';
	const list = told.kind === 'refused' && isEdit && problems.length > 0;
	return markup`<div class="flash ${told.kind}" role="${told.kind === 'done' ? 'status' : 'alert'}"><h2>${flashTitles[told.kind]}</h2>${
		list ? editSummary(input) : markup`<p>${told.message}</p>`
	}${told.hint ? markup`<p>${told.hint}</p>` : ''}</div>`;
}

const titles = { home: 'Set-up', move: 'Export and import', checks: 'Checks' } as const;

/** A page of the set-up: it works without scripts, and says what a click does before it is made. */
export function renderSetup(input: SetupPageInput): string {
	const { view } = input.page;
	const isEdit = view === 'clinic' || view === 'specialist';
	const body =
		view === 'home'
			? homeBody(input)
			: view === 'checks'
				? checksBody(input)
				: view === 'move'
					? moveBody(input)
					: editBody(input);
	const texts = textsFor('en');
	return renderLayout({
		title: isEdit ? editTitle(input) : titles[view],
		over: isEdit ? 'Set-up of veterinary referrals' : 'Veterinary referrals',
		under: markup`${view === 'checks' ? checksLead(input) : ''}${
			view === 'home' ? '' : markup`<p><a href="${input.url('home')}">All of the set-up</a></p>`
		}`,
		body: [flash(input), body],
		footer: markup`<p>Whoever has this link can change these settings. It works until ${showTime(input.linkEnds, 'UTC', texts)}.</p>`,
		...(view === 'home' ? { width: 'two' as const } : {}),
		texts,
		action: input.url('home'),
	});
}
