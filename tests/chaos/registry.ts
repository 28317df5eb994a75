/** Every check there is, one line each. */
import type { Check } from './check.ts';

export const CHECKS: Readonly<Record<string, () => Promise<{ readonly check: Check }>>> = {
	kill9: () => import('./checks/kill9.ts')
};
