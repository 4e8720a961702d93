import { PDFDocument, PDFName } from 'pdf-lib';
import { page, PageFlow, textWidth, type Style } from './page-flow';
import type { SummaryModel, SummarySection } from './summary-model';
import { baseFonts, fontWidths } from './text-measure';

const styles = {
	clinic: { font: 'bold', size: 12, tone: 'accent' },
	title: { font: 'bold', size: 17, tone: 'ink' },
	subtitle: { font: 'regular', size: 10.5, tone: 'quiet' },
	heading: { font: 'bold', size: 11, tone: 'accent' },
	label: { font: 'bold', size: 9, tone: 'quiet' },
	body: { font: 'regular', size: 9.5, tone: 'ink' },
	head: { font: 'bold', size: 8.5, tone: 'quiet' },
	cell: { font: 'regular', size: 8.5, tone: 'ink' },
	small: { font: 'regular', size: 8, tone: 'quiet' },
} satisfies Record<string, Style>;

const labelWidth = 126;
const columnGap = 10;

/** `2026-03-04T15:30:00+01:00` becomes `2026-03-04 15:30 (UTC+01:00)`. */
function momentText(iso: string): string {
	const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::[\d.]+)?(Z|[+-]\d{2}:\d{2})?$/.exec(iso);
	if (!found) return iso;
	const zone = found[3] ? ` (UTC${found[3] === 'Z' ? '' : found[3]})` : '';
	return `${found[1]} ${found[2]}${zone}`;
}

function letterHead(
	flow: PageFlow,
	{ clinic, title, subtitle, caseId, generatedAt }: SummaryModel,
) {
	if (clinic) {
		flow.text(clinic.name, styles.clinic);
		const lines = (clinic.lines ?? []).filter(Boolean);
		if (lines.length) flow.text(lines.join('  ·  '), styles.small);
		flow.gap(6);
		const y = flow.take(2);
		if (y !== undefined) flow.rule(page.side, textWidth, y);
		flow.gap(8);
	}
	flow.text(title, styles.title);
	if (subtitle) flow.text(subtitle, styles.subtitle);
	flow.gap(2);
	flow.text(`Case ${caseId}  ·  prepared ${momentText(generatedAt)}`, styles.small);
	flow.gap(4);
}

/** Shares the width by what the columns hold, so that short columns stay short. */
function columnsOf(flow: PageFlow, table: NonNullable<SummarySection['table']>) {
	const count = Math.max(table.head.length, ...table.rows.map((row) => row.length));
	const room = textWidth - (count - 1) * columnGap;
	const wanted = Array.from({ length: count }, (_, column) => {
		const longest = table.rows.map((row) => flow.width(flow.latin(row[column] ?? ''), styles.cell));
		const head = flow.width(flow.latin(table.head[column] ?? ''), styles.head);
		return Math.min(Math.max(head, ...longest, 24) + 1, room * 0.6);
	});
	const sum = wanted.reduce((total, width) => total + width, 0);
	let x = page.side;
	return wanted.map((width) => {
		const share = sum > room ? (width / sum) * room : width + Math.min((room - sum) / count, 36);
		const column = { x, room: share };
		x += share + columnGap;
		return column;
	});
}

function drawTable(flow: PageFlow, table: NonNullable<SummarySection['table']>): void {
	const columns = columnsOf(flow, table);
	const drawRow = (row: string[], style: Style): boolean =>
		flow.cells(columns.map((column, at) => ({ ...column, text: row[at] ?? '', style })));
	const drawHead = (): void => {
		if (!drawRow(table.head, styles.head)) return;
		const y = flow.take(4);
		if (y !== undefined) flow.rule(page.side, textWidth, y + 1);
	};
	drawHead();
	for (const row of table.rows) {
		if (!flow.fits(styles.cell.size * 1.35) && flow.pages.length === 1) {
			flow.newPage();
			drawHead();
		}
		if (!drawRow(row, styles.cell)) return;
	}
}

function drawSection(flow: PageFlow, section: SummarySection): void {
	flow.gap(7);
	const opening = styles.heading.size * 1.35 + styles.body.size * 2.7;
	// A heading alone at the foot of a page helps nobody.
	if (!flow.fits(opening) && flow.pages.length === 1) flow.newPage();
	flow.text(section.heading, styles.heading);
	flow.gap(1);
	for (const [label, value] of section.rows ?? []) {
		const valueX = page.side + labelWidth;
		const room = textWidth - labelWidth;
		const more = flow.cells([
			{ text: label, x: page.side, room: labelWidth - columnGap, style: styles.label },
			{ text: value, x: valueX, room, style: styles.body },
		]);
		if (!more) return;
	}
	for (const paragraph of section.paragraphs ?? []) {
		flow.text(paragraph, styles.body);
		flow.gap(2);
	}
	if (section.table) drawTable(flow, section.table);
}

function drawFooters(flow: PageFlow, model: SummaryModel): void {
	const y = page.bottom - 24;
	const total = flow.pages.length;
	flow.pages.forEach((_, at) => {
		const right = flow.latin(`${model.caseId}  ·  page ${at + 1} of ${total}`);
		const width = flow.width(right, styles.small);
		flow.draw(right, page.width - page.side - width, y, styles.small, at);
		if (model.footer) {
			const text = flow.oneLine(model.footer, styles.small, textWidth - width - 20);
			flow.draw(text, page.side, y, styles.small, at);
		}
	});
}

const notices = {
	cut: 'Not everything fits here: for the rest see history file in the packet.',
	lossy: 'A "?" may stand for a letter that this page cannot show.',
};

/**
 * Draws the summary on one A4 page, or on two; what does not fit is left to the history file of the
 * packet, which the page then says. The same model always gives the same bytes. Texts in other
 * alphabets are written with Latin letters. Never throws for any text.
 */
export async function renderSummaryPdf(model: SummaryModel): Promise<Uint8Array> {
	const flow = new PageFlow(await fontWidths(), styles.small.size * 3);
	letterHead(flow, model);
	for (const section of model.sections) drawSection(flow, section);
	const said = [flow.cut && notices.cut, flow.lossy && notices.lossy].filter(Boolean);
	if (said.length) flow.notice(said.join(' '), styles.small);
	drawFooters(flow, model);

	const document = await PDFDocument.create({ updateMetadata: false });
	const { context } = document;
	const fontOf = (key: keyof typeof baseFonts) =>
		context.register(
			context.obj({
				Type: 'Font',
				Subtype: 'Type1',
				BaseFont: baseFonts[key],
				Encoding: 'WinAnsiEncoding',
			}),
		);
	const resources = context.register(
		context.obj({ Font: { R: fontOf('regular'), B: fontOf('bold') } }),
	);
	for (const operators of flow.pages) {
		const { node } = document.addPage([page.width, page.height]);
		node.set(PDFName.of('Resources'), resources);
		node.set(PDFName.of('Contents'), context.register(context.stream(operators.join('\n'))));
	}
	document.setTitle(model.title, { showInWindowTitleBar: true });
	document.setSubject(`Case ${model.caseId}`);
	document.setLanguage('en');
	const at = new Date(model.generatedAt);
	if (!Number.isNaN(at.getTime())) document.setCreationDate(at);
	return await document.save({
		useObjectStreams: false,
		updateFieldAppearances: false,
		addDefaultPage: false,
	});
}
