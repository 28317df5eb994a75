const KEY = 'plenary.pointers';

/** Whether this device shows others' pointers, and so sends its own. Off until somebody chooses it; kept here. */
export class PointerChoice {
	isOn = $state(readChoice());

	choose(isOn: boolean): void {
		this.isOn = isOn;
		try {
			if (isOn) localStorage.setItem(KEY, 'on');
			else localStorage.removeItem(KEY);
		} catch {
			// It holds for this page then.
		}
	}
}

function readChoice(): boolean {
	try {
		return localStorage.getItem(KEY) === 'on';
	} catch {
		// A browser that keeps nothing shows none.
		return false;
	}
}

/** A mouse or a pen: a finger rests nowhere. */
export const hasPointer = (): boolean => matchMedia('(pointer: fine)').matches;
