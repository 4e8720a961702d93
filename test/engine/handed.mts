import { createHash } from 'node:crypto';
import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CaseRow } from '../../core/referral/row';
import { runNode, storeBinary } from '../support/engine.mts';
import { clinicProfile, specialist } from './cases.mts';

const clinic = clinicProfile();
export const to = specialist({ needs: { required: [] } });
export const history = '%PDF-1.7 history of Biscuit\n%%EOF\n';
export const sha256 = (bytes: string): string => createHash('sha256').update(bytes).digest('hex');
export const vet = { role: 'referrer', name: 'Dr Vera Sample', via: 'page' } as const;

export const handed = {
	eventId: 'mark-77',
	markedAt: '2026-11-22T12:00:00Z',
	text: 'cardiology please',
	patient: { id: '1001', name: 'Biscuit', species: 'dog', sex: 'male', dateOfBirth: '2017-05-01' },
	owner: {
		id: '88',
		name: 'Olive Owner',
		contactPoints: [{ kind: 'mobile', value: '+12025550188' }],
	},
	notes: [{ id: 'n1', kind: 'history', at: '2026-11-20T10:00:00Z', text: 'Coughs daily.' }],
	medications: [{ id: 'm1', name: 'Pimobendan 2.5 mg', active: true }],
	documents: [
		{
			id: 'd1',
			name: 'History.pdf',
			mimeType: 'application/pdf',
			sha256: sha256(history),
		},
	],
};
export const marked = (more: IDataObject = {}): IDataObject => ({
	pims: 'cornerstone',
	eventId: handed.eventId,
	version: '1',
	patientId: handed.patient.id,
	patientName: handed.patient.name,
	clinicId: 'oak',
	case: handed as never,
	...more,
});

export const run = async (
	type: string,
	parameters: object,
	items: Array<INodeExecutionData | IDataObject>,
	executionId = '41',
) =>
	await runNode({
		node: {
			name: 'Node',
			type: `n8n-nodes-vet-referral.${type}`,
			parameters: {
				clinicProfile: JSON.stringify(clinic),
				specialist: JSON.stringify(to),
				...parameters,
			} as never,
		},
		items,
		executionId,
	});

export async function opened(
	json: IDataObject = marked(),
	files: string[] = [history],
): Promise<CaseRow> {
	const binary: IBinaryKeyData = {};
	for (const [index, text] of files.entries()) {
		const meta = { fileName: 'History.pdf', mimeType: 'application/pdf' };
		binary[`file_${index}`] = await storeBinary(text, meta);
	}
	const parameters = { resource: 'case', operation: 'open', referral: '={{ $json }}' };
	const result = await run('referralCase', parameters, [{ json, binary }]);
	expect(result.error).toBeUndefined();
	const [columns] = result.json('Node');
	return { id: 7, ...columns } as unknown as CaseRow;
}
