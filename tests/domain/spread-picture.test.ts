import { beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { pictureOf } from '#domain/picture.ts';
import type { Activity } from '#domain/template.ts';
import { loadTemplate } from '#server/template.ts';

let steps: readonly Activity[];
beforeAll(async () => {
	steps = (await loadTemplate()).activities;
});

const shown = (step: string, isOnBreak = false) =>
	pictureOf(
		{
			state: 'room',
			screen: { kind: 'spread' },
			step: { id: asId(step), phase: null },
			isOnBreak,
			isReportingBack: false
		},
		steps
	);

test('[HOUSE-6] the marks of a step are on the screen while it runs; another step has its own picture, and a break rests', () => {
	expect(shown('house')).toEqual({ kind: 'spread', of: 'house' });
	expect(shown('experiences')).toEqual({ kind: 'prompt' });
	expect(shown('customer')).toEqual({ kind: 'customer' });
	expect(shown('house', true)).toEqual({ kind: 'break' });
});
