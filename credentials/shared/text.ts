/** A value of a credential as text without spaces around it; n8n keeps what an expression gave, numbers too. */
export const text = (value: unknown): string =>
	typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
