import type { Attachment } from 'svelte/attachments';

/** A form that opened in place of the button that opened it takes over the focus. */
export const focusFirst: Attachment<HTMLElement> = (form) => {
	form.querySelector<HTMLElement>('input, textarea, select, button')?.focus();
};

/** Said in place of what was pressed; the focus goes there, so that it is not lost. */
export const focusHere: Attachment<HTMLElement> = (words) => {
	if (document.activeElement === document.body || document.activeElement === null) words.focus();
};
