/** Somebody without a mouse: Tab, arrows and letters, and a look at where the focus is after everything. */
import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any page has. */
const STOPS = 220;

export class Keys {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** One key, after which the focus is on something, and can be seen. */
	async press(key: string): Promise<void> {
		await this.page.keyboard.press(key);
		await this.settle();
	}

	/** Once the page has done what a key does, somebody can see where they are. */
	async settle(): Promise<void> {
		await expect.poll(() => this.page.evaluate(lost), { message: 'the focus is lost or cannot be seen' }).toBe('');
	}

	async type(words: string): Promise<void> {
		await this.page.keyboard.type(words);
	}

	/** Goes on with Tab until this is in focus, as somebody does who looks for it. */
	async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
		await expect(target.first()).toBeAttached();
		for (let stop = 0; stop < STOPS; stop += 1) {
			if (await target.first().evaluate((element) => element === document.activeElement)) return;
			await this.page.keyboard.press(key);
		}
		throw new Error(`Tab does not come to ${String(target)}`);
	}

	/** Tabs to it and presses it. */
	async use(target: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
		await this.tabTo(target);
		await this.settle();
		await this.page.keyboard.press(key);
	}

	/** Arrows from paper to paper until one says this. */
	async arrowTo(
		target: Locator,
		key: 'ArrowDown' | 'ArrowUp' | 'ArrowLeft' | 'ArrowRight' = 'ArrowDown'
	): Promise<void> {
		for (let step = 0; step < 30; step += 1) {
			if (await target.first().evaluate((element) => element === document.activeElement)) return;
			await this.press(key);
		}
		throw new Error(`${key} does not come to ${String(target)}`);
	}
}

/** Why nobody can see where the focus is; empty where they can. */
function lost(): string {
	const held = document.activeElement;
	if (held === null || held === document.body) return 'nothing is in focus';
	// A new page is read from its heading on.
	if (held.matches('h1, main')) return '';
	if (!held.matches(':focus-visible')) return `${held.localName} is in focus without a ring`;
	const shown = [held, held.closest('label'), held.nextElementSibling].some((element) => {
		if (!element) return false;
		const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
		return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
	});
	return shown
		? ''
		: `${held.localName} “${held.getAttribute('aria-label') ?? held.textContent.slice(0, 40)}” has no ring`;
}
