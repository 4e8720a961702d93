import type { ActResult } from '../../../core/desk/worklist-acts';
import type { WorklistAction, WorklistGroup } from '../../../core/desk/worklist';

/** Words of the hospital worklist, English. */
export const worklistTexts = {
	title: 'Hospital worklist',
	open: 'open referrals',
	asked: 'wait for you',
	groups: {
		emergency: 'Emergencies',
		acknowledge: 'Acknowledge',
		decide: 'Accept or decline',
		book: 'Confirm or book the visit',
		visit: 'Did the visit take place?',
		report: 'Send the report or a note',
		cancel: 'Confirm the cancellation',
		answer: 'Answer',
		ahead: 'Visits ahead',
		waiting: 'Nothing asked of you now',
	} satisfies Record<WorklistGroup, string>,
	actions: {
		acknowledge: 'Acknowledge: we have it',
		mark_seen: 'The patient was seen',
	} satisfies Record<WorklistAction, string>,
	statuses: {
		done: 'Done',
		already: 'Already so',
		changed: 'Changed meanwhile',
		impossible: 'Not possible',
	} satisfies Record<ActResult['status'], string>,
	clinic: 'Referring clinic',
	service: 'Service',
	search: 'Patient, owner, clinic or case number',
	empty: 'No open referrals here.',
	tick: 'Tick',
	tickAll: 'Tick all',
	toForm: 'Mark the ticked cases',
	formTitle: 'Mark the ticked cases',
	formHelp: 'Everything else is done on the page of the case: open it by its name.',
	what: 'What do you want to record?',
	record: 'Record for all ticked cases',
	result: 'What became of the ticked cases',
	visit: 'Visit',
};
