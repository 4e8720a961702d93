import { PDFDocument, StandardFonts, rgb } from 'pdf-lib';

/** A one-page letter: letterhead, title and lines; the same input gives the same bytes. */
export async function letter(
	title: string,
	head: string,
	lines: string[],
	dateS: number,
): Promise<Buffer> {
	const pdf = await PDFDocument.create({ updateMetadata: false });
	const date = new Date(dateS * 1000);
	pdf.setTitle(title);
	pdf.setProducer('Riverbank demo');
	pdf.setCreationDate(date);
	pdf.setModificationDate(date);
	const plain = await pdf.embedFont(StandardFonts.Helvetica);
	const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
	const page = pdf.addPage([595, 842]);
	page.drawText(head, { x: 50, y: 790, size: 11, font: bold, color: rgb(0.06, 0.43, 0.52) });
	page.drawLine({
		start: { x: 50, y: 780 },
		end: { x: 545, y: 780 },
		thickness: 1,
		color: rgb(0.8, 0.85, 0.88),
	});
	page.drawText(title, { x: 50, y: 750, size: 17, font: bold });
	let y = 722;
	for (const line of lines.flatMap((text) => wrap(text, 88))) {
		page.drawText(line, { x: 50, y, size: 10.5, font: plain });
		y -= 16;
	}
	page.drawText('Fictional demo document. No real patient, owner or clinic.', {
		x: 50,
		y: 40,
		size: 8,
		font: plain,
	});
	return Buffer.from(await pdf.save());
}

function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		if (line && line.length + word.length + 1 > width) {
			lines.push(line);
			line = word;
		} else line = line ? `${line} ${word}` : word;
	}
	return [...lines, line];
}
