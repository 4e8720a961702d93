/** One block of the summary, drawn in the order rows, paragraphs, table. */
export interface SummarySection {
	heading: string;
	/** Label and value. */
	rows?: Array<[string, string]>;
	paragraphs?: string[];
	table?: { head: string[]; rows: string[][] };
}

/** What the summary page says. All of it is plain text; nothing is interpreted as markup. */
export interface SummaryModel {
	title: string;
	subtitle?: string;
	/** Letter-head: the clinic's name and, below it, short lines such as address and phone. */
	clinic?: { name: string; lines?: string[] };
	caseId: string;
	/** ISO date and time, shown as it is given (with its offset from UTC). */
	generatedAt: string;
	sections: SummarySection[];
	/** Small print at the foot of every page; one line, cut if it is longer. */
	footer?: string;
}
