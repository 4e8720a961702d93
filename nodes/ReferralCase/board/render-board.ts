import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { defaultClinicProfile } from '../../../core/profile/clinic-profile';
import type { CaseRow } from '../../../core/referral/row';
import { caseUrl, doorUrl, readDesk, type Desk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';
import { renderBoard, type BoardView } from '../../shared/pages/board';
import { clinicAmong, readRequest, type DeskRequest } from '../desk/request';
import { sendPage } from '../desk/reply';

/** Filters and page as the address of the board carries them. */
function boardView(request: DeskRequest, desk: Desk): BoardView {
	const { owes, urgency, text, page } = request.filters ?? {};
	return {
		filter: { owes, urgency, text },
		page: Math.max(1, Number.parseInt(page ?? '1', 10) || 1),
		url: (filter, number) => {
			const query = new URLSearchParams({ t: request.token, page: String(number) });
			for (const [name, value] of Object.entries(filter)) if (value) query.set(name, String(value));
			return `${doorUrl(desk, 'board')}?${query.toString()}`;
		},
	};
}

/** Shows the board of a clinic: the open cases that the Data Table node before read. */
export async function showBoard(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const request = readRequest(this);
	const clinicId = request.clinicId ?? '';
	const now = nowIso();
	const nowSeconds = Math.floor(Date.parse(now) / 1000);
	const desk = await readDesk(this);
	const rows = this.getInputData()
		.map((item) => item.json as unknown as CaseRow)
		.filter((row) => Number(row.id) > 0 && row.clinicId === clinicId);
	const html = renderBoard({
		rows,
		now,
		clinic: clinicAmong(this, clinicId) ?? defaultClinicProfile(clinicId),
		heartbeatAt: String(this.getNodeParameter('heartbeatAt', 0, '')) || undefined,
		links: (row) => caseUrl(desk, row, row.specialistId === '' ? 'release' : 'clinic', nowSeconds),
		view: boardView(request, desk),
	});
	await sendPage(this, html);
	return [[{ json: { clinicId, cases: rows.length }, pairedItem: { item: 0 } }]];
}
