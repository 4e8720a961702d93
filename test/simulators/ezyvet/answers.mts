import { randomBytes } from 'node:crypto';
import type { PlainAnswer } from '../shared/faults.mts';

export type Answer = PlainAnswer;

export interface Message {
	level: 'error' | 'success';
	type: string;
	text: string;
	/** The vendor prints an array in the error example and an object in a write answer. */
	fields: unknown;
}

/** Page data of the envelope; version 1 says all numbers as strings. */
export function meta(
	version: number,
	nowS: number,
	page: { page: number; pages: number; size: number; total: number },
): Record<string, unknown> {
	const numbers = {
		timestamp: nowS,
		items_page: page.page,
		items_page_total: page.pages,
		items_page_size: page.size,
		items_total: page.total,
	};
	const shown =
		version === 1
			? Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, String(value)]))
			: numbers;
	return { transaction_id: `t-${randomBytes(6).toString('hex')}`, ...shown };
}

const onePage = (total: number) => ({ page: 1, pages: 1, size: 10, total });

/** An error in the vendor's envelope. */
export function problem(
	status: number,
	type: string,
	text: string,
	fields: string[] = [],
	headers?: Record<string, string>,
): Answer {
	const message: Message = { level: 'error', type, text, fields };
	return { status, json: { meta: {}, items: [], messages: [message] }, headers };
}

export const badParameter = (text: string, fields: string[] = []): Answer =>
	problem(400, 'InvalidParameterException', text, fields);

export const notFound = (): Answer =>
	problem(404, 'NotFoundException', 'The requested resource was not found.');

/** The refusal of a body whose shape nobody has documented. */
export const unverified = (what: string): Answer =>
	problem(
		422,
		'UnverifiedRequestException',
		`The vendor does not document the request body of ${what}. This simulator accepts a guessed ` +
			'one only with its switch allowUnverified on.',
	);

/** The list envelope around already rendered records. */
export function envelope(version: number, nowS: number, items: unknown[], status = 200): Answer {
	return {
		status,
		json: { meta: meta(version, nowS, onePage(items.length)), items, messages: [] },
	};
}
