import type { Mode } from '../referral/mode';
import { isWritten, type SettingsWrite } from './changes';
import {
	kindOf,
	overtakenPage,
	type SetupPage,
	type SetupRequest,
	type SetupView,
} from './page-state';
import type { SetupTables } from './stored';

const modeWords: Record<Mode, string> = {
	live: 'is live: everything leaves as it is due',
	shadow: 'is in shadow: nothing leaves without a person',
	paused: 'is paused: nothing leaves',
};

function savedMessage(
	request: SetupRequest,
	writes: readonly SettingsWrite[],
	tables: SetupTables,
): string {
	const [first] = writes;
	if (request.fields.action === 'set_mode' && first) {
		const clinic = tables.clinics.find(({ key }) => key === first.key);
		const mode = clinic?.value?.mode;
		if (mode) return `${clinic?.value?.name ?? first.key} ${modeWords[mode]}.`;
	}
	if (request.fields.action === 'pause_all') return `Paused: ${writes.length}. Nothing leaves now.`;
	if (request.fields.action === 'resume_all') return `Resumed: ${writes.length}.`;
	if (request.fields.action === 'import') return `Imported: ${writes.length}.`;
	return `Saved as version ${first?.version ?? 1}. It counts from now on, for open cases too.`;
}

/**
 * What the page says once the writes were tried and the tables read again. A write that somebody else
 * overtook is told, with both texts.
 */
export function afterSave(
	request: SetupRequest,
	writes: readonly SettingsWrite[],
	tables: SetupTables,
): SetupPage {
	const lost = writes.filter((write) => !isWritten(write, tables[write.table]));
	const { action } = request.fields;
	const isForm = action === 'save' || action === 'save_json';
	const view: SetupView = isForm ? request.view : action === 'import' ? 'move' : 'home';
	const id = isForm ? (writes[0]?.key ?? request.id) : '';
	if (lost.length === 0) {
		return { view, id, flash: { kind: 'done', message: savedMessage(request, writes, tables) } };
	}
	if (isForm) {
		const kind = kindOf(view, tables);
		const now = kind.rows.find(({ key }) => key === id);
		if (now) return overtakenPage({ ...request, id }, kind, now);
	}
	return {
		view,
		id,
		flash: {
			kind: 'warn',
			message: `Somebody else saved at the same moment: ${lost.map(({ key }) => key).join(', ')} was not changed.`,
			hint: 'Look at it and try again.',
		},
	};
}
