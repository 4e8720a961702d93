import type { Mode } from '../../../core/referral/mode';
import type { StoredClinic, StoredSpecialist } from '../../../core/setup/stored';
import { markup, type Part, type SafeHtml } from './escape';
import { card } from './parts';
import { postForm, SetupForm } from './setup-form';
import type { SetupPageInput } from './setup-input';

const modeTags: Record<Mode, readonly [words: string, tag: string]> = {
	live: ['Live', 'ok'],
	shadow: ['Shadow', 'warn'],
	paused: ['Paused', 'bad'],
};

const meanings = markup`<dl><dt>Live</dt><dd>Packets, messages and reports leave by themselves as they are due.</dd><dt>Shadow</dt><dd>Everything runs and is written down, but nothing leaves except mails to your own clinic. On the page of each case you see what would have left, and may send it, one by one.</dd><dt>Paused</dt><dd>Nothing leaves. Cases wait, and go on by themselves when the clinic is live again.</dd></dl>`;

const choices = [
	['live', 'Live'],
	['shadow', 'Shadow'],
	['paused', 'Paused'],
] as const;

function clinicRow(clinic: StoredClinic, input: SetupPageInput): SafeHtml {
	const { key, value, why, version } = clinic;
	const { page, url } = input;
	const mode: Mode = value?.mode ?? 'shadow';
	const [words, tag] = modeTags[mode];
	const before = value?.pausedFrom;
	const name = `mode-${key}`;
	const problems = page.problems?.filter(({ field }) => field === name) ?? [];
	const form = new SetupForm({
		prefix: name,
		values: { mode },
		problems: problems.map(({ message }) => ({ field: 'mode', message })),
	});
	return markup`<li><div class="rowhead"><strong>${value?.name ?? key}</strong>${
		value
			? markup`<span class="tag ${tag}">${words}</span>`
			: markup`<span class="tag bad">Cannot be read</span>`
	}</div><p class="soft small">${key}, version ${version}${
		before === undefined ? '' : `, was ${modeTags[before][0].toLowerCase()} before all were paused`
	}</p>${why ? markup`<p class="wrong">${why}</p>` : ''}${
		value
			? postForm('set_mode', url('home'), form.select('mode', `Mode of ${value.name}`, choices), {
					button: 'Set mode',
					kind: 'quiet',
					hidden: { clinicId: key },
					id: `form-${name}`,
				})
			: ''
	}<p><a href="${url('clinic', key)}">Settings of ${value?.name ?? key}</a></p></li>`;
}

const allButtons = ({ tables, url }: SetupPageInput): Part => {
	const anyRemembered = tables.clinics.some(({ json }) => json.pausedFrom !== undefined);
	return markup`<div class="rowhead">${postForm('pause_all', url('home'), '', {
		button: 'Pause all',
		kind: 'danger',
	})}${
		anyRemembered ? postForm('resume_all', url('home'), '', { button: 'Resume all' }) : ''
	}</div><p class="soft small">"Resume all" gives every clinic the mode it had before "Pause all".</p>`;
};

const modes = (input: SetupPageInput): SafeHtml =>
	card(
		'Clinics',
		markup`${meanings}<h3>Your clinics</h3><ul class="plain">${input.tables.clinics.map((clinic) =>
			clinicRow(clinic, input),
		)}</ul>${input.tables.clinics.length === 0 ? markup`<p class="lead">There is no clinic yet.</p>` : allButtons(input)}<p><a class="button quiet" href="${input.url('clinic')}">Add a clinic</a></p>`,
	);

const specialistRow = ({ key, value, why }: StoredSpecialist, { url }: SetupPageInput): SafeHtml =>
	markup`<li><div class="rowhead"><a href="${url('specialist', key)}">${
		value ? `${value.hospital}, ${value.service}` : key
	}</a>${
		!value
			? markup`<span class="tag bad">Cannot be read</span>`
			: value.active
				? ''
				: markup`<span class="tag warn">Takes no referrals</span>`
	}</div><span class="soft small">${key}${value ? `, by ${value.channel}` : ''}</span>${
		why ? markup`<p class="wrong">${why}</p>` : ''
	}</li>`;

const directory = (input: SetupPageInput): SafeHtml =>
	card(
		'Specialist directory',
		markup`<ul class="plain">${input.tables.specialists.map((row) =>
			specialistRow(row, input),
		)}</ul>${
			input.tables.specialists.length === 0 ? markup`<p>There is no hospital service yet.</p>` : ''
		}<p><a class="button quiet" href="${input.url('specialist')}">Add a hospital service</a></p>`,
	);

/** The buttons of the checks; also under the results, to run them again. */
export function checkButtons({ tables, url }: SetupPageInput): SafeHtml {
	const withMail = tables.clinics.filter(({ value }) => value && value.staffAlertEmail !== '');
	return markup`${postForm('run_checks', url('checks'), '', { button: 'Run all checks' })}${withMail.map(
		({ key, value }) =>
			postForm('test_mail', url('checks'), '', {
				button: `Send a test mail to ${value?.name ?? key}`,
				kind: 'quiet',
				hidden: { clinicId: key },
				id: `form-test_mail-${key}`,
			}),
	)}`;
}

const checks = (input: SetupPageInput): SafeHtml =>
	card(
		'Checks',
		markup`<p class="soft">Looks at addresses, tables, workflows, credentials and settings, and asks the systems around whether they answer. Nothing is sent to hospitals or owners.</p>${checkButtons(input)}`,
	);

/** The first page: modes, checks, directory. */
export const homeBody = (input: SetupPageInput): Part =>
	markup`<div class="cols"><div>${modes(input)}</div><div>${checks(input)}${directory(input)}${card(
		'Export and import',
		markup`<p class="soft">All clinics and hospital services as one text, to keep or to bring to another n8n.</p><p><a class="button quiet" href="${input.url('move')}">Export and import</a></p>`,
	)}</div></div>`;
