import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { PageRole } from '../../../core/desk/allowed-actions';
import { signPageNonce } from '../../../core/links/page-nonce';
import type { ClinicProfile } from '../../../core/profile/clinic-profile';
import type { Specialist } from '../../../core/profile/specialist';
import { asksOf, visibleAsks } from '../../../core/referral/asks';
import { signCaseLink } from '../../../core/links/case-link';
import type { CaseFile } from '../../../core/referral/events';
import { nextStep } from '../../../core/referral/next-step';
import { readEvents, type CaseRow } from '../../../core/referral/row';
import { foldEvents } from '../../../core/referral/evolve';
import { latestReport } from '../../../core/referral/state';
import { fileAsBinary } from '../../shared/binary';
import { doorUrl, readDesk, type Desk } from '../../shared/desk-credential';
import { stepContext } from '../../shared/ledger';
import { renderCasePage } from '../../shared/pages/case-page';
import type { Flash, PageFile } from '../../shared/pages/page-input';
import type { DeskRequest } from './request';

/** Long enough to read a page and fetch a large study, short enough that a saved page is no archive. */
const fileLinkLife = '12h';

const linked = (execution: IExecuteFunctions, files: readonly CaseFile[]): PageFile[] =>
	files.map((file) => ({
		name: file.name,
		kind: file.kind,
		size: file.size,
		sha256: file.sha256,
		url: file.ref ? execution.helpers.createBinarySignedUrl(fileAsBinary(file), fileLinkLife) : '',
	}));

/** Whoever has just withdrawn all links goes on with a new one; nobody else is given any. */
function tokenFor({ link, token }: DeskRequest, row: CaseRow, desk: Desk): string {
	if (!link || link.role !== 'clinic' || link.linkVersion === row.linkVersion) return token;
	return signCaseLink({ ...link, linkVersion: row.linkVersion }, desk.keys);
}

/** The page of a case as its reader may see it now. */
export async function caseHtml(
	execution: IExecuteFunctions,
	request: DeskRequest,
	row: CaseRow,
	around: { clinic: ClinicProfile; specialist?: Specialist; directory: Specialist[]; now: string },
	flash?: Flash,
): Promise<string> {
	const { clinic, specialist, directory, now } = around;
	const events = readEvents(row);
	const state = foldEvents(row.caseId, events);
	const context = stepContext(state, clinic, specialist, now);
	const role = request.link?.role as PageRole;
	// The newest answer first.
	const answerFiles = state.answers.toReversed().flatMap(({ files }) => files);
	const seesFiles = role === 'specialist' || role === 'clinic';
	const desk = await readDesk(execution);
	const token = tokenFor(request, row, desk);
	return renderCasePage({
		role,
		state,
		events,
		asks: visibleAsks(asksOf(state, context), now),
		next: nextStep(state, context),
		clinic,
		specialist,
		directory,
		files: seesFiles ? linked(execution, state.packet?.keptFiles ?? state.packet?.files ?? []) : [],
		reportFiles: role === 'clinic' ? linked(execution, latestReport(state)?.files ?? []) : [],
		answerFiles: seesFiles ? linked(execution, answerFiles) : [],
		action: `${doorUrl(desk, 'case')}?t=${encodeURIComponent(token)}`,
		nonce: signPageNonce(randomBytes(12).toString('hex'), token, desk.keys),
		flash: flash && { ...flash, action: request.fields?.action },
		fields: flash?.kind === 'refused' ? request.fields : undefined,
		now,
	});
}
