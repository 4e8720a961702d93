import { waitFor } from '../../test/support/wait-for.mts';
import { act, linkIn } from './pages.mts';
import {
	caseLink,
	fixture,
	markAndRelease,
	reportFor,
	typesOf,
	untilCase,
	type LedgerRow,
} from './loop.mts';
import { services } from './clinic.mts';
import type { World } from './world.mts';

export const caseNames = ['cardiology', 'oncology', 'surgery'] as const;
export type CaseName = (typeof caseNames)[number];

/** The owner opens the link in the text and takes the first time offered. */
export async function ownerBooks(world: World, row: LedgerRow): Promise<void> {
	const { owner } = fixture('cardiology') as unknown as { owner: { phone: string } };
	const text = await waitFor(
		async () => {
			const last = world.phone
				.messages()
				.filter((message) => /vet-referral\/case/.test(message.body))
				.pop();
			if (!last) throw new Error(`no text has come to ${owner.phone} yet`);
			return last.body;
		},
		'the text to the owner',
		30_000,
	);
	const link = linkIn(text);
	const fresh = await untilCase(world, 'the offered times', (entry) => entry.caseId === row.caseId);
	const slots = JSON.parse(fresh.events) as Array<{
		type: string;
		data: { offeredSlots?: Array<{ start: string }> };
	}>;
	const offered =
		slots.filter(({ type }) => type === 'decision.accepted').pop()?.data.offeredSlots ?? [];
	const answer = await act(link, 'pick_slot', { slot: offered[0]?.start ?? '' });
	if (answer.status !== 200) throw new Error(`Booking was answered ${answer.status}`);
}

/** What a page says above its forms, for a message. */
const flashOf = (html: string): string =>
	(/class="flash[^>]*>(.*?)<\/div>/s.exec(html)?.[1] ?? html.slice(0, 300)).replace(
		/<[^>]+>/g,
		' ',
	);

export interface PlayOptions {
	name?: CaseName;
	say?: (what: string) => void;
	release?: Record<string, string>;
}

/** Plays vet, hospital and owner once through the whole loop; gives the closed case. */
export async function playLoop(world: World, options: PlayOptions = {}): Promise<LedgerRow> {
	const { name = 'cardiology', say = () => undefined, release } = options;
	const specialty = fixture(name).specialty;
	const service = services.find((entry) => entry.specialty === specialty);
	const hospital = world.hospitals[service?.id ?? ''];
	if (!hospital) throw new Error(`No hospital for ${specialty}.`);
	say('vet: refers in ezyVet and releases the case on the page');
	const released = await markAndRelease(world, name, release);
	const { caseId } = released;
	const at = async (what: string, type: string): Promise<LedgerRow> =>
		await untilCase(world, what, (row) => typesOf(row).includes(type), 45_000, caseId);
	await at('the packet at the hospital', 'transport.delivered');
	say('hospital: acknowledges and accepts with three times');
	await hospital.act(caseId, 'ack');
	await hospital.act(caseId, 'accept');
	say('owner: gets a text and books');
	await at('the text to the owner', 'outreach.sent');
	await ownerBooks(world, released);
	await at('the wish at the hospital', 'notice.sent');
	say('hospital: confirms the time, sees the patient, sends the report');
	await hospital.act(caseId, 'schedule');
	await hospital.act(caseId, 'seen');
	await hospital.act(caseId, 'report', { report: reportFor(name, caseId) });
	await at('the report in the record', 'report.filed');
	const arranged = await at('the follow-up', 'followup.created');
	say('vet: reads the report and closes the case');
	const link = caseLink(world, arranged, 'clinic');
	const closed = await act(link, 'read_and_close', {
		name: 'Dr Vera Sample',
		answered: 'yes',
		tasksLeft: 'yes',
		reason: 'Report read, recheck and medication arranged.',
	});
	if (closed.status !== 200)
		throw new Error(`Closing was answered ${closed.status}: ${flashOf(closed.html)}`);
	return await untilCase(world, 'the closed case', (row) => row.phase === 'closed', 30_000, caseId);
}
