import type { CheckGroup } from '../../../core/setup/checks';
import type { SetupPage, SetupView } from '../../../core/setup/page-state';
import type { SetupTables } from '../../../core/setup/stored';

/** Everything a set-up page shows. Times are ISO UTC. */
export interface SetupPageInput {
	page: SetupPage;
	tables: SetupTables;
	/** Address of a page of the set-up, with its token. */
	url: (view: SetupView, id?: string) => string;
	now: string;
	/** Only on the page of the checks. */
	checks?: CheckGroup[];
	/** The webhook secret of a hospital service; `undefined` while the desk has no usable secret. */
	webhookSecret: (specialistId: string) => string | undefined;
	/** When the link this page was opened with ends. */
	linkEnds: string;
}
