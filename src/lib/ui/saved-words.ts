/**
 * Where a person's words are, as far as this page knows. `laptop` and `saved` are promises: the first means the device
 * has stored them, the second that the server has them on disk.
 */
export type Saved =
	| { readonly kind: 'not-stored' }
	| { readonly kind: 'laptop'; readonly changes: number }
	| { readonly kind: 'sending'; readonly sent: number; readonly of: number }
	| { readonly kind: 'received' }
	| { readonly kind: 'saved'; readonly at?: string | undefined }
	| { readonly kind: 'offline'; readonly changes: number };

const changesOf = (changes: number): string => `${changes} ${changes === 1 ? 'change' : 'changes'}`;

/** The state in words, as it stands beside every board. */
export function savedWords(saved: Saved): string {
	switch (saved.kind) {
		case 'not-stored':
			return 'Not stored yet';
		case 'laptop':
			return `Only on this laptop: ${changesOf(saved.changes)}`;
		case 'sending':
			return `Sending ${saved.sent} of ${saved.of}`;
		case 'received':
			return 'Received, being written';
		case 'saved':
			return saved.at === undefined ? 'Saved' : `Saved ${saved.at}`;
		case 'offline':
			return saved.changes === 0 ? 'Not connected' : `Not connected, ${changesOf(saved.changes)} waiting`;
	}
}
