import type { PageRole } from '../../../core/desk/actions';
import { visibleAsks } from '../../../core/referral/asks';
import { specialistSchema } from '../../../core/profile/specialist';
import type { CaseFile } from '../../../core/referral/events';
import type { CasePageInput, PageFile } from '../../../nodes/shared/pages/page-input';
import { type ACase, clinic, directory, heart } from '../core/desk/a-case.mts';

const filesOf = (files: readonly CaseFile[]): PageFile[] =>
	files.map(({ name, kind, size, sha256 }) => ({
		name,
		kind,
		size,
		sha256,
		url: 'https://desk.example.com/binary?t=1',
	}));

/** What the shell hands to a page, for a case in memory. */
export function pageOf(
	aCase: ACase,
	role: PageRole,
	more: Partial<CasePageInput> = {},
): CasePageInput {
	const { state, asks, next } = aCase.projected();
	return {
		role,
		state,
		events: aCase.events,
		asks: visibleAsks(asks, aCase.now),
		next,
		clinic,
		specialist: specialistSchema.parse(heart),
		directory,
		files: filesOf(state.packet?.files ?? []),
		reportFiles: filesOf(state.reports.at(-1)?.files ?? []),
		action: 'https://desk.example.com/webhook/case?t=token',
		nonce: 'nonce',
		now: aCase.now,
		...more,
	};
}
