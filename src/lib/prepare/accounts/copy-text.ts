/**
 * Puts words on the clipboard. On plain http pages have none: then it is copied as by hand, out of a field.
 * @param marked a field whose words are marked already; without one, a hidden field is made for the moment
 */
export async function copyText(text: string, marked: HTMLInputElement | null): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return marked ? document.execCommand('copy') : copyFromField(text);
	}
}

function copyFromField(text: string): boolean {
	const before = document.activeElement;
	const field = document.createElement('textarea');
	field.value = text;
	field.style.position = 'fixed';
	field.style.opacity = '0';
	// A dialog keeps the focus to itself.
	(before?.closest('dialog') ?? document.body).append(field);
	field.select();
	const done = document.execCommand('copy');
	field.remove();
	if (before instanceof HTMLElement) before.focus();
	return done;
}
