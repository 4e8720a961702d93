import { renderTouch } from '../outreach/render-touch';
import type { ClinicProfile } from '../profile/clinic-profile';
import type { ReferralState } from '../referral/state';
import { noticesOf } from './notices';
import { ownerMessage } from './owner-message';

/** What a held effect would do, for the person who lets it go. */
export interface EffectPreview {
	kind: 'send' | 'touch' | 'notice' | 'file' | 'follow_up';
	/** Whom it would reach. */
	to: string;
	/** What would be said, line by line; no addresses of pages, which are made when it leaves. */
	lines: string[];
}

/** Stands where the message will carry the owner's own link; the page shows words instead. */
const linkToCome = 'https://link.invalid/';
const linkWords = '(link of the owner)';

const hospitalOf = ({ release }: ReferralState): string =>
	[release?.specialist.hospital, release?.specialist.service].filter(Boolean).join(', ');

function touchPreview(state: ReferralState, number: number, clinic: ClinicProfile): EffectPreview {
	const { owner } = state;
	const rendered = renderTouch(ownerMessage(state, number, clinic, linkToCome));
	const to = [owner?.name, owner?.phone, owner?.email].filter(Boolean).join(', ');
	return {
		kind: 'touch',
		to,
		lines: [
			rendered.ok ? rendered.value.sms.replace(linkToCome, linkWords) : rendered.refusal.message,
		],
	};
}

/**
 * What an effect that trial mode keeps in would do. Effects are named as in `mayLeave`; an unknown name
 * shows no lines.
 */
export function previewOf(
	state: ReferralState,
	effect: string,
	clinic: ClinicProfile,
): EffectPreview {
	const [kind = '', ...rest] = effect.split(':');
	const which = rest.join(':');
	const { release, packet, reports } = state;
	if (kind === 'touch') return touchPreview(state, Number(which), clinic);
	if (kind === 'notice') {
		const notice = noticesOf(state).find(({ noticeId }) => noticeId === which);
		const said = Object.values(notice?.data ?? {}).filter((value) => typeof value === 'string');
		return {
			kind: 'notice',
			to: hospitalOf(state),
			lines: [...(notice ? [notice.type.replace(/[._]/g, ' ')] : []), ...said],
		};
	}
	if (kind === 'file' || kind === 'follow_up') {
		const report = reports.find(({ version }) => version === Number(which));
		const plan = (report?.report.plan ?? []).map(({ what }) => what);
		const files = (report?.files ?? []).map(({ name }) => name);
		return { kind, to: state.patient?.name ?? '', lines: kind === 'file' ? files : plan };
	}
	return {
		kind: 'send',
		to: hospitalOf(state),
		lines: [
			...(release ? [release.clinicalQuestion] : []),
			...(packet?.files ?? []).map(({ name }) => name),
		],
	};
}
