import { en, type Texts } from './en';

const tables: Record<string, Texts> = { en };

/** The table of a language tag, English when there is none. */
export const textsFor = (language: string | undefined): Texts =>
	tables[(language ?? 'en').toLowerCase().split('-')[0] ?? 'en'] ?? en;
