/** The theme somebody chose on this device; `system` follows it. Set before the first paint by a line in `app.html`. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'theme';
const dark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

export function themeChoice(): ThemeChoice {
	try {
		const kept = localStorage.getItem(KEY);
		return kept === 'light' || kept === 'dark' ? kept : 'system';
	} catch {
		// A browser that keeps nothing follows the system.
		return 'system';
	}
}

/** What the page shows now. */
export const shownTheme = (): string => document.documentElement.dataset.theme ?? 'light';

/** Shows it at once, and on the next visit. */
export function chooseTheme(choice: ThemeChoice): void {
	try {
		if (choice === 'system') localStorage.removeItem(KEY);
		else localStorage.setItem(KEY, choice);
	} catch {
		// It holds for this page then.
	}
	show(choice);
}

/** From now on the page changes with the system, where nobody chose otherwise, and with other tabs. */
export function followSystem(): void {
	dark().addEventListener('change', () => show(themeChoice()));
	addEventListener('storage', ({ key }) => {
		if (key === KEY || key === null) show(themeChoice());
	});
}

/** The projector's theme belongs to its route. */
function show(choice: ThemeChoice): void {
	const root = document.documentElement;
	if (root.dataset.theme === 'projector') return;
	root.dataset.theme = choice === 'system' ? (dark().matches ? 'dark' : 'light') : choice;
}
