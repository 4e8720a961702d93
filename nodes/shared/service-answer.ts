import { NodeOperationError, type IDataObject } from 'n8n-workflow';
import type { Result } from '../../core/result';

/** What an outside system is to the set-up checks. */
export type Service = 'texts' | 'pims';

/**
 * Asks a system whether it works and gives the answer as data, a failure too: on the set-up page a
 * missing credential is a finding, not an error of the workflow.
 */
export async function serviceAnswer(
	service: Service,
	ask: () => Promise<Result<{ who?: string; timeZone?: string; date?: string }>>,
): Promise<IDataObject> {
	try {
		const got = await ask();
		if (got.ok) return { service, ok: true, ...got.value };
		const { message, hint } = got.refusal;
		return { service, ok: false, message, hint };
	} catch (error) {
		const { message } = error as Error;
		const hint = error instanceof NodeOperationError ? (error.description ?? '') : '';
		return {
			service,
			ok: false,
			message,
			hint: hint || 'Choose a working credential in the node that asks.',
		};
	}
}
