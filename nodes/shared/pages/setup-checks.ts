import { countLevels } from '../../../core/setup/checks';
import type { CheckLevel, SetupCheck } from '../../../core/setup/facts';
import { markup, type Part, type SafeHtml } from './escape';
import { card } from './parts';
import { checkButtons } from './setup-home';
import type { SetupPageInput } from './setup-input';

/** Never by colour alone: every level has a word. */
const levelWords: Record<CheckLevel, readonly [words: string, tag: string]> = {
	red: ['Mend this', 'bad'],
	amber: ['Look at this', 'warn'],
	green: ['All right', 'ok'],
};

const order: CheckLevel[] = ['red', 'amber', 'green'];

const line = ({ id, title, level, finding, mend }: SetupCheck): SafeHtml => {
	const [words, tag] = levelWords[level];
	return markup`<li id="check-${id}"><div class="rowhead"><strong>${title}</strong><span class="tag ${tag}">${words}</span></div>${finding}${
		mend ? markup`<p><strong>How to mend:</strong> ${mend}</p>` : ''
	}</li>`;
};

/** How many checks came out how, in words. */
export function checksLead({ checks = [] }: SetupPageInput): Part {
	const counts = countLevels(checks);
	return markup`<p class="lead">${order
		.filter((level) => counts[level] > 0)
		.map(
			(level) =>
				markup`<span class="tag ${levelWords[level][1]}">${counts[level]}: ${levelWords[level][0].toLowerCase()}</span> `,
		)}</p>`;
}

/** The results, worst first within each group. */
export const checksBody = (input: SetupPageInput): Part => [
	...(input.checks ?? []).map(({ title, checks }) =>
		card(
			title,
			markup`<ul class="plain">${order.flatMap((level) =>
				checks.filter((check) => check.level === level).map(line),
			)}</ul>`,
		),
	),
	card('Again', checkButtons(input)),
];
