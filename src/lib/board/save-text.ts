/** Getting words off a page, also on plain http, where pages may not use the clipboard. */

/** `Harbour offsite, Experiences, Birch 2026-11-22 14.03.txt`, without what file systems refuse. */
export function fileNameOf(title: string, at: number): string {
	const date = new Date(at);
	const two = (part: number): string => String(part).padStart(2, '0');
	const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
	const words = title.replaceAll(/[\\/:*?"<>|\p{Cc}\s]+/gu, ' ').trim();
	return `${words === '' ? 'Plenary' : words} ${day} ${two(date.getHours())}.${two(date.getMinutes())}.txt`;
}

export const textOf = (blocks: readonly string[]): string => blocks.join('\n\n');

/** Puts words into a file of this device. */
export function saveText(name: string, blocks: readonly string[]): void {
	const address = URL.createObjectURL(new Blob([textOf(blocks)], { type: 'text/plain;charset=utf-8' }));
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Puts words into the clipboard. Where pages may not, the words are selected in `area` and copied as by hand; false
 * when that fails too: they stay selected there for Ctrl+C.
 */
export async function copyText(text: string, area: HTMLTextAreaElement): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		// No clipboard without https, or the browser asks and the person says no.
		area.value = text;
		area.hidden = false;
		area.focus();
		area.select();
		const isCopied = document.execCommand('copy');
		area.hidden = isCopied;
		return isCopied;
	}
}
