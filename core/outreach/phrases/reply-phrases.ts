/**
 * Phrases of one language, as regular expressions over normalised text: lower case, no accents, no
 * apostrophes, punctuation as single spaces. `whole` phrases must be the entire message.
 */
export interface ReplyPhrases {
	stop: { whole: string[]; phrases: string[] };
	yes: { whole: string[] };
	no: { whole: string[]; phrases: string[] };
	help: { whole: string[] };
	deceased: string[];
	worry: string[];
	wrongNumber: string[];
	change: string[];
	price: string[];
	/** First words of a question that came without its question mark. */
	question: string[];
}
