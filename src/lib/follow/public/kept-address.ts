/** The secret address of the progress page, on the device that made it: the server keeps no more than its hash. */

const keyOf = (workshop: string): string => `plenary:progress-address:${workshop}`;

export function keptAddress(workshop: string): string | null {
	try {
		return localStorage.getItem(keyOf(workshop));
	} catch {
		return null;
	}
}

export function keepAddress(workshop: string, path: string | null): void {
	try {
		if (path === null) localStorage.removeItem(keyOf(workshop));
		else localStorage.setItem(keyOf(workshop), path);
	} catch {
		// Without storage the address is shown once.
	}
}
