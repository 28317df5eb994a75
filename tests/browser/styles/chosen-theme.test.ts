import { afterEach, expect, test } from 'vitest';
import { chooseTheme, followSystem, shownTheme, themeChoice } from '#lib/styles/chosen-theme.ts';
import { setTheme } from '#lib/styles/theme.ts';

const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';

afterEach(() => {
	localStorage.removeItem('theme');
	delete document.documentElement.dataset.theme;
});

test('[PAGE-10] colours follow the device until somebody chooses, and the choice is kept', () => {
	chooseTheme('dark');
	const dark = [shownTheme(), themeChoice(), localStorage.getItem('theme')];
	chooseTheme('light');
	const light = [shownTheme(), themeChoice(), localStorage.getItem('theme')];
	chooseTheme('system');

	expect({ dark, light }).toEqual({ dark: ['dark', 'dark', 'dark'], light: ['light', 'light', 'light'] });
	expect([shownTheme(), themeChoice(), localStorage.getItem('theme')]).toEqual([system, 'system', null]);
});

test('[PAGE-10] what is chosen in another tab is followed, and the projector keeps its own', () => {
	followSystem();
	localStorage.setItem('theme', 'dark');
	dispatchEvent(new StorageEvent('storage', { key: 'theme', newValue: 'dark' }));
	const followed = shownTheme();
	const leave = setTheme('projector');
	chooseTheme('light');
	const projected = shownTheme();
	leave();

	expect([followed, projected]).toEqual(['dark', 'projector']);
});
