import { ATTACHMENT_BYTES, ATTACHMENTS } from '#domain/attachment.ts';
import { addAttachment, listAttachments, removeAttachment } from '#lib/http/brief.ts';
import { sentenceOf } from '#lib/http/request.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import type { AttachmentView } from '#protocol/brief.ts';

/** A file on its way out. */
export interface Sending {
	readonly name: string;
	/** From 0 to 1. */
	readonly part: number;
}

export const sizeWords = (bytes: number): string =>
	bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The files attached to the brief. They are sent one after the other; each refusal names its file. */
export class Attached {
	readonly #turn = new InTurn();
	readonly asking = this.#turn.asking;
	/** Null until they were read. */
	files: readonly AttachmentView[] | null = $state.raw(null);
	sending: Sending | null = $state.raw(null);
	refusals: readonly string[] = $state.raw([]);
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	async read(): Promise<void> {
		const read = await this.#turn.ask(() => listAttachments(this.#workshopId));
		if (read) this.files = read.answer;
	}

	async add(chosen: readonly File[]): Promise<void> {
		this.refusals = [];
		for (const file of chosen) await this.#send(file);
		this.sending = null;
	}

	async #send(file: File): Promise<void> {
		try {
			if (file.size > ATTACHMENT_BYTES) throw new RangeError(`it is ${sizeWords(file.size)}, and 5 MB is the most`);
			if ((this.files?.length ?? 0) >= ATTACHMENTS) throw new RangeError(`${ATTACHMENTS} files are the most`);
			this.sending = { name: file.name, part: 0 };
			const added = await addAttachment(this.#workshopId, file, (part) => {
				this.sending = { name: file.name, part };
			});
			this.files = [...(this.files ?? []), added];
		} catch (error) {
			const why = error instanceof RangeError ? `Not added, for ${error.message}.` : sentenceOf(error);
			this.refusals = [...this.refusals, `${file.name}: ${why}`];
		}
	}

	async remove(file: AttachmentView): Promise<void> {
		const removed = await this.#turn.ask(() => removeAttachment(this.#workshopId, file.id));
		if (removed) this.files = this.files?.filter(({ id }) => id !== file.id) ?? null;
	}
}
