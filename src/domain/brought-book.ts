/** A story book that was kept as a file in one workshop and is brought to another. */

/** Stories of one book, and characters of its parts. */
export const BOOK_STORIES = 300;
const LIMITS = { text: 4000, story: 4000, beyondDuty: 1000, by: 80, syndicate: 80 } as const;
const TITLE_LIMIT = 200;

/** As its author let it go on: with the name, and nothing else that leads to them. */
export interface BroughtStory {
	readonly text: string;
	readonly story: string;
	readonly beyondDuty: string;
	/** The name it was released with. */
	readonly by: string;
	readonly syndicate: string;
}

export interface BroughtBook {
	/** The workshop it comes from. */
	readonly workshop: string;
	readonly stories: readonly BroughtStory[];
}

export type ReadBook = { readonly book: BroughtBook } | { readonly why: string };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Takes the whole book or, with the first thing that is wrong, nothing. Parts it does not know are left behind. */
export function readBook(file: unknown): ReadBook {
	if (!isRecord(file) || !Array.isArray(file.stories) || typeof file.workshop !== 'string')
		return { why: 'This is no story book. Choose the file that “Keep as a file” made in another workshop.' };
	if (file.stories.length === 0) return { why: 'There is no story in this book yet.' };
	if (file.stories.length > BOOK_STORIES)
		return { why: `The book has ${file.stories.length} stories, and ${BOOK_STORIES} can be brought at once.` };
	const stories: BroughtStory[] = [];
	for (const [at, one] of file.stories.entries()) {
		const parts = isRecord(one) ? one : {};
		const story = { text: '', story: '', beyondDuty: '', by: '', syndicate: '' };
		for (const part of PARTS) {
			const words = parts[part] ?? '';
			if (typeof words !== 'string') return { why: `Story ${at + 1} is damaged: its part “${part}” is not words.` };
			if (words.includes('\0') || !words.isWellFormed())
				return { why: `Story ${at + 1} holds a character that cannot be kept.` };
			if (words.length > LIMITS[part])
				return { why: `Story ${at + 1} is too long: ${words.length} of ${LIMITS[part]} characters.` };
			story[part] = words.trim();
		}
		if (story.text === '') return { why: `Story ${at + 1} has no words.` };
		stories.push(story);
	}
	const workshop = file.workshop.isWellFormed() ? file.workshop.replaceAll('\0', '').trim() : '';
	return { book: { workshop: workshop.slice(0, TITLE_LIMIT), stories } };
}

const PARTS = ['text', 'story', 'beyondDuty', 'by', 'syndicate'] as const;
