import { SignatureKept } from '#lib/plan/signature-kept.ts';
import type { PlanView } from '#protocol/views.ts';

/** The signature that waits on this device, for a page to show. */
export class SigningHere {
	#changes = $state(0);
	readonly #kept: SignatureKept;

	constructor(workshop: string, person: string) {
		this.#kept = new SignatureKept(workshop, person, () => (this.#changes += 1));
	}

	/** Given, and not on the plan yet. */
	get isWaiting(): boolean {
		void this.#changes;
		return this.#kept.isWaiting;
	}

	/** Why it is not on the plan; null for none. */
	get refused(): string | null {
		void this.#changes;
		return this.#kept.refused;
	}

	/** The person's own press; the plan with the name on it, or null while it waits or was refused. */
	sign(saw: string): Promise<PlanView | null> {
		return this.#kept.sign(saw);
	}

	/** Sends what waits, where something does. */
	send(): Promise<PlanView | null> {
		return this.#kept.send();
	}

	/** The reason was read. */
	letGo(): void {
		this.#kept.letGo();
	}
}
