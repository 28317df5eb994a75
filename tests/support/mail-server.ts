/** A real mail server on this machine, and a reader for what it took. */
import { SMTPServer } from 'smtp-server';
import PostalMime, { type Email } from 'postal-mime';
import type { AddressInfo } from 'node:net';

export interface MailServer {
	readonly url: string;
	/** Everything it took, in order. */
	readonly taken: readonly Email[];
	/** From now on it refuses what comes. */
	refuse(isRefusing: boolean): void;
	/** There is no such address. */
	refuseAddress(address: string): void;
	close(): Promise<void>;
}

export async function mailServer(): Promise<MailServer> {
	const taken: Email[] = [];
	let isRefusing = false;
	const noSuch = new Set<string>();
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onMailFrom: (_, __, done) => done(isRefusing ? new Error('not now') : null),
		onRcptTo: ({ address }, _, done) =>
			done(noSuch.has(address) ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null),
		onData: (stream, _, done) => {
			const parts: Buffer[] = [];
			stream.on('data', (part: Buffer) => void parts.push(part));
			stream.on('end', () => {
				void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
					taken.push(mail);
					done();
				});
			});
		}
	});
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
	const { port } = server.server.address() as AddressInfo;
	return {
		url: `smtp://127.0.0.1:${port}`,
		taken,
		refuse: (on) => {
			isRefusing = on;
		},
		refuseAddress: (address) => void noSuch.add(address),
		close: () => new Promise((resolve) => void server.close(() => resolve()))
	};
}

/** The six digits in a mail. */
export const codeIn = ({ text = '' }: Pick<Email, 'text'>): string => /^\s+(\d{6})$/m.exec(text)?.[1] ?? '';
