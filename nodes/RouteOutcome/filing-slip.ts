import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';
import { renderSummaryPdf } from '../../documents/summary-pdf';
import { fileAsBinary, storeBytes } from '../shared/binary';
import type { ByHand } from './filing';

/** An entry is a pointer to the report; the slip stays on one page. */
const longestText = 1200;

const shortened = (text: string): string =>
	text.length <= longestText
		? text
		: `${text.slice(0, longestText).trimEnd()}… (the rest stands in the report)`;

export interface SlipAbout {
	caseId: string;
	clinic: string;
	at: string;
	patientName?: string;
}

const nameOf = (work: ByHand[], caseId: string): string => {
	const first = work.find(({ fileName }) => fileName !== undefined)?.fileName ?? caseId;
	return `${first.replace(/\.[a-z0-9]{1,5}$/i, '')}_filing_slip.pdf`;
};

/** One page for the person who files by hand: which patient, which files, what to type, which mark. */
async function slipPage(work: ByHand[], about: SlipAbout): Promise<Uint8Array> {
	const [first] = work;
	const files = work.filter(({ fileName }) => fileName !== undefined);
	const entries = work.filter(({ fileName, text }) => fileName === undefined && text);
	const rows: Array<[string, string]> = [
		['Patient', first?.patientName ?? about.patientName ?? ''],
		['Patient ID', first?.patientId ?? ''],
		['Client ID', first?.clientId ?? ''],
		['Mark', first?.marker.split('/').slice(0, 3).join('/') ?? about.caseId],
	];
	return await renderSummaryPdf({
		title: 'Filing slip',
		subtitle: 'File this by hand, then confirm it on the page of the case.',
		clinic: { name: about.clinic },
		caseId: about.caseId,
		generatedAt: about.at,
		sections: [
			{ heading: 'Into this record', rows: rows.filter(([, value]) => value !== '') },
			...(files.length > 0
				? [
						{
							heading: 'Files to put into the documents of the patient',
							rows: files.map(({ fileName, what }): [string, string] => [what, fileName ?? '']),
						},
					]
				: []),
			...entries.map(({ what, text }) => ({
				heading: what,
				paragraphs: [shortened(text ?? '')],
			})),
		],
		footer: 'Filed only once a person says so.',
	});
}

/**
 * The files of a report under the names they are filed by, and the slip beside them: for the node that
 * puts them into a folder or mails them.
 */
export async function handOver(
	execution: IExecuteFunctions,
	work: ByHand[],
	about: SlipAbout,
): Promise<IBinaryKeyData> {
	const binary: IBinaryKeyData = {};
	for (const { file, fileName } of work) {
		if (!file) continue;
		const field = `report_${Object.keys(binary).length}`;
		binary[field] = fileAsBinary({ ...file, name: fileName ?? file.name });
	}
	const page = { name: nameOf(work, about.caseId), mimeType: 'application/pdf' };
	const slip = await storeBytes(execution, await slipPage(work, about), page);
	return { ...binary, slip: fileAsBinary(slip) };
}
