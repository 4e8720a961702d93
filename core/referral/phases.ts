/** The phases people see (domain names); derived from the lanes, never stored as truth. */
export const phases = [
	'draft',
	'ready',
	'sent',
	'delivered',
	'acknowledged',
	'info_needed',
	'accepted',
	'declined',
	'scheduled',
	'appt_cancelled',
	'no_show',
	'seen',
	'reported',
	'filed',
	'cancel_requested',
	'closed',
	'closed_no_visit',
	'cancelled',
	'declined_final',
	'redirected',
	'deceased',
	'error',
] as const;

export type Phase = (typeof phases)[number];

/** Phases in which nothing is owed any more; late evidence is still recorded. */
export const terminalPhases: readonly Phase[] = [
	'closed',
	'closed_no_visit',
	'cancelled',
	'declined_final',
	'redirected',
	'deceased',
	'error',
];

export const isTerminal = (phase: Phase): boolean => terminalPhases.includes(phase);

/** The four words both clinics and the owner know: referred, scheduled, seen, reported. */
export type Milestone = 'referred' | 'scheduled' | 'seen' | 'reported';

export const milestones: readonly Milestone[] = ['referred', 'scheduled', 'seen', 'reported'];
