import type { InvitedRole } from '#domain/links.ts';
import { invite, listAccounts, listInvitations, newPasswordLink, withdrawInvitation } from '#lib/http/invitations.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import type { InvitationView, NewPasswordLinkView, WorkshopAccountView } from '#protocol/invitations.ts';

/** Who is invited by a one-time link, and who has an account here. An address is known only where it was made. */
export class Invitations {
	readonly #turn = new InTurn();
	readonly asking = this.#turn.asking;
	/** Null until they were read. */
	list: readonly InvitationView[] | null = $state.raw(null);
	accounts: readonly WorkshopAccountView[] = $state.raw([]);
	/** Invitation -> path. */
	paths: Readonly<Record<string, string>> = $state.raw({});
	/** Account -> the link to a new password that was made on this page. */
	newPasswords: Readonly<Record<string, NewPasswordLinkView>> = $state.raw({});
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	async read(): Promise<void> {
		const read = await this.#turn.ask(async () => ({
			list: await listInvitations(this.#workshopId),
			accounts: await listAccounts(this.#workshopId)
		}));
		if (!read) return;
		this.list = read.answer.list;
		this.accounts = read.answer.accounts;
	}

	/** True once the link is there. */
	async invite(name: string, email: string, role: InvitedRole): Promise<boolean> {
		const made = await this.#turn.ask(() => invite(this.#workshopId, { name, email, role }));
		if (!made) return false;
		const { path, ...invitation } = made.answer;
		this.paths = { ...this.paths, [invitation.id]: path };
		await this.read();
		return true;
	}

	async withdraw(invitation: InvitationView): Promise<void> {
		const gone = await this.#turn.ask(() => withdrawInvitation(this.#workshopId, invitation.id));
		if (gone) await this.read();
	}

	async makeNewPassword(account: WorkshopAccountView): Promise<void> {
		const made = await this.#turn.ask(() => newPasswordLink(this.#workshopId, account.id));
		if (made) this.newPasswords = { ...this.newPasswords, [account.id]: made.answer };
	}
}
