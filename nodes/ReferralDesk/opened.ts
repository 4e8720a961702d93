import type { IBinaryData, IDataObject } from 'n8n-workflow';

/** How the one at the door reads an answer. */
export type AnswerForm = 'page' | 'json' | 'twiml';

/** A checked request, or the status with which somebody is turned away. */
export type Opened =
	| {
			request: IDataObject & {
				/** Which rows of the case table the flow reads for it. */
				lookup: { column: string; value: string | number };
				files?: IBinaryData[];
			};
	  }
	| { turnedAway: number; as: AnswerForm; message?: { message: string; hint: string } };

export const away = (
	turnedAway: number,
	as: AnswerForm,
	message?: { message: string; hint: string },
): Opened => ({ turnedAway, as, message });
