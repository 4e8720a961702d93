import { caseLink, eventsOf, fixture, type LedgerRow } from '../../scripts/demo/loop.mts';
import { openPage } from '../../scripts/demo/pages.mts';
import type { CaseName } from '../../scripts/demo/play.mts';
import type { World } from '../../scripts/demo/world.mts';
import { hospitalOf, onToTheEnd, ownerLink, sent, specialistOf, until } from './acting.mts';
import { effectsOf, entriesOf, filedFiles, sentReport } from './counts.mts';
import { stage } from './stage.mts';

const { check } = stage();
const names: CaseName[] = ['cardiology', 'oncology', 'surgery'];
const closed = new Map<CaseName, LedgerRow>();

const closedCase = (name: CaseName): LedgerRow => {
	const row = closed.get(name);
	if (!row) throw new Error(`The ${name} case was not closed.`);
	return row;
};

/** Names of the four milestones a page shows as reached. */
const reached = (page: string): string[] =>
	[...page.matchAll(/<li class="done"[^>]*><strong>✓ (\w+)<\/strong>/g)].map(
		([, name]) => name ?? '',
	);

/** The follow-up as the ledger holds it: what became of each item. */
const followUp = (row: LedgerRow) =>
	eventsOf(row)
		.filter(({ type }) => type === 'followup.created')
		.pop()?.data.items as Array<{
		kind: string;
		status: string;
		title: string;
	}>;

/** Words of the case that an owner never reads on a page: diagnoses, findings, the vet's question. */
function clinicalWords(name: CaseName): string[] {
	const { report, clinicalQuestion } = fixture(name);
	const { diagnoses, answers, medications } = report as {
		diagnoses: Array<{ text: string }>;
		answers: Array<{ answer: string }>;
		medications: Array<{ name: string }>;
	};
	return [
		clinicalQuestion,
		...diagnoses.map(({ text }) => text),
		...answers.map(({ answer }) => answer),
		...medications.map((entry) => entry.name),
	];
}

async function goesRound(world: World, name: CaseName): Promise<void> {
	const { animalId, expected } = fixture(name) as ReturnType<typeof fixture> & {
		expected: { files: { total: number; dicom: number } };
	};
	const caseId = await sent(world, name);
	const row = await onToTheEnd(world, name, caseId);
	closed.set(name, row);
	const hospital = hospitalOf(world, name);
	const sha256 = sentReport(world, specialistOf(name), caseId);

	expect(row.phase).toBe('closed');
	expect(effectsOf(world, specialistOf(name), caseId, sha256)).toEqual({
		packets: 1,
		texts: 1,
		filed: 1,
	});
	expect(filedFiles(world, sha256, caseId)).toEqual([{ animalId, isMarked: true }]);
	expect(entriesOf(world, caseId, 'report').communications).toMatchObject([
		{ animal_id: animalId, status: 'Done' },
	]);

	await hospital.idle();
	const [referral] = hospital.referrals();
	const files = referral?.files ?? [];
	expect(files.map(({ status }) => status)).toEqual(files.map(() => 'verified'));
	const dicom = files.filter(({ file }) => file.mimeType === 'application/dicom');
	expect(dicom).toHaveLength(expected.files.dicom);
	expect(files.length).toBeGreaterThan(expected.files.total);
	expect(referral?.manifestOk).toBe(true);
	const { badSignatures, badBodies, checksumFailures, downloadFailures, duplicates } = hospital.log;
	expect({ badSignatures, badBodies, checksumFailures, downloadFailures, duplicates }).toEqual({
		badSignatures: 0,
		badBodies: 0,
		checksumFailures: 0,
		downloadFailures: 0,
		duplicates: 0,
	});
}

check(
	'a cardiology referral goes round the loop: one packet, one text, one filed report',
	async (world) => await goesRound(world, 'cardiology'),
);

check(
	'an oncology referral goes round the loop: one packet, one text, one filed report',
	async (world) => await goesRound(world, 'oncology'),
);

check(
	'a surgery referral goes round the loop: one packet, one text, one filed report',
	async (world) => await goesRound(world, 'surgery'),
);

for (const name of names) {
	check(`what the ${name} report states becomes appointments, entries and tasks`, async (world) => {
		const row = closedCase(name);
		const { animalId } = fixture(name);
		const written = entriesOf(world, row.caseId, 'followup');
		const items = followUp(row);
		const booked = items.filter(({ status }) => status === 'created');
		const unconfirmed = 1;
		expect(booked.length).toBeGreaterThan(0);
		expect(written.appointments).toHaveLength(booked.length);
		for (const appointment of written.appointments) {
			expect(appointment).toMatchObject({ animal_id: animalId, status_id: unconfirmed });
		}
		const starts = items.filter(({ kind }) => kind === 'medication_start');
		expect(starts.length).toBeGreaterThan(0);
		expect(starts.map(({ status }) => status)).toEqual(starts.map(() => 'task'));
		for (const { title } of starts) {
			const subject = expect.stringContaining(title) as string;
			const entries = written.communications.filter((entry) =>
				String(entry.subject).includes(title),
			);
			expect(entries).toMatchObject([{ subject, status: 'Done', animal_id: animalId }]);
		}
		expect(items.filter(({ status }) => status === 'failed')).toEqual([]);
		expect(world.ezyvet.outbound).toEqual([]);
	});
}

check("the clinic's page shows referred, scheduled, seen and reported", async (world) => {
	const page = await openPage(caseLink(world, closedCase('cardiology'), 'clinic'));
	expect(page.status).toBe(200);
	expect(reached(page.html)).toEqual(['Referred', 'Scheduled', 'Seen', 'Reported']);
});

check("the owner's page shows the same four and no clinical word", async (world) => {
	for (const name of names) {
		const page = await openPage(await ownerLink(world, closedCase(name).caseId));
		expect(page.status).toBe(200);
		expect(reached(page.html)).toEqual(['Referred', 'Scheduled', 'Seen', 'Reported']);
		for (const word of clinicalWords(name)) expect(page.html).not.toContain(word);
	}
});

check('no text to an owner and no mail carries a clinical word', async (world) => {
	const outside = [
		...world.phone.messages().map(({ body }) => body),
		...world.mail.messages().map(({ subject, text, html }) => `${subject}\n${text}\n${html}`),
	];
	expect(outside.length).toBeGreaterThan(3);
	for (const name of names) {
		const words = clinicalWords(name).filter((word) => outside.some((text) => text.includes(word)));
		expect({ name, words }).toEqual({ name, words: [] });
	}
});

check('the files of packet and report are kept once, each in a run that waits', async (world) => {
	for (const name of names) {
		const { caseId } = closedCase(name);
		const row = await until(world, caseId, 'files.kept', 2);
		const kept = eventsOf(row).filter(({ type }) => type === 'files.kept');
		expect(kept.map(({ data }) => data.of).sort()).toEqual(['packet', 'report']);
	}
	const waiting = await world.n8n.executions({
		workflowId: world.workflows['case-files.json'],
		status: 'waiting',
	});
	expect(waiting).toHaveLength(2 * names.length);
});
