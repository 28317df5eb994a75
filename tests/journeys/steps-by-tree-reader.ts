/** The page as a screen reader has it: roles and names, and what is announced; nothing of how it looks. */
import type { Page } from '@playwright/test';

export interface Said {
	readonly role: string;
	readonly name: string;
	/** Of headings. */
	readonly level: number | null;
	/** The roles and names around it, from the inside out. */
	readonly within: readonly string[];
}

/** Everything a screen reader can come to, in order. */
export async function readTree(page: Page): Promise<readonly Said[]> {
	const session = await page.context().newCDPSession(page);
	const { nodes } = await session.send('Accessibility.getFullAXTree');
	await session.detach();
	const byId = new Map(nodes.map((node) => [node.nodeId, node]));
	const told = (node: (typeof nodes)[number]) => ({
		role: String(node.role?.value ?? ''),
		name: String(node.name?.value ?? '').trim()
	});
	return nodes
		.filter(({ ignored }) => !ignored)
		.map((node) => {
			const within: string[] = [];
			for (let up = byId.get(node.parentId ?? ''); up; up = byId.get(up.parentId ?? '')) {
				const { role, name } = told(up);
				if (!up.ignored && role !== 'generic' && role !== 'none') within.push(name === '' ? role : `${role} ${name}`);
			}
			const level = node.properties?.find(({ name }) => name === 'level')?.value.value;
			return { ...told(node), level: typeof level === 'number' ? level : null, within };
		});
}

const OPERATED = new Set([
	'button',
	'link',
	'textbox',
	'checkbox',
	'radio',
	'tab',
	'combobox',
	'switch',
	'menuitem',
	'searchbox',
	'slider'
]);

/** What can be operated and has no name. */
export const nameless = (tree: readonly Said[]): readonly string[] =>
	tree
		.filter(({ role, name }) => OPERATED.has(role) && name === '')
		.map(({ role, within }) => `${role} in ${within.join(' < ')}`);

/** Headings that leave a level out. */
export function skippedLevels(tree: readonly Said[]): readonly string[] {
	let last = 0;
	return tree.flatMap(({ role, level, name }) => {
		if (role !== 'heading' || level === null) return [];
		const isSkipped = last > 0 && level > last + 1;
		last = level;
		return isSkipped ? [`${name} is of level ${level}`] : [];
	});
}

/** From now on, everything that live regions say is kept. */
export async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
	await page.evaluate(() => {
		const heard: string[] = [];
		Object.assign(globalThis, { heard });
		const LIVE = '[role=status], [role=alert], [aria-live]:not([aria-live=off])';
		new MutationObserver((changes) => {
			const regions = new Set(
				changes.flatMap(({ target }) => {
					const element = target instanceof Element ? target : target.parentElement;
					return element?.closest(LIVE) ?? [];
				})
			);
			for (const region of regions) {
				const words = region.textContent.trim();
				if (words !== '' && heard.at(-1) !== words) heard.push(words);
			}
		}).observe(document.body, { childList: true, characterData: true, subtree: true });
	});
	return () => page.evaluate(() => (globalThis as unknown as { readonly heard: readonly string[] }).heard);
}
