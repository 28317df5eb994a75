/** Every check there is, one line each. */
import type { Check } from './check.ts';

// Each line ends with a comma, so that adding one changes no other.
// prettier-ignore
export const CHECKS: Readonly<Record<string, () => Promise<{ readonly check: Check }>>> = {
	kill9: () => import('./checks/kill9.ts'),
	'lock-dir': () => import('./checks/lock-dir.ts'),
	convergence: () => import('./checks/convergence.ts'),
	'convergence-sockets': () => import('./checks/convergence-sockets.ts'),
	'wifi-drop': () => import('./checks/wifi-drop.ts'),
	'db-outage': () => import('./checks/db-outage.ts'),
	'step-lock': () => import('./checks/step-lock.ts'),
	origin: () => import('./checks/origin.ts'),
	presence: () => import('./checks/presence.ts'),
	'slow-reader': () => import('./checks/slow-reader.ts'),
	'yjs-hostile': () => import('./checks/yjs-hostile.ts'),
	'fuzz-frames': () => import('./checks/fuzz-frames.ts'),
	'readonly-frames': () => import('./checks/readonly-frames.ts'),
	'two-tabs': () => import('./checks/two-tabs.ts'),
	'day-offline': () => import('./checks/day-offline.ts'),
	fsync: () => import('./checks/fsync.ts'),
	'power-cut': () => import('./checks/power-cut.ts'),
	'backup-restore': () => import('./checks/backup-restore.ts'),
	authorship: () => import('./checks/authorship.ts'),
	'authz-matrix': () => import('./checks/authz-matrix.ts'),
	limits: () => import('./checks/limits.ts'),
	'join-code': () => import('./checks/join-code.ts'),
	'remove-participant': () => import('./checks/remove-participant.ts'),
	sessions: () => import('./checks/sessions.ts'),
	xss: () => import('./checks/xss.ts'),
};
