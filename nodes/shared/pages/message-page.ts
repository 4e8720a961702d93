import { markup } from './escape';
import { renderLayout } from './layout';
import { textsFor } from './texts/texts-for';

/** What happened and what to do, for a link that leads to no page (expired, withdrawn, unknown). */
export interface MessagePageInput {
	title: string;
	text: string;
	hint?: string;
	language?: string;
}

/** A friendly page instead of an error; it names no case and gives nothing away. */
export const renderMessagePage = (input: MessagePageInput): string =>
	renderLayout({
		title: input.title,
		texts: textsFor(input.language),
		body: markup`<div class="card"><p class="lead">${input.text}</p>${
			input.hint ? markup`<p>${input.hint}</p>` : ''
		}</div>`,
	});
