/** Puts lines into a file of this device: the clipboard is closed to pages without https, a download is not. */
export function saveText(name: string, lines: readonly string[]): void {
	const address = URL.createObjectURL(new Blob([lines.join('\n\n')], { type: 'text/plain;charset=utf-8' }));
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
