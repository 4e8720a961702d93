import { caseLink, cases, fixture, reportFor, typesOf } from '../../../scripts/demo/loop.mts';
import type { LedgerRow } from '../../../scripts/demo/loop.mts';
import { openPage, releaseFields } from '../../../scripts/demo/pages.mts';
import type { CaseName } from '../../../scripts/demo/play.mts';
import type { World } from '../../../scripts/demo/world.mts';
import { hospitalOf, post, specialistOf } from '../acting.mts';
import { linkFacts, linkTo, mailsAbout, textsAbout } from '../counts.mts';

/** What people do in a loop without detours, in this order; `sendAnyway` where records are missing. */
export type Deed =
	| 'release'
	| 'sendAnyway'
	| 'ack'
	| 'accept'
	| 'book'
	| 'schedule'
	| 'seen'
	| 'report'
	| 'close';

const staff = { name: 'Dr Vera Sample' };

/** A page that lost its connection says nothing; the person opens it again and looks. */
async function submit(url: string, action: string, fields: Record<string, string>): Promise<void> {
	const { status, html } = await openPage(url);
	if (status !== 200) throw new Error(`The page was answered ${status}.`);
	if (!html.includes(`name="action" value="${action}"`)) return;
	const nonce = /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';
	const answer = await post(url, new URLSearchParams({ nonce, action, ...fields }));
	if (answer.status !== 200) throw new Error(`"${action}" was answered ${answer.status}.`);
}

/**
 * Vet, hospital and owner of one referral. They act on what they see: their mails, texts, pages and
 * worklist; whoever gets no answer tries again.
 */
export function peopleOf(world: World, name: CaseName, caseIdOf: () => string | undefined) {
	const hospital = hospitalOf(world, name);
	const specialistId = specialistOf(name);
	const { clinicalQuestion } = fixture(name);
	const done = new Set<Deed>();
	let under: Promise<void> | undefined;

	const rowOf = async (caseId: string): Promise<LedgerRow | undefined> =>
		(await cases(world, caseId)).sort((a, b) => a.id - b.id)[0];

	/** The newest link for a role in the mails about the case; the token says the role by one letter. */
	const mailed = (caseId: string, role: 'r' | 'c'): string | undefined =>
		mailsAbout(world, caseId)
			.map(({ text }) => linkTo(text, caseId))
			.filter((link) => link !== undefined && linkFacts(link).role === role)
			.pop();

	const atHospital = async (caseId: string, action: string, data = {}): Promise<void> => {
		const event = await hospital.act(caseId, action, data);
		if (event.outcome !== 'delivered')
			throw new Error(
				`"${action}" of the hospital was ${event.outcome}: ${event.attempts.at(-1)?.answer}`,
			);
	};

	/** What is to be done now, if anything. */
	async function due(caseId: string): Promise<[Deed, () => Promise<void>] | undefined> {
		const referral = hospital.referrals().find((one) => one.caseId === caseId);
		const is = (deed: Deed): boolean => done.has(deed);
		if (!is('release')) {
			const link = mailed(caseId, 'r');
			const fields = releaseFields(specialistId, { clinicalQuestion });
			return link ? ['release', async () => await submit(link, 'release', fields)] : undefined;
		}
		if (!referral) {
			const link = is('sendAnyway') ? undefined : mailed(caseId, 'c');
			if (!link) return undefined;
			const reason = 'Urine and chest films are done at the hospital.';
			return ['sendAnyway', async () => await submit(link, 'send_anyway', { reason, ...staff })];
		}
		if (!is('ack')) return ['ack', async () => await atHospital(caseId, 'ack')];
		if (!is('accept')) return ['accept', async () => await atHospital(caseId, 'accept')];
		if (!is('book')) {
			const text = textsAbout(world, caseId).pop()?.body;
			const link = text && linkTo(text, caseId);
			const slot = String(
				(referral.offeredSlots[0] as { start?: string } | undefined)?.start ?? '',
			);
			return link ? ['book', async () => await submit(link, 'pick_slot', { slot })] : undefined;
		}
		if (!is('schedule')) {
			return referral.appointmentRequest
				? ['schedule', async () => await atHospital(caseId, 'schedule')]
				: undefined;
		}
		if (!is('seen')) return ['seen', async () => await atHospital(caseId, 'seen')];
		if (!is('report')) {
			const data = { report: reportFor(name, caseId) };
			return ['report', async () => await atHospital(caseId, 'report', data)];
		}
		const row = await rowOf(caseId);
		const isArranged = row !== undefined && typesOf(row).includes('followup.created');
		if (is('close') || !row || !isArranged) return undefined;
		const fields = { ...staff, answered: 'yes', tasksLeft: 'yes' };
		return [
			'close',
			async () => await submit(caseLink(world, row, 'clinic'), 'read_and_close', fields),
		];
	}

	return {
		done,
		rowOf,
		/** Begins what is due now; nothing while somebody is still at it. Gives what was begun. */
		act: async (): Promise<Deed | undefined> => {
			const caseId = caseIdOf();
			if (under || !caseId) return undefined;
			const todo = await due(caseId);
			if (!todo) return undefined;
			const [deed, begin] = todo;
			under = begin()
				.then(() => void done.add(deed))
				// Nobody answered, or not as expected: the next look decides.
				.catch(() => undefined)
				.finally(() => (under = undefined));
			return deed;
		},
		busy: () => under !== undefined,
	};
}

export type People = ReturnType<typeof peopleOf>;
