import { services } from '../../scripts/demo/clinic.mts';
import {
	caseLink,
	eventsOf,
	fixture,
	pollNow,
	reportFor,
	typesOf,
	untilCase,
	cases,
	type LedgerRow,
} from '../../scripts/demo/loop.mts';
import { act, openPage, releaseFields, type PostedPage } from '../../scripts/demo/pages.mts';
import type { CaseName } from '../../scripts/demo/play.mts';
import type { World } from '../../scripts/demo/world.mts';
import axios from 'axios';
import { waitFor } from '../support/wait-for.mts';
import { linkTo, mailsAbout, textsAbout } from './counts.mts';

export const specialistOf = (name: CaseName): string =>
	services.find(({ specialty }) => specialty === name)?.id ?? '';

export function hospitalOf(world: World, name: CaseName) {
	const hospital = world.hospitals[specialistOf(name)];
	if (!hospital) throw new Error(`There is no hospital for ${name}.`);
	return hospital;
}

/** Waits until this case has an event of a type. */
export const until = async (
	world: World,
	caseId: string,
	type: string,
	times = 1,
): Promise<LedgerRow> =>
	await untilCase(
		world,
		`${type} of ${caseId}`,
		(row) => typesOf(row).filter((entry) => entry === type).length >= times,
		60_000,
		caseId,
	);

export async function rowOf(world: World, caseId: string): Promise<LedgerRow> {
	const [row] = await cases(world, caseId);
	if (!row) throw new Error(`The ledger has no case ${caseId}.`);
	return row;
}

/** The case that a mark in this consult opened. */
export const caseOfConsult = async (world: World, consultId: number): Promise<LedgerRow> =>
	await untilCase(world, `the case of consult ${consultId}`, (row) =>
		eventsOf(row).some(
			({ type, data }) =>
				type === 'referral.created' &&
				(data.source as { eventId: string }).eventId === String(consultId),
		),
	);

/** A vet marks a patient; n8n asks at once. Gives the case. */
export async function mark(world: World, animalId: number, text: string): Promise<LedgerRow> {
	const marked = world.ezyvet.refer(animalId, text);
	if (!marked) throw new Error(`ezyVet has no living patient ${animalId}.`);
	await pollNow(world);
	return await caseOfConsult(world, marked.consult.id);
}

/** The address of a page of this case in a mail to the clinic or the hospital. */
export const mailedLink = async (
	world: World,
	caseId: string,
	to = 'front-desk@riverbank.example.com',
): Promise<string> =>
	await waitFor(
		() =>
			mailsAbout(world, caseId)
				.filter((mail) => mail.to.includes(to))
				.map(({ text }) => linkTo(text, caseId))
				.filter((link) => link !== undefined)
				.pop(),
		`a mail to ${to} with a link to ${caseId}`,
		30_000,
	);

/** What a page says above its forms. */
export const flashOf = (html: string): string =>
	(/class="flash[^>]*>(.*?)<\/div>/s.exec(html)?.[1] ?? html.slice(0, 600))
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();

/** A form that has to be taken. */
export async function done(posted: Promise<PostedPage>): Promise<PostedPage> {
	const page = await posted;
	if (page.status !== 200)
		throw new Error(`The form was answered ${page.status}: ${flashOf(page.html)}`);
	return page;
}

/** Sends a form of a page as a browser does, without looking at the page again. */
export async function post(url: string, body: URLSearchParams | FormData): Promise<PostedPage> {
	const answer = await axios.post<string>(url, body, {
		proxy: false,
		validateStatus: () => true,
		responseType: 'text',
	});
	return { status: answer.status, html: answer.data };
}

/** The number a form of this page carries now. */
export async function nonceOn(url: string): Promise<string> {
	const { html } = await openPage(url);
	const nonce = /name="nonce" value="([^"]+)"/.exec(html)?.[1];
	if (!nonce) throw new Error(`The page has no form: ${flashOf(html)}`);
	return nonce;
}

/** A double click: one form, posted twice at the same moment. */
export async function doubleClick(
	url: string,
	action: string,
	fields: Record<string, string>,
): Promise<void> {
	const body = { nonce: await nonceOn(url), action, ...fields };
	const posts = [1, 2].map(async () => await done(post(url, new URLSearchParams(body))));
	await Promise.all(posts);
}

/** The vet releases a case on the page that was mailed; what the form says can be changed. */
export async function release(
	world: World,
	caseId: string,
	specialistId: string,
	changes: Record<string, string> = {},
): Promise<void> {
	const link = await mailedLink(world, caseId);
	await done(act(link, 'release', releaseFields(specialistId, changes)));
	await until(world, caseId, 'release.given');
}

/** Marks and releases the patient of a fixture. */
export async function refer(
	world: World,
	name: CaseName,
	changes: Record<string, string> = {},
): Promise<string> {
	const { animalId, clinicalQuestion } = fixture(name);
	const { caseId } = await mark(world, animalId, clinicalQuestion);
	await release(world, caseId, specialistOf(name), { clinicalQuestion, ...changes });
	return caseId;
}

/** The vet decides on the clinic's page to send what there is. */
export async function sendAnyway(world: World, caseId: string, reason: string): Promise<void> {
	const row = await until(world, caseId, 'packet.incomplete');
	await done(
		act(caseLink(world, row, 'clinic'), 'send_anyway', { reason, name: 'Dr Vera Sample' }),
	);
}

/**
 * Marks, releases and sends the patient of a fixture; gives the case once the hospital has the packet.
 * The oncology record has no urinalysis and no chest films, so there the vet says why it goes anyway.
 */
export async function sent(
	world: World,
	name: CaseName,
	changes: Record<string, string> = {},
): Promise<string> {
	const caseId = await refer(world, name, changes);
	if (name === 'oncology') {
		await sendAnyway(world, caseId, 'Urine and chest films are done at the hospital.');
	}
	await until(world, caseId, 'transport.delivered');
	return caseId;
}

/** The link in the text to the owner of this case. */
export const ownerLink = async (world: World, caseId: string): Promise<string> =>
	await waitFor(
		() =>
			textsAbout(world, caseId)
				.map(({ body }) => linkTo(body, caseId))
				.pop(),
		`a text to the owner of ${caseId}`,
		30_000,
	);

export const firstSlot = (row: LedgerRow): string => {
	const accepted = eventsOf(row)
		.filter(({ type }) => type === 'decision.accepted')
		.pop();
	const [slot] = (accepted?.data.offeredSlots ?? []) as Array<{ start: string }>;
	if (!slot) throw new Error(`No time was offered for ${row.caseId}.`);
	return slot.start;
};

/** The owner takes the first time offered, on the page behind the text. */
export async function book(world: World, caseId: string): Promise<void> {
	const link = await ownerLink(world, caseId);
	const slot = firstSlot(await until(world, caseId, 'decision.accepted'));
	await done(act(link, 'pick_slot', { slot }));
	await until(world, caseId, 'notice.sent');
}

/** The hospital confirms the time, sees the patient and sends the report; both end up in the record. */
export async function visitAndReport(world: World, name: CaseName, caseId: string): Promise<void> {
	const hospital = hospitalOf(world, name);
	await hospital.act(caseId, 'schedule');
	await hospital.act(caseId, 'seen');
	await hospital.act(caseId, 'report', { report: reportFor(name, caseId) });
	await until(world, caseId, 'report.filed');
	await until(world, caseId, 'followup.created');
}

/** The vet reads the report and closes the case on the clinic's page. */
export async function close(world: World, caseId: string): Promise<LedgerRow> {
	const link = caseLink(world, await rowOf(world, caseId), 'clinic');
	const fields = { name: 'Dr Vera Sample', answered: 'yes', tasksLeft: 'yes' };
	await done(act(link, 'read_and_close', fields));
	return await untilCase(
		world,
		'the closed case',
		({ phase }) => phase === 'closed',
		30_000,
		caseId,
	);
}

/** From the acknowledgment to the closed case, whatever went before. */
export async function onToTheEnd(world: World, name: CaseName, caseId: string): Promise<LedgerRow> {
	const hospital = hospitalOf(world, name);
	await hospital.act(caseId, 'ack');
	await hospital.act(caseId, 'accept');
	await book(world, caseId);
	await visitAndReport(world, name, caseId);
	return await close(world, caseId);
}
