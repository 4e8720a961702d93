import { en, type Texts } from './en';

const tables = new Map<string, Texts>([['en', en]]);

/** The table of a language tag, English when there is none. */
export const textsFor = (language: string | undefined): Texts =>
	tables.get((language ?? 'en').toLowerCase().split('-')[0] ?? 'en') ?? en;
