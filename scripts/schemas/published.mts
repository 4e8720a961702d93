import type { z } from 'zod';
import { jsonSchemaOf } from './json-schema.mts';

const draft = 'https://json-schema.org/draft/2020-12/schema';

/** The schemas the code reads with. */
export interface Schemas {
	markedCaseSchema: z.ZodTypeAny;
	releaseSchema: z.ZodTypeAny;
	filingSchema: z.ZodTypeAny;
}

/** The published schemas, by the name of their file in docs/schemas. */
export function publishedSchemas({
	markedCaseSchema,
	releaseSchema,
	filingSchema,
}: Schemas): Record<string, string> {
	const marked = jsonSchemaOf(markedCaseSchema);
	const properties = marked.properties as Record<string, object>;
	const schemas = {
		'marked-case.schema.json': {
			$schema: draft,
			title: 'Case marked for referral',
			description:
				'What a practice system posts, signed, to the PIMS Trigger. It carries the record itself; a part that is left out counts as not given.',
			...marked,
			properties: {
				...properties,
				release: {
					...jsonSchemaOf(releaseSchema),
					description:
						'The approval, when a person gave it in the practice system. Without it, or if it is not complete, the Release page asks a person.',
				},
			},
		},
		'filing.schema.json': {
			$schema: draft,
			title: 'Entry to file in the patient record',
			description:
				'What is posted to the filing address. The header idempotency-key is the marker; an entry with a marker that is there already is answered 409. A file.report comes as multipart form data: this message as the text field body, the file as the field file.',
			...jsonSchemaOf(filingSchema),
		},
	};
	return Object.fromEntries(
		Object.entries(schemas).map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]),
	);
}
