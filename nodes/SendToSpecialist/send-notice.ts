import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SendOutcome } from '../../connectors/specialist/specialist';
import { openNotices, type HospitalNotice } from '../../core/desk/notices';
import type { CaseFile } from '../../core/referral/events';
import { mayLeave } from '../../core/referral/mode';
import type { ReferralState } from '../../core/referral/state';
import type { Refusal } from '../../core/result';
import type { IExecuteResult } from '../shared/items';
import { failed, handOff, outputs, sent } from './outputs';
import { readRecipient, type Recipient } from './recipient';
import { sentFiles } from './sent-files';

const notLive = (mode: string): Refusal => ({
	code: `mode_${mode}`,
	message: `The clinic is in ${mode} mode, so the hospital was not told.`,
	hint:
		mode === 'shadow'
			? 'Let it go on the case page, or call the hospital.'
			: 'Set the clinic to live, or call the hospital.',
});

/** The files that came with the answer a notice is about. */
const answerFiles = ({ answers, decision }: ReferralState): readonly CaseFile[] =>
	answers.find(({ at }) => at === decision.answeredAt)?.files ?? [];

async function tell(
	execution: IExecuteFunctions,
	recipient: Recipient,
	notice: HospitalNotice,
): Promise<SendOutcome> {
	const { row, state, clinic, reply } = recipient;
	if (!mayLeave(state, clinic.mode, `notice:${notice.noticeId}`)) {
		return { status: 'failed', refusal: notLive(clinic.mode), isFinal: true };
	}
	const { owner } = state;
	return await recipient.channel(false).tell({
		...notice,
		...(notice.type === 'info.supplied' ? { files: sentFiles(execution, answerFiles(state)) } : {}),
		caseId: row.caseId,
		urgency: state.urgency,
		owner: { name: owner?.name ?? 'the owner', ...(owner?.phone ? { phone: owner.phone } : {}) },
		clinic: { name: clinic.name, ...(clinic.phone ? { phone: clinic.phone } : {}) },
		patient: state.patient?.name ?? 'the patient',
		reply,
	});
}

function told(
	{ noticeId, type }: HospitalNotice,
	attempt: number,
	outcome: SendOutcome,
): IDataObject {
	if (outcome.status !== 'failed') {
		const commands = [{ type: 'notice.sent', key: noticeId, data: { noticeId, type } }];
		return outcome.status === 'handOff' ? { mail: { ...outcome.mail }, commands } : { commands };
	}
	const { message, hint } = outcome.refusal;
	const data = { noticeId, type, message, hint };
	return {
		message,
		hint,
		commands: [{ type: 'notice.failed', key: `${noticeId}.${attempt}`, data }],
	};
}

const outputOf = { delivered: sent, handOff, failed };

/** Tells the hospital what the ledger holds an intent for: a wished time, an answer, a cancellation. */
export async function sendNotice(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<IExecuteResult> {
	const recipient = await readRecipient(this, itemIndex);
	const { row, state } = recipient;
	const wanted = String(this.getNodeParameter('noticeId', itemIndex, '') ?? '');
	const open = openNotices(state).filter(({ noticeId }) => wanted === '' || noticeId === wanted);
	const result: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
	const leave = (output: number, json: IDataObject): void => {
		result[output]?.push({
			json: { rowId: row.id, caseId: row.caseId, ...json },
			pairedItem: { item: itemIndex },
		});
	};
	if (open.length === 0) {
		leave(failed, { commands: [], message: 'The ledger holds no notice to send now.' });
	}
	for (const notice of open) {
		const { noticeId, type } = notice;
		const outcome = await tell(this, recipient, notice);
		const attempt = state.notices.find((one) => one.noticeId === noticeId)?.attempts ?? 1;
		leave(outputOf[outcome.status], { noticeId, type, ...told(notice, attempt, outcome) });
	}
	return result;
}
