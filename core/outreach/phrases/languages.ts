import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import type { ReplyPhrases } from './reply-phrases';

/** Every language whose replies are understood: a new one is a file and a line here. */
export const replyLanguages: Record<string, ReplyPhrases> = { en, de, es, fr };
