import { enBoard, figures, type BoardTexts } from './en-board';

const tables = new Map<string, BoardTexts>([['en', enBoard]]);

/** The board's texts in a language, English when there are none. */
export const boardTextsFor = (language: string | undefined): BoardTexts =>
	tables.get((language ?? 'en').toLowerCase().split('-')[0] ?? 'en') ?? enBoard;

export const figureTexts = figures;
