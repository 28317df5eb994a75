/**
 * Keeps the projector's laptop awake while its page is in sight. Without a secure context, and in some browsers, there is
 * no way to ask: then the page says so, and the system's own settings have to do it.
 */
export class WakeLock {
	/** `asked` until the first answer; a browser may take a given lock back at any time, and is asked again. */
	state: 'asked' | 'held' | 'refused' = $state('asked');
	#lock: WakeLockSentinel | null = null;
	#isOver = false;

	/** Returns what lets go. */
	keep(): () => void {
		const look = () => {
			if (document.visibilityState === 'visible') void this.#ask();
		};
		document.addEventListener('visibilitychange', look);
		look();
		return () => {
			this.#isOver = true;
			document.removeEventListener('visibilitychange', look);
			void this.#lock?.release();
		};
	}

	async #ask(): Promise<void> {
		if (this.#lock && !this.#lock.released) return;
		if (!('wakeLock' in navigator)) {
			this.state = 'refused';
			return;
		}
		try {
			const lock = await navigator.wakeLock.request('screen');
			if (this.#isOver) return void lock.release();
			this.#lock = lock;
			this.state = 'held';
		} catch {
			// Low battery, a policy, a page that is not in sight: all that is left is to say so.
			this.state = 'refused';
		}
	}
}
