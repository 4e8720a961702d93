import { commandsFor, type PageRole } from '../../../../core/desk/actions';
import { clinicProfileSchema } from '../../../../core/profile/clinic-profile';
import { specialistSchema } from '../../../../core/profile/specialist';
import { decideAll, type Command } from '../../../../core/referral/decide';
import type {
	ActorRole,
	CaseFile,
	EventData,
	EventType,
	ReferralEvent,
} from '../../../../core/referral/events';
import { foldEvents } from '../../../../core/referral/evolve';
import {
	noHandover,
	noLease,
	noWake,
	project,
	type CaseRow,
	type Projected,
} from '../../../../core/referral/row';
import type { ReferralState } from '../../../../core/referral/state';
import type { Refusal, Result } from '../../../../core/result';

export const caseId = 'REF-0123456789ab';
/** A Monday, 9:30 in New York. */
export const start = '2026-11-23T14:30:00.000Z';

export const clinic = clinicProfileSchema.parse({
	id: 'sample-clinic',
	name: 'Sample Street Veterinary Clinic',
	phone: '+1 555 0100',
	email: 'desk@sample-street.example.com',
	timeZone: 'America/New_York',
	mode: 'live',
});

export const heart = specialistSchema.parse({
	id: 'heart',
	hospital: 'Example Animal Hospital',
	service: 'Heart service',
	specialty: 'cardiology',
	channel: 'webhook',
	inboundUrl: 'https://hospital.example.com/referrals',
	phone: '+1 555 0200',
	address: '1 Example Way, Sampletown',
	directionsUrl: 'https://hospital.example.com/directions',
	timeZone: 'America/Chicago',
});

/** Another service of the same specialty, with somebody on call at night. */
export const otherHeart = specialistSchema.parse({
	...heart,
	id: 'other-heart',
	hospital: 'Second Sample Hospital',
	service: 'Cardiology',
	phone: '+1 555 0400',
	onCallPhone: '+1 555 0401',
});

export const directory = [heart, otherHeart];

export const patient = {
	pimsId: '77',
	name: 'Biscuit',
	species: 'Dog',
	breed: 'Beagle',
	sex: 'female, spayed',
	dateOfBirth: '2017-04-02',
	weightKg: 12.4,
	microchip: '985112345678900',
};
export const owner = {
	name: 'Olive Owner',
	phone: '+1 555 0300',
	email: 'olive@example.com',
	language: 'en',
};
export const file: CaseFile = {
	name: 'thorax.pdf',
	kind: 'radiograph',
	mimeType: 'application/pdf',
	size: 2_400_000,
	sha256: 'a'.repeat(64),
};
export const reportFile: CaseFile = {
	...file,
	name: 'report.pdf',
	kind: 'specialist_report',
	sha256: 'b'.repeat(64),
};

/** A complete Release form as a browser posts it. */
export const releaseFields: Record<string, string> = {
	action: 'release',
	specialistId: 'heart',
	urgency: 'urgent',
	reasonForUrgency: 'Coughs at night since Friday',
	clinicalQuestion: 'Is this heart failure, and which treatment do you advise?',
	reason: 'Murmur 4/6, cough for two weeks',
	noteApproved: 'yes',
	consentShare: 'yes',
	consentBy: 'Olive Owner',
	consentHow: 'In the consulting room',
	contactSms: 'yes',
	preferredChannel: 'sms',
	name: 'Dr Vera Sample',
	role: 'Vet',
};

/** One case in memory: forms and events go through the real decisions and the real fold. */
export class ACase {
	events: ReferralEvent[] = [];
	now = start;
	private clicks = 0;

	constructor() {
		this.happens('referral.created', {
			source: {
				pims: 'webhook',
				eventId: '1',
				version: '1',
				patientId: patient.pimsId,
				vetName: 'Dr Vera Sample',
				text: '#refer cardiology, murmur',
			},
			clinicId: clinic.id,
			patientName: patient.name,
		});
	}

	get state(): ReferralState {
		return foldEvents(caseId, this.events);
	}

	get known(): Set<string> {
		return new Set(this.events.map((event) => event.id));
	}

	/** Moves the clock of the case. */
	later(hours: number): this {
		this.now = new Date(Date.parse(this.now) + hours * 3_600_000).toISOString();
		return this;
	}

	take(commands: readonly Command[]): Result<ReferralEvent[]> {
		const decided = decideAll(this.state, commands, this.now, this.known);
		if (decided.ok) this.events.push(...decided.value);
		return decided;
	}

	/** Something the workflow itself records, or that somebody says. */
	happens<T extends EventType>(type: T, data: EventData[T], role: ActorRole = 'system'): this {
		this.later(0.01);
		const taken = this.take([{ type, data, actor: { role, via: 'workflow' } }]);
		if (!taken.ok) throw new Error(`${type}: ${taken.refusal.message}`);
		return this;
	}

	/** Posts a form; gives the refusal, or the types of the events it led to. */
	posts(
		role: PageRole,
		fields: Record<string, string>,
		more: { nonce?: string; files?: CaseFile[] } = {},
	): { refusal?: Refusal; types?: string[] } {
		this.clicks += 1;
		this.later(0.01);
		const commands = commandsFor(role, fields, this.state, {
			now: this.now,
			specialists: directory,
			nonce: more.nonce ?? `nonce-${this.clicks}`,
			files: more.files,
			known: this.known,
			timeZone: clinic.timeZone,
		});
		if (!commands.ok) return { refusal: commands.refusal };
		const taken = this.take(commands.value);
		return taken.ok
			? { types: taken.value.map((event) => event.type) }
			: { refusal: taken.refusal };
	}

	row(id = 1): CaseRow {
		return { id, ...this.projected().columns };
	}

	projected(): Projected {
		return project(
			caseId,
			this.events,
			{ ...noWake, ...noLease, ...noHandover, version: 1, linkVersion: 1 },
			{
				deadlines: clinic.deadlines,
				clinicCalendar: clinic,
				hospitalCalendar: heart,
				clinic,
				now: this.now,
			},
		);
	}

	released(): this {
		const posted = this.posts('release', releaseFields);
		if (posted.refusal) throw new Error(posted.refusal.message);
		return this;
	}

	sent(): this {
		return this.released().onItsWay();
	}

	/** Built, sent and received. */
	onItsWay(): this {
		return this.happens('packet.built', {
			packetVersion: 1,
			patient,
			owner,
			vetName: 'Dr Vera Sample',
			files: [file],
			manifestSha256: 'c'.repeat(64),
			gaps: [],
		})
			.happens('referral.sending', { deliveryId: 'd1', channel: 'webhook' })
			.happens('transport.delivered', { deliveryId: 'd1', channel: 'webhook', reference: 'EX-1' });
	}

	accepted(): this {
		const posted = this.sent().posts('specialist', {
			action: 'accept',
			name: 'Dr Hugo Heart',
			role: 'Cardiologist',
			slot1: '2026-11-25T10:00',
			slot2: '2026-11-26T15:30',
			instructions: 'No food after midnight.',
		});
		if (posted.refusal) throw new Error(posted.refusal.message);
		return this;
	}

	booked(): this {
		this.accepted();
		const slot = this.state.decision.offeredSlots[0]?.start ?? '';
		this.posts('owner', { action: 'pick_slot', slot });
		this.posts('specialist', {
			action: 'set_appointment',
			start: '2026-11-25T10:00',
			name: 'Fay Frontdesk',
		});
		return this;
	}

	reported(): this {
		this.booked().later(72);
		const posted = this.posts(
			'specialist',
			{
				action: 'send_report',
				name: 'Dr Hugo Heart',
				role: 'Cardiologist',
				text: 'Stage B2. Start treatment.',
				recheckInDays: '14',
				recheckWhere: 'referrer',
			},
			{ files: [reportFile] },
		);
		if (posted.refusal) throw new Error(posted.refusal.message);
		return this;
	}

	filed(): this {
		return this.reported()
			.happens('report.filing', { version: 1 })
			.happens('report.filed', { version: 1, refs: [{ kind: 'attachment', id: '9' }] })
			.happens('followup.scheduling', { version: 1 })
			.happens('followup.created', {
				version: 1,
				items: [
					{
						key: 'recheck-1',
						kind: 'recheck',
						title: 'Recheck in 14 days',
						status: 'created',
						ref: '12',
					},
					{ key: 'med-1', kind: 'medication', title: 'Refill the medicine', status: 'task' },
				],
			});
	}
}
