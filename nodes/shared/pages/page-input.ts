import type { PageRole } from '../../../core/desk/allowed-actions';
import type { ClinicProfile } from '../../../core/profile/clinic-profile';
import type { Specialist } from '../../../core/profile/specialist';
import type { Ask } from '../../../core/referral/asks';
import type { ReferralEvent } from '../../../core/referral/events';
import type { NextStep } from '../../../core/referral/next-step';
import type { ReferralState } from '../../../core/referral/state';

/** A file that can be opened from a page; without `url` it is only named. */
export interface PageFile {
	name: string;
	kind: string;
	size: number;
	sha256: string;
	url?: string;
}

/** What the last posted form came to, shown at the top of the page. */
export interface Flash {
	kind: 'done' | 'refused';
	message: string;
	hint?: string;
	/** What was done; its own words are used instead of `message` where it has any. */
	action?: string;
	/** Code of the refusal: `missing_<field>` and `bad_<field>` lead to the field. */
	code?: string;
}

/** Everything a case page shows. Times are ISO UTC. */
export interface CasePageInput {
	role: PageRole;
	state: ReferralState;
	/** For the history; left out, the page has none. */
	events?: readonly ReferralEvent[];
	asks: readonly Ask[];
	next?: NextStep;
	clinic: ClinicProfile;
	/** The directory entry of the case: phones, time zone, booking. */
	specialist?: Specialist;
	/** For the Release page. */
	directory?: readonly Specialist[];
	/** Files of the packet. */
	files: readonly PageFile[];
	reportFiles: readonly PageFile[];
	/** Files the clinic sent with an answer to the hospital. */
	answerFiles?: readonly PageFile[];
	/** Where forms post to: the address of the page itself, with its token. */
	action: string;
	/** A new random number for every rendering. */
	nonce: string;
	flash?: Flash;
	/** The posted fields after a refusal, so that nothing has to be typed twice. */
	fields?: Readonly<Record<string, string | undefined>>;
	now: string;
}
