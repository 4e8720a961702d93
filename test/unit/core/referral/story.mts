import type { OwnerContact } from '../../../../core/outreach/owner-contact';
import { clinicProfileSchema } from '../../../../core/profile/clinic-profile';
import { asksOf, type Ask } from '../../../../core/referral/asks';
import { decideAll, type Command } from '../../../../core/referral/decide';
import type {
	ActorRole,
	EventData,
	EventType,
	ReferralEvent,
} from '../../../../core/referral/events';
import { foldEvents } from '../../../../core/referral/evolve';
import { nextStep, type NextStep, type StepContext } from '../../../../core/referral/next-step';
import { phaseOf } from '../../../../core/referral/phase';
import type { Phase } from '../../../../core/referral/phases';
import { noHandover, noLease, noWake, project, type CaseRow } from '../../../../core/referral/row';
import type { ReferralState } from '../../../../core/referral/state';
import type { Result } from '../../../../core/result';

export const caseId = 'REF-0123456789ab';
/** A Monday, 9:30 in New York. */
export const monday = '2026-11-23T14:30:00.000Z';

export const clinic = clinicProfileSchema.parse({
	id: 'sample-clinic',
	name: 'Sample Street Veterinary Clinic',
	phone: '+1 555 0100',
	email: 'desk@sample-street.example.com',
	timeZone: 'America/New_York',
	mode: 'live',
});

export const owner: OwnerContact = {
	name: 'Olive Owner',
	phone: '+15550300',
	language: 'en',
	preferredChannel: 'sms',
	smsConsent: { given: true },
	emailAllowed: false,
	optedOut: [],
};

export const createdData: EventData['referral.created'] = {
	source: { pims: 'webhook', eventId: '1', version: '1', patientId: '77' },
	clinicId: clinic.id,
	patientName: 'Biscuit',
};
export const releaseData: EventData['release.given'] = {
	specialistId: 'heart',
	specialist: {
		id: 'heart',
		hospital: 'Example Animal Hospital',
		service: 'Heart service',
		specialty: 'cardiology',
		channel: 'webhook',
	},
	urgency: 'routine',
	clinicalQuestion: 'Is this heart failure?',
	reason: 'Murmur 4/6',
	noteApproved: true,
	consent: { share: true, by: 'Olive Owner', at: monday, how: 'spoken' },
	contact: { hospital: true, sms: true },
	supplement: {},
	overrides: [],
	by: { name: 'Dr Vera Sample', role: 'vet' },
};
const patient = { pimsId: '77', name: 'Biscuit' };
const file = {
	name: 'thorax.pdf',
	kind: 'radiograph',
	mimeType: 'application/pdf',
	size: 9,
	sha256: 'a'.repeat(64),
};
export const packetData: EventData['packet.built'] = {
	packetVersion: 1,
	patient,
	owner: { name: 'Olive Owner', phone: '+15550300' },
	files: [file],
	manifestSha256: 'c'.repeat(64),
	gaps: [],
};
export const incompleteData: EventData['packet.incomplete'] = {
	gaps: [{ field: 'exam', label: 'Physical exam', level: 'required', howToFix: 'Write it' }],
	patient,
};
export const failure = { code: 'refused', message: 'It did not work', hint: 'Try again' };
export const delivery = { deliveryId: `${caseId}/d1`, channel: 'webhook' };
export const reportData = (hash = 'h1'): EventData['report.final'] => ({
	report: { caseId, kind: 'final', patient: { name: 'Biscuit' } } as never,
	files: [{ ...file, kind: 'report' }],
	contentHash: hash,
});
export const visitStart = '2026-11-30T15:00:00.000Z';

/** The next free instant: every decision of a story has a time of its own. */
const later = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString();

export interface Saying {
	role?: ActorRole;
	key?: string;
	at?: string;
}

const systemTypes =
	/^(release\.asked|packet|referral\.se|transport|outreach\.[sfhe]|effect\.held|notice|files|report\.(fil|aw|needs)|followup\.(s|cr)|timer|alert|person\.asked)/;
const clinicTypes =
	/^(referral\.created|release\.given|retry|gap|info\.supplied|referral\.resend|redirect\.c|report\.(read|review|rej)|question|followup\.done|person\.settled|case|urgency|cancel\.(req|wi)|outreach\.[pr]|owner\.called|hospital|deceased|links|effect\.app|note)/;
const ownerTypes = /^(owner\.(replied|opted|call_)|appt\.requested|visit\.claimed)/;

/** Who usually says it. */
export function usualRole(type: EventType): ActorRole {
	if (systemTypes.test(type)) return 'system';
	if (clinicTypes.test(type) || type === 'owner.unreachable') return 'referrer';
	return ownerTypes.test(type) ? 'owner' : 'specialist';
}

/** One case in memory, told event by event through the real decisions and the real fold. */
export class Story {
	events: ReferralEvent[] = [];
	now = monday;

	get state(): ReferralState {
		return foldEvents(caseId, this.events);
	}

	get phase(): Phase {
		return phaseOf(this.state);
	}

	get known(): Set<string> {
		return new Set(this.events.map(({ id }) => id));
	}

	get context(): StepContext {
		return {
			now: this.now,
			clinic,
			deadlines: clinic.deadlines,
			clinicCalendar: clinic,
			owner: { ...owner, optedOut: this.state.outreach.optedOut as never },
		};
	}

	get asks(): Ask[] {
		return asksOf(this.state, this.context);
	}

	get keys(): string[] {
		return this.asks.map(({ key }) => key);
	}

	get next(): NextStep {
		return nextStep(this.state, this.context);
	}

	copy(): Story {
		const copy = new Story();
		copy.events = [...this.events];
		copy.now = this.now;
		return copy;
	}

	after(hours: number): this {
		this.now = later(this.now, hours * 3_600_000);
		return this;
	}

	command<T extends EventType>(type: T, data: EventData[T], saying: Saying = {}): Command {
		const { role = usualRole(type), ...more } = saying;
		return { type, data, actor: { role, name: 'A Person', via: 'page' }, ...more };
	}

	/** Says something; gives what was decided, and takes the events. */
	tries<T extends EventType>(
		type: T,
		data: EventData[T],
		saying?: Saying,
	): Result<ReferralEvent[]> {
		this.now = later(this.now, 1000);
		const command = this.command(type, data, saying);
		const decided = decideAll(this.state, [command], this.now, this.known);
		if (decided.ok) this.events.push(...decided.value);
		return decided;
	}

	says<T extends EventType>(type: T, data: EventData[T], saying?: Saying): this {
		const decided = this.tries(type, data, saying);
		if (!decided.ok) throw new Error(`${type}: ${decided.refusal.message}`);
		return this;
	}

	row(id = 7): CaseRow {
		const kept = { ...noWake, ...noLease, ...noHandover, version: 3, linkVersion: 1 };
		return { id, ...project(caseId, this.events, kept, this.context).columns };
	}
}

export const opened = (): Story => new Story().says('referral.created', createdData);
export const released = (more: Partial<EventData['release.given']> = {}): Story =>
	opened().says('release.given', { ...releaseData, ...more });
export const built = (more = {}): Story => released(more).says('packet.built', packetData);
export const sending = (more = {}): Story => built(more).says('referral.sending', delivery);
export const delivered = (more = {}): Story => sending(more).says('transport.delivered', delivery);
export const acknowledged = (more = {}): Story => delivered(more).says('ack.received', {});
export const accepted = (more = {}): Story => delivered(more).says('decision.accepted', {});
export const asked = (more = {}): Story =>
	accepted(more).says('appt.requested', { slot: { start: visitStart } });
export const booked = (more = {}): Story =>
	accepted(more).says('appt.scheduled', { appointment: { start: visitStart } });
export const seen = (more = {}): Story => booked(more).says('visit.started', {});
export const reported = (more = {}): Story => seen(more).says('report.final', reportData());
export const filed = (more = {}): Story =>
	reported(more)
		.says('report.filing', { version: 1 })
		.says('report.filed', { version: 1, refs: [] });
export const arranged = (more = {}): Story =>
	filed(more)
		.says('followup.scheduling', { version: 1 })
		.says('followup.created', {
			version: 1,
			items: [{ key: 't1', kind: 'medication', title: 'Refill', status: 'task' }],
		});
export const closed = (more = {}): Story =>
	arranged(more)
		.says('followup.done', { key: 't1' })
		.says('case.closed', { outcome: 'closed', reason: 'read' });
export const declined = (): Story =>
	delivered().says('decision.declined', { reason: 'no capacity' });
export const cancelling = (): Story =>
	delivered().says('cancel.requested', { reason: 'moved away' });
export const cancelled = (): Story => cancelling().says('cancel.confirmed', {});
export const ended = (
	outcome: EventData['case.closed']['outcome'],
	from: () => Story = accepted,
): Story => from().says('case.closed', { outcome, reason: 'a reason' });
