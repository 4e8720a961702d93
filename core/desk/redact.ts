import type { Release, Urgency } from '../packet/release';
import type { OwnerSnapshot, PatientSnapshot, Slot } from '../referral/events';
import { milestonesOf, phaseOf } from '../referral/phase';
import type { Milestone, Phase } from '../referral/phases';
import { currentAppointment, type Appointment, type ReferralState } from '../referral/state';
import type { PageRole } from './allowed-actions';
import { openClaims, type Claim } from './claims';

/** Where the visit is: all that an owner needs to get there. */
export interface HospitalView {
	hospital: string;
	service: string;
	specialty: string;
	phone?: string;
	address?: string;
	clinician?: string;
}

/** What everybody with a link to the case may know. */
export interface CommonView {
	caseId: string;
	phase: Phase;
	patientName: string;
	hospital?: HospitalView;
	milestones: Record<Milestone, string | undefined>;
	appointment?: Pick<
		Appointment,
		'status' | 'start' | 'end' | 'clinician' | 'location' | 'claimed'
	>;
	offeredSlots: Slot[];
	bookingUrl?: string;
	/** What the hospital wants the owner to know before the visit. */
	instructions?: string;
	cancelled: boolean;
	deceased: boolean;
}

export interface OwnerView extends CommonView {
	role: 'owner';
	ownerName: string;
	messagesStopped: boolean;
	callRequested: boolean;
	/** The owner said that the visit took place, and the hospital has not yet. */
	saidVisited: boolean;
}

/** What the hospital gets to see: what the packet says, and what it said itself. */
export interface SpecialistView extends CommonView {
	role: 'specialist';
	urgency: Urgency;
	owner?: Pick<OwnerSnapshot, 'name' | 'phone' | 'email' | 'language'>;
	patient?: PatientSnapshot;
	release?: Pick<
		Release,
		'clinicalQuestion' | 'reason' | 'reasonForUrgency' | 'supplement' | 'contact' | 'by'
	>;
	vetName?: string;
	gaps: Array<{ label: string }>;
	/** Second-hand facts about the hospital; who said them only by side. */
	claims: Array<Pick<Claim, 'kind' | 'says' | 'when'> & { side: Claim['by']['role'] }>;
	question?: { question: string; answer?: string };
	declineReason?: string;
	cancelReason?: string;
	seenAt?: string;
	reports: Array<{ version: number; at: string; amended: boolean }>;
}

export interface ClinicView extends Omit<SpecialistView, 'role'> {
	role: 'clinic' | 'release';
	state: ReferralState;
}

export type CaseView = OwnerView | SpecialistView | ClinicView;

/**
 * Cuts the case down to what a role may see, before anything is rendered: the owner's view carries no
 * clinical text at all, the hospital's none of the clinic's own notes, texts and filing.
 */
export function viewFor(state: ReferralState, role: 'owner'): OwnerView;
export function viewFor(state: ReferralState, role: 'specialist'): SpecialistView;
export function viewFor(state: ReferralState, role: 'clinic' | 'release'): ClinicView;
export function viewFor(state: ReferralState, role: PageRole): CaseView {
	const common = commonView(state);
	if (role === 'owner') {
		return {
			...common,
			role,
			ownerName: state.owner?.name ?? '',
			messagesStopped: state.outreach.optedOut.length > 0,
			callRequested: state.outreach.callRequestedAt !== undefined,
			saidVisited: state.visitClaimed !== undefined && state.seenAt === undefined,
		};
	}
	const specialist: SpecialistView = { ...common, ...packetView(state), role: 'specialist' };
	return role === 'specialist' ? specialist : { ...specialist, role, state };
}

function commonView(state: ReferralState): CommonView {
	const { release, decision } = state;
	const appointment = currentAppointment(state);
	return {
		caseId: state.caseId,
		phase: phaseOf(state),
		patientName: state.patient?.name ?? state.created?.data.patientName ?? '',
		...(release ? { hospital: hospitalView(release.specialist) } : {}),
		milestones: milestonesOf(state),
		...(appointment
			? {
					appointment: {
						status: appointment.status,
						start: appointment.start,
						end: appointment.end,
						clinician: appointment.clinician,
						location: appointment.location,
						...(appointment.claimed ? { claimed: true } : {}),
					},
				}
			: {}),
		offeredSlots: decision.offeredSlots,
		bookingUrl: decision.bookingUrl ?? release?.specialist.bookingUrl,
		instructions: decision.instructions,
		cancelled: state.cancellation !== undefined,
		deceased: state.deceasedAt !== undefined,
	};
}

const hospitalView = (entry: HospitalView): HospitalView => ({
	hospital: entry.hospital,
	service: entry.service,
	specialty: entry.specialty,
	phone: entry.phone,
	address: entry.address,
	clinician: entry.clinician,
});

function packetView(state: ReferralState): Omit<SpecialistView, keyof CommonView | 'role'> {
	const { release, owner, decision } = state;
	return {
		urgency: state.urgency,
		...(owner
			? {
					owner: {
						name: owner.name,
						phone: owner.phone,
						email: owner.email,
						language: owner.language,
					},
				}
			: {}),
		...(state.patient ? { patient: state.patient } : {}),
		...(release
			? {
					release: {
						clinicalQuestion: release.clinicalQuestion,
						reason: release.reason,
						reasonForUrgency: release.reasonForUrgency,
						supplement: release.supplement,
						contact: release.contact,
						by: release.by,
					},
				}
			: {}),
		vetName: state.vetName,
		gaps: (state.packet?.gaps ?? []).map((gap) => ({ label: gap.label })),
		claims: openClaims(state).map(({ kind, says, when, by }) => ({
			kind,
			says,
			when,
			side: by.role,
		})),
		...(decision.question === undefined
			? {}
			: { question: { question: decision.question, answer: decision.answer } }),
		declineReason: decision.status === 'declined' ? decision.reason : undefined,
		cancelReason: state.cancellation?.reason,
		seenAt: state.seenAt,
		reports: state.reports.map(({ version, at, amended }) => ({ version, at, amended })),
	};
}
