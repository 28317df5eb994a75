/** How a mail leaves: to a mail server, or as a file into the outbox folder where there is none. */
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { oneLine } from '#domain/letter-mail.ts';
import type { Config } from '../config.ts';
import type { ClaimedMail } from '../store/mails.ts';

export interface Sender {
	/** False where mails become files, for somebody to pass on. */
	readonly isServer: boolean;
	/** Resolves once the mail is out of our hands. @throws whatever the mail server said */
	send(mail: ClaimedMail): Promise<void>;
	close(): void;
}

/** Nothing in a mail is read from a disk or fetched from the network. */
const CLOSED = { disableFileAccess: true, disableUrlAccess: true } as const;

export function messageOf(
	from: string,
	{ id, address, subject, text, html, replyTo, senderName, headers, calendar, claimedAt }: ClaimedMail
) {
	return {
		from: senderName === '' ? from : { name: `${headerWords(senderName)} through Plenary`, address: addressIn(from) },
		to: { name: '', address },
		subject: headerWords(subject),
		...(claimedAt === null ? {} : { date: claimedAt }),
		text,
		...(html === '' ? {} : { html }),
		...(replyTo === '' ? {} : { replyTo: { name: headerWords(senderName), address: replyTo } }),
		...(calendar === ''
			? {}
			: { icalEvent: { method: 'PUBLISH' as const, filename: 'meeting.ics', content: calendar } }),
		// The same mail keeps its name: a mail program that gets it twice shows it once.
		messageId: `<${id}@plenary>`,
		headers: {
			...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerWords(value)])),
			'Auto-Submitted': 'auto-generated'
		}
	};
}

/** What stands in a header: one line, whatever people wrote. */
const headerWords = (text: string): string => oneLine(text);

/** The address of `Plenary <plenary@example.org>`. */
const addressIn = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;

export function senderOf({ smtpUrl, mailFrom, dataDir }: Pick<Config, 'smtpUrl' | 'mailFrom' | 'dataDir'>): Sender {
	return smtpUrl === undefined ? toFolder(join(dataDir, 'outbox'), mailFrom) : toServer(smtpUrl, mailFrom);
}

function toServer(url: string, from: string): Sender {
	const transport = createTransport({
		url,
		connectionTimeout: 10_000,
		greetingTimeout: 10_000,
		socketTimeout: 20_000,
		...CLOSED
	});
	return {
		isServer: true,
		send: async (mail) => void (await transport.sendMail(messageOf(from, mail))),
		close: () => transport.close()
	};
}

/** Readable by whoever runs the installation only; a file is whole or not there. */
function toFolder(folder: string, from: string): Sender {
	const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...CLOSED });
	return {
		isServer: false,
		send: async (mail) => {
			const { message } = await transport.sendMail(messageOf(from, mail));
			if (!Buffer.isBuffer(message)) throw new Error('a mail was made as a stream');
			await mkdir(folder, { recursive: true, mode: 0o700 });
			const path = join(folder, `${mail.id}.eml`);
			const file = await open(`${path}.part`, 'w', 0o600);
			try {
				await file.writeFile(message);
				await file.sync();
			} finally {
				await file.close();
			}
			await rename(`${path}.part`, path);
		},
		close: () => transport.close()
	};
}
