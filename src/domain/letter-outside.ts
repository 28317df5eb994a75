/** A part of a letter as readers outside the house get it: none of its words names anybody who did not agree to that. */
import type { LetterBlock, LetterPart } from './letters.ts';
import { withoutNames } from './public-names.ts';

/** @param hidden full names of those who did not agree */
export function partWithoutNames(part: LetterPart, hidden: readonly string[]): LetterPart {
	const bare = (text: string): string => withoutNames(text, hidden);
	return { ...part, subject: bare(part.subject), blocks: part.blocks.map((block) => bareBlock(block, bare)) };
}

function bareBlock(block: LetterBlock, bare: (text: string) => string): LetterBlock {
	if (block.kind === 'text' || block.kind === 'heading') return { ...block, text: bare(block.text) };
	if (block.kind !== 'rows') return block;
	return { ...block, rows: block.rows.map((row) => ({ ...row, text: bare(row.text), detail: bare(row.detail) })) };
}
