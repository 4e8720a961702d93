import type { Specialist } from '../../core/profile/specialist';
import { ok, refuse, type Result } from '../../core/result';
import type { Http } from '../http';
import { createMessageChannel } from './message';
import type { SpecialistChannel } from './specialist';
import { createWebhookChannel } from './webhook';

/** What the shell provides to every channel. */
export interface ChannelTools {
	http: Http;
	/** The webhook secret of this directory entry. */
	secret: string;
	/** For a mail: whether its files are attached to it. */
	attached: boolean;
	now: () => string;
}

type Create = (specialist: Specialist, tools: ChannelTools) => Result<SpecialistChannel>;

const missing = (what: string) =>
	refuse(
		'directory_entry_incomplete',
		`The directory entry of this service has no ${what}.`,
		'Complete the entry in the specialist directory.',
	);

/** Every way to a hospital the pack knows. A new one is a file beside this one and a line here. */
const channels: Partial<Record<Specialist['channel'], Create>> = {
	webhook: ({ inboundUrl }, { http, secret, now }) =>
		inboundUrl
			? ok(createWebhookChannel({ http, inboundUrl, secret, now }))
			: missing('inbound address'),
	email: ({ email, timeZone, mail }, { attached }) =>
		email
			? ok(createMessageChannel({ email, attached, timeZone, digest: mail === 'digest' }))
			: missing('e-mail address'),
};

/** The channel of a directory entry; refuses `channel_unsupported` for one this version lacks. */
export function channelOf(specialist: Specialist, tools: ChannelTools): Result<SpecialistChannel> {
	const create = channels[specialist.channel];
	if (create) return create(specialist, tools);
	return refuse(
		'channel_unsupported',
		`This version of the pack cannot send by ${specialist.channel}.`,
		"Set the channel of the directory entry to 'webhook' or 'email'.",
	);
}
