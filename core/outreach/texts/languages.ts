import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import type { LanguageTexts } from './touch-text';

/** Every language that has texts: a new one is a file and a line here. */
export const languages: Record<string, LanguageTexts> = { en, de, es, fr };

/** The best language there is for a tag: `de-CH` → `de` → `en`. */
export const languageFor = (tag: string): string => {
	const wanted = tag.trim().toLowerCase().replace(/_/g, '-');
	const chain = [wanted, wanted.split('-')[0] ?? '', 'en'];
	return chain.find((candidate) => Object.hasOwn(languages, candidate)) ?? 'en';
};
