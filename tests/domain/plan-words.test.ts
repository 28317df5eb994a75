import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
	ACTION_KIND_WORDS,
	ACTION_KINDS,
	MEASURE_GROUPS,
	MOTIVATOR_WORDS,
	REACH_MIN,
	SMART_WORDS,
	SUPPORT_KIND_WORDS
} from '#domain/plan-words.ts';

test('[PLAN-21] the words of the plan are those of the template', async () => {
	const { vocabulary } = JSON.parse(
		await readFile(new URL('../../server/template.json', import.meta.url), 'utf8')
	) as Template;
	const kinds = vocabulary.actionKinds.filter(({ id }) => id !== 'small-fix');
	const byId = <Words>(entries: readonly (readonly [string, Words])[]) => Object.fromEntries(entries);

	expect(ACTION_KIND_WORDS.map(({ fields, ...kind }) => ({ ...kind, fields: fields.map(({ id }) => id) }))).toEqual(
		kinds.map(({ id, label, line, fields = [] }) => ({ id, label, line, fields }))
	);
	expect(ACTION_KINDS).toEqual(kinds.map(({ id }) => id));
	expect(MOTIVATOR_WORDS).toEqual(
		byId(vocabulary.motivators.map(({ id, label, meaning }) => [id, { label, meaning }] as const))
	);
	expect(MEASURE_GROUPS).toEqual(
		vocabulary.measureGroups.map(({ id, label, measures, caution }) => ({
			id,
			label,
			measures,
			...(caution ? { caution } : {})
		}))
	);
	expect(REACH_MIN).toBe(vocabulary.measureRules.reachMin);
	expect(SMART_WORDS).toEqual(
		byId(
			vocabulary.smart.map(
				({ letter, word, ask, missing, weak, good }) => [letter, { word, ask, missing, weak, good }] as const
			)
		)
	);
	expect(SUPPORT_KIND_WORDS).toEqual(
		byId(vocabulary.supportKinds.map(({ id, label, ask }) => [id, { label, ask }] as const))
	);
});

interface Template {
	readonly vocabulary: {
		readonly actionKinds: readonly { id: string; label: string; line: string; fields?: string[] }[];
		readonly motivators: readonly { id: string; label: string; meaning: string }[];
		readonly measureGroups: readonly { id: string; label: string; measures: string[]; caution?: string }[];
		readonly measureRules: { readonly reachMin: number };
		readonly smart: readonly Record<'letter' | 'word' | 'ask' | 'missing' | 'weak' | 'good', string>[];
		readonly supportKinds: readonly { id: string; label: string; ask: string }[];
	};
}
