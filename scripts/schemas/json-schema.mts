import { z } from 'zod';

type Json = Record<string, unknown>;

const checksOf = (schema: z.ZodString): Json =>
	Object.assign(
		{},
		...schema._def.checks.map((check): Json => {
			switch (check.kind) {
				case 'min':
					return { minLength: check.value };
				case 'max':
					return { maxLength: check.value };
				case 'regex':
					return { pattern: check.regex.source };
				case 'datetime':
					return { format: 'date-time' };
				case 'date':
					return { format: 'date' };
				case 'url':
					return { format: 'uri' };
				case 'trim':
					return {};
				default:
					throw new Error(`A string check '${check.kind}' has no JSON Schema here.`);
			}
		}),
	) as Json;

const numberOf = (schema: z.ZodNumber): Json =>
	schema._def.checks.reduce<Json>(
		(json, check) => {
			if (check.kind === 'int') return { ...json, type: 'integer' };
			if (check.kind === 'multipleOf' || check.kind === 'finite') return json;
			const bound = check.kind === 'min' ? 'minimum' : 'maximum';
			const strict = check.kind === 'min' ? 'exclusiveMinimum' : 'exclusiveMaximum';
			return { ...json, [check.inclusive ? bound : strict]: check.value };
		},
		{ type: 'number' },
	);

function objectOf(schema: z.AnyZodObject): Json {
	const shape = schema.shape as Record<string, z.ZodTypeAny>;
	const required = Object.keys(shape).filter((key) => shape[key]?.isOptional() === false);
	return {
		type: 'object',
		properties: Object.fromEntries(
			Object.entries(shape).map(([key, value]) => [key, jsonSchemaOf(value)]),
		),
		...(required.length > 0 ? { required } : {}),
	};
}

/**
 * The JSON Schema (2020-12) of what a zod schema takes in. Knows the kinds that our published schemas are
 * made of and throws at any other, so that nothing is left out silently.
 */
export function jsonSchemaOf(schema: z.ZodTypeAny): Json {
	if (schema instanceof z.ZodString) {
		return schema._def.coerce
			? { type: ['string', 'number'] }
			: { type: 'string', ...checksOf(schema) };
	}
	if (schema instanceof z.ZodNumber) return numberOf(schema);
	if (schema instanceof z.ZodBoolean) return { type: 'boolean' };
	if (schema instanceof z.ZodUnknown) return {};
	if (schema instanceof z.ZodLiteral) return { const: schema._def.value as unknown };
	if (schema instanceof z.ZodEnum) return { enum: schema._def.values as unknown };
	if (schema instanceof z.ZodOptional) return jsonSchemaOf(schema.unwrap() as z.ZodTypeAny);
	if (schema instanceof z.ZodDefault) {
		const inner = jsonSchemaOf(schema._def.innerType as z.ZodTypeAny);
		return { ...inner, default: (schema._def.defaultValue as () => unknown)() };
	}
	if (schema instanceof z.ZodArray) {
		return { type: 'array', items: jsonSchemaOf(schema.element as z.ZodTypeAny) };
	}
	if (schema instanceof z.ZodObject) return objectOf(schema as z.AnyZodObject);
	if (schema instanceof z.ZodDiscriminatedUnion) {
		return { oneOf: (schema.options as z.ZodTypeAny[]).map(jsonSchemaOf) };
	}
	throw new Error(`${schema.constructor.name} has no JSON Schema here.`);
}
