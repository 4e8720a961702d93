import { PDFDocument, StandardFonts, rgb } from 'pdf-lib';
import type { PDFFont } from 'pdf-lib';
import type { Json, Referral } from './types.mts';

const WIDTH = 595;
const HEIGHT = 842;
const MARGIN = 50;

/** The standard PDF fonts know Latin-1 only: other letters lose their accent or become "?". */
function printable(text: string, font: PDFFont): string {
	const canPrint = (char: string) => {
		try {
			font.encodeText(char);
			return true;
		} catch (error) {
			if (error instanceof Error) return false;
			throw error;
		}
	};
	return [...text.replace(/\s+/g, ' ')]
		.map((char) => [char, char.normalize('NFKD')[0] ?? '?', '?'].find(canPrint) ?? '?')
		.join('');
}

function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const longer = line ? `${line} ${word}` : word;
		if (line && font.widthOfTextAtSize(longer, size) > width) {
			lines.push(line);
			line = word;
		} else line = longer;
	}
	return [...lines, line];
}

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** Title and paragraphs of the report, in reading order; empty parts are left out. */
function sections(report: Json): Array<[string, string]> {
	const due = (value: unknown) =>
		typeof value === 'object' && value ? `in ${String((value as Json).inDays)} days` : value;
	const parts: Array<[string, unknown]> = [
		[
			'Your question',
			list(report.answers)
				.map((a) => `${a.question ?? ''} - ${a.answer}`)
				.join(' '),
		],
		[
			'Diagnoses',
			list(report.diagnoses)
				.map((d) => d.text)
				.join('; '),
		],
		[
			'Findings',
			list(report.findings)
				.map((f) => `${f.name}: ${f.value} ${f.unit ?? ''}`)
				.join('; '),
		],
		['Treatment', report.treatment],
		['Complications', report.complications],
		[
			'Medication',
			list(report.medications)
				.map((m) => [m.name, m.dose, m.route, m.frequency, m.status].filter(Boolean).join(', '))
				.join('; '),
		],
		['For the owner', report.ownerInstructions],
		[
			'Plan',
			list(report.plan)
				.map((p) => [p.what, due(p.due), p.where && `at the ${p.where}`].filter(Boolean).join(' '))
				.join('; '),
		],
		['Contact us at once if', report.redFlags],
		['Prognosis', report.prognosis],
		['Notes', report.text],
	];
	return parts.flatMap(
		([title, value]): Array<[string, string]> =>
			typeof value === 'string' && value.trim() ? [[title, value]] : [],
	);
}

function identification(referral: Referral, report: Json): string[] {
	const patient = (report.patient ?? {}) as Json;
	const own = referral.request;
	const join = (...values: unknown[]) => values.filter(Boolean).join(', ');
	return [
		`Patient: ${join(patient.name, patient.species, own.patient.breed, patient.sex)}`,
		`Born: ${patient.dateOfBirth ?? 'not given'}    Microchip: ${patient.microchip ?? 'not given'}`,
		`Owner: ${own.owner.name}    Referred by: ${join(own.referrer.vet, own.referrer.clinic)}`,
		`Case: ${report.caseId}    Our reference: ${referral.reference}`,
		`Visit: ${join(...list(report.visitDates))}    Clinician: ${((report.clinician ?? {}) as Json).name ?? 'not given'}`,
	];
}

/** A one-page A4 report with the patient's identification on top; what does not fit is cut. */
export async function reportPdf(referral: Referral, report: Json, now: Date): Promise<Buffer> {
	const pdf = await PDFDocument.create();
	pdf.setTitle(`Specialist report ${String(report.caseId)}`);
	pdf.setCreationDate(now);
	pdf.setModificationDate(now);
	const regular = await pdf.embedFont(StandardFonts.Helvetica);
	const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
	const sheet = pdf.addPage([WIDTH, HEIGHT]);
	let y = HEIGHT - MARGIN;
	const write = (text: string, font: PDFFont, size: number, after = 4) => {
		for (const line of wrap(printable(text, font), font, size, WIDTH - 2 * MARGIN)) {
			if (y < MARGIN) return;
			sheet.drawText(line, { x: MARGIN, y, size, font, color: rgb(0.1, 0.15, 0.2) });
			y -= size + 4;
		}
		y -= after;
	};
	write(referral.request.specialist.hospital, bold, 16);
	const title = report.kind === 'amended' ? 'Amended specialist report' : 'Specialist report';
	write(`${title}, version ${String(report.version ?? 1)}`, regular, 11, 10);
	for (const line of identification(referral, report)) write(line, regular, 10, 0);
	y -= 12;
	for (const [heading, text] of sections(report)) {
		write(heading, bold, 11, 0);
		write(text, regular, 10, 6);
	}
	return Buffer.from(await pdf.save());
}
