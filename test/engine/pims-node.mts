import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { runNode, type ItemInput } from '../support/engine.mts';

/** Runs the PIMS node alone, over some items. */
export async function runPims(
	parameters: IDataObject,
	credentials: Record<string, ICredentialDataDecryptedObject> = {},
	items: ItemInput[] = [{}],
	more: IDataObject = {},
) {
	return await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.pims',
			name: 'PIMS',
			parameters: parameters as never,
			...more,
		},
		credentials,
		items,
	});
}

/** A choice in a picker, as n8n stores it. */
export const picked = (value: string, mode: 'list' | 'id' | 'url' = 'id') => ({
	__rl: true,
	mode,
	value,
});
