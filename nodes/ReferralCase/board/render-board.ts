import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { boardRows, cursorText, exportSize } from '../../../core/board/board-query';
import type { Summary } from '../../../core/metrics/summary';
import type { ClinicProfile } from '../../../core/profile/clinic-profile';
import { caseUrl, doorUrl, readDesk, type Desk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';
import { pageHeaders } from '../../shared/page-headers';
import { renderBoard } from '../../shared/pages/board';
import { casesCsv, figuresCsv } from '../../shared/pages/board-csv';
import type { BoardFrame, BoardView } from '../../shared/pages/board-input';
import { renderCalls } from '../../shared/pages/calls';
import { renderReport } from '../../shared/pages/report';
import { boardTextsFor } from '../../shared/pages/texts/board-texts';
import { sendPage } from '../desk/reply';
import { directoryOf, readRequest } from '../desk/request';
import { frameClinic, rowsIn, settingsOf, shownProfiles, wishOf, type BoardWish } from './around';
import { callReadingSize, callsAmong } from './calls';
import { mergedFigures } from './figures';

/** Addresses of the board with the token of the request. */
const addresses =
	(desk: Desk, token: string): BoardView['url'] =>
	(filter, { view, after, of } = {}) => {
		const query = new URLSearchParams({ t: token });
		const parts = { ...filter, view, of, after: after && cursorText(after) };
		for (const [name, value] of Object.entries(parts)) if (value) query.set(name, value);
		return `${doorUrl(desk, 'board')}?${query.toString()}`;
	};

function nameOf(
	{ clinics, filter }: BoardWish,
	profiles: ReadonlyMap<string, ClinicProfile>,
	clinic: ClinicProfile,
): string {
	const words = boardTextsFor(clinic.language);
	if (filter.clinic || (clinics !== 'all' && clinics.length === 1)) return clinic.name;
	return clinics === 'all' ? words.all : `${profiles.size} ${words.clinics}`;
}

/** Answers with what the link's holder asked for: board, calls, reports, or a file. */
export async function showBoard(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const request = readRequest(this);
	const wish = wishOf(request);
	const now = nowIso();
	const desk = await readDesk(this);
	const settings = settingsOf(this);
	const profiles = shownProfiles(this, wish.clinics);
	const clinic = frameClinic(profiles, wish);
	const frame: BoardFrame = {
		now,
		clinic,
		title: nameOf(wish, profiles, clinic),
		heartbeatAt: settings.find(({ key }) => key === 'heartbeat')?.value || undefined,
		view: {
			filter: wish.filter,
			after: wish.after,
			url: addresses(desk, request.token),
			choices: {
				clinics: [...profiles].map(([id, { name }]) => [id, name] as const),
				hospitals: [...new Set(directoryOf(this).map(({ hospital }) => hospital))].sort(),
			},
		},
	};
	const shown = wish.filter.clinic ? [wish.filter.clinic] : wish.clinics;
	const summary = mergedFigures(settings, shown);
	const cases = await answer(this, desk, wish, frame, summary);
	return [[{ json: { view: wish.view, cases }, pairedItem: { item: 0 } }]];
}

/** Sends the view; gives the number of cases in it. */
async function answer(
	execution: IExecuteFunctions,
	desk: Desk,
	wish: BoardWish,
	frame: BoardFrame,
	summary: Summary | undefined,
): Promise<number> {
	const { now, clinic, heartbeatAt } = frame;
	const rows = rowsIn(execution, wish.clinics);
	const nowSeconds = Math.floor(Date.parse(now) / 1000);
	const linkOf = (row: { id: number; caseId: string; specialistId: string; linkVersion: number }) =>
		caseUrl(desk, row, row.specialistId === '' ? 'release' : 'clinic', nowSeconds);
	switch (wish.view) {
		case 'report':
			await sendPage(execution, renderReport({ ...frame, summary }));
			return 0;
		case 'calls': {
			const calls = callsAmong(execution, rows, now);
			const byId = new Map(rows.map((row) => [row.id, row]));
			const links = ({ rowId }: { rowId: number }): string | undefined => {
				const row = byId.get(rowId);
				return row && linkOf(row);
			};
			const partly = rows.length >= callReadingSize;
			await sendPage(execution, renderCalls({ ...frame, calls, links, partly }));
			return calls.length;
		}
		case 'csv': {
			const some = boardRows(rows, wish.filter).slice(0, exportSize);
			const text =
				wish.of === 'figures'
					? figuresCsv(summary, now, clinic.language, heartbeatAt)
					: casesCsv(some, now, clinic.language);
			await sendFile(execution, `referral-${wish.of}-${now.slice(0, 10)}.csv`, text);
			return some.length;
		}
		case 'board': {
			const counted = summary && { ...summary.open, asOf: summary.asOf };
			await sendPage(execution, renderBoard({ ...frame, rows, links: linkOf, counted }));
			return rows.length;
		}
	}
}

const sendFile = async (
	execution: Pick<IExecuteFunctions, 'sendResponse'>,
	name: string,
	body: string,
): Promise<void> =>
	await execution.sendResponse({
		body,
		headers: {
			...pageHeaders,
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}"`,
		},
		statusCode: 200,
	});
