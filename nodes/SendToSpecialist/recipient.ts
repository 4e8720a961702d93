import type { IExecuteFunctions } from 'n8n-workflow';
import { channelOf } from '../../connectors/specialist/index';
import type { ReplyAddress, SpecialistChannel } from '../../connectors/specialist/specialist';
import { checkDeskSecret, hospitalSecret } from '../../core/links/secrets';
import type { ClinicProfile } from '../../core/profile/clinic-profile';
import type { Specialist } from '../../core/profile/specialist';
import { stateOf, type CaseRow } from '../../core/referral/row';
import type { ReferralState } from '../../core/referral/state';
import { caseUrl, doorUrl, readDesk, type Desk } from '../shared/desk-credential';
import { nowIso } from '../shared/ledger';
import { readProfile, readRow, readSpecialist } from '../shared/read-row';
import { refused, valueOf } from '../shared/refusal';
import { httpFor } from '../shared/transport';

/** Everything a message to the hospital needs, read once for an item. */
export interface Recipient {
	row: CaseRow;
	state: ReferralState;
	clinic: ClinicProfile;
	specialist: Specialist;
	reply: ReplyAddress;
	channel(attached: boolean): SpecialistChannel;
}

function usableDesk(execution: IExecuteFunctions, desk: Desk, itemIndex: number): Desk {
	valueOf(execution, checkDeskSecret(desk.secret), itemIndex);
	if (URL.canParse(desk.publicUrl)) return desk;
	return refused(
		execution,
		{
			code: 'public_url_missing',
			message: 'The public address of this n8n is not set',
			hint: "Set 'Public Address' in the Referral Desk API credential; the hospital answers there.",
		},
		itemIndex,
	);
}

/** Reads row, profile, directory entry and credential; what cannot be used stops the node. */
export async function readRecipient(
	execution: IExecuteFunctions,
	itemIndex: number,
): Promise<Recipient> {
	const row = readRow(execution, itemIndex);
	const clinic = readProfile(execution, itemIndex);
	const specialist = readSpecialist(execution, itemIndex);
	if (!specialist || (row.specialistId !== '' && row.specialistId !== specialist.id)) {
		return refused(
			execution,
			{
				code: 'specialist_mismatch',
				message: 'This is not the specialist the case was released to',
				hint: "Set 'Specialist' to the directory entry that the case row names.",
			},
			itemIndex,
		);
	}
	const desk = usableDesk(execution, await readDesk(execution), itemIndex);
	const { id } = specialist;
	const nowSeconds = Math.floor(Date.parse(nowIso()) / 1000);
	const tools = {
		http: httpFor(execution, itemIndex),
		secret: hospitalSecret(desk.secret, id),
		now: nowIso,
	};
	return {
		row,
		state: stateOf(row),
		clinic,
		specialist,
		reply: {
			eventsUrl: `${doorUrl(desk, 'events')}?specialist=${encodeURIComponent(id)}`,
			pageUrl: caseUrl(desk, row, 'specialist', nowSeconds, id),
			specialistId: id,
		},
		channel: (attached) =>
			valueOf(execution, channelOf(specialist, { ...tools, attached }), itemIndex),
	};
}
