import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

/** A check is for people who wait for a page: what does not answer by then counts as silent. */
const patienceMs = 8_000;

export interface Called {
	/** 0 when there was no answer. */
	status: number;
	body: unknown;
	date?: string;
	reason?: string;
}

/** One GET without credentials; every status is an answer, and silence is one too. */
export async function call(execution: IExecuteFunctions, url: string): Promise<Called> {
	try {
		const answer = (await execution.helpers.httpRequest({
			method: 'GET',
			url,
			timeout: patienceMs,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			encoding: 'text',
		})) as IN8nHttpFullResponse;
		const { date } = answer.headers as { date?: unknown };
		return {
			status: answer.statusCode,
			body: answer.body,
			...(typeof date === 'string' ? { date } : {}),
		};
	} catch (error) {
		const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
		return { status: 0, body: '', reason: String(code ?? cause?.code ?? 'no answer') };
	}
}
