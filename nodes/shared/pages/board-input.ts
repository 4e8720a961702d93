import type { BoardFilter, Cursor } from '../../../core/board/board-query';
import type { ClinicProfile } from '../../../core/profile/clinic-profile';
import type { CaseRow } from '../../../core/referral/row';

export const boardViews = ['board', 'calls', 'report', 'csv'] as const;
export type BoardViewName = (typeof boardViews)[number];

/** What an address of the board can ask for beside the filter. */
export interface BoardPlace {
	view?: BoardViewName;
	after?: Cursor;
	/** What the file holds; the cases when left out. */
	of?: 'cases' | 'figures';
}

export interface BoardView {
	filter?: BoardFilter;
	after?: Cursor;
	/** Address of the board itself for a filter and a place, with its token. */
	url: (filter: BoardFilter, place?: BoardPlace) => string;
	/** What can be chosen in the filter; a choice of one is none. */
	choices?: {
		clinics: ReadonlyArray<readonly [id: string, name: string]>;
		hospitals: readonly string[];
	};
}

/** What all pages of a board share. */
export interface BoardFrame {
	now: string;
	/** The clinic of the link, or the first of several: its language and time zone are the page's. */
	clinic: ClinicProfile;
	/** Name of what is shown; the clinic's own when left out. */
	title?: string;
	/** Last sign of life of the Watch workflow; left out when there has been none. */
	heartbeatAt?: string;
	view?: BoardView;
}

export interface BoardInput extends BoardFrame {
	/** Open cases as the tables gave them: one more of each group or page than is shown. */
	rows: readonly CaseRow[];
	/** Address of the case page of a row; undefined for a row without one. */
	links: (row: CaseRow) => string | undefined;
	/** All open cases, when they were counted last; needed where not all are read. */
	counted?: { all: number; overdue: number; byOwes: Record<string, number>; asOf: string };
}
