/** Files attached to the brief. They come as bytes, and go out as downloads: none is ever opened in the page. */
import { Hono } from 'hono';
import { ATTACHMENT_BYTES, ATTACHMENT_NAME, mediaTypeOf } from '#domain/attachment.ts';
import { Problem } from '#domain/problem.ts';
import type { AttachmentView } from '#protocol/brief.ts';
import type { Deps } from '../deps.ts';
import type { Env } from '../http.ts';
import { mayInWorkshop } from '../rights.ts';
import { AttachmentStore, type AttachmentRecord } from '../store/attachments.ts';

const viewOf = ({ addedAt, ...file }: AttachmentRecord): AttachmentView => ({
	...file,
	addedAt: addedAt.toISOString()
});

/** Without folders and control characters: it becomes the name of a file on somebody's machine. */
const tidyName = (name: string): string =>
	(name.split(/[/\\]/).at(-1) ?? '')
		.replace(/[\p{Cc}\p{Cf}]/gu, '')
		.replace(/\s+/gu, ' ')
		.trim();

/** RFC 6266: what has no letters of its own here is written in bytes. */
const disposition = (name: string): string =>
	`attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`;

export const attachmentRoutes = ({ database, now }: Pick<Deps, 'database' | 'now'>) => {
	const attachments = new AttachmentStore(database);

	return new Hono<Env>()
		.get('/workshops/:id/attachments', mayInWorkshop('brief.read'), async (c) =>
			c.json((await attachments.list(c.get('workshop').id)).map(viewOf))
		)
		.post('/workshops/:id/attachments', mayInWorkshop('workshop.prepare'), async (c) => {
			const name = tidyName(c.req.query('name') ?? '');
			if (name === '' || !name.isWellFormed())
				throw new Problem('malformed', "The part 'name' is missing or was not understood.", { field: 'name' });
			if (name.length > ATTACHMENT_NAME)
				throw new Problem(
					'too-long',
					`${name.length} of ${ATTACHMENT_NAME} characters. Give the file a shorter name.`,
					{
						field: 'name'
					}
				);
			const bytes = new Uint8Array(await c.req.arrayBuffer());
			if (bytes.length === 0) throw new Problem('empty', 'There is nothing in this file.', { field: 'file' });
			if (bytes.length > ATTACHMENT_BYTES)
				throw new Problem('too-large', 'This file is larger than 5 MB. Choose another.', { field: 'file' });
			const mediaType = mediaTypeOf(name, bytes);
			if (mediaType === null)
				throw new Problem(
					'malformed',
					'This is no PDF, table (CSV, XLSX), picture (PNG, JPG) or plain text. Save it as one of these, then add it.',
					{ field: 'file' }
				);
			const added = await attachments.add(c.get('workshop').id, { name, mediaType, bytes, addedAt: now() });
			return c.json(viewOf(added), 201);
		})
		.get('/workshops/:id/attachments/:attachment', mayInWorkshop('brief.read'), async (c) => {
			const { name, mediaType, bytes } = await attachments.read(c.get('workshop').id, c.req.param('attachment'));
			c.header('content-disposition', disposition(name));
			c.header('content-type', mediaType);
			c.header('x-content-type-options', 'nosniff');
			return c.body(new Uint8Array(bytes));
		})
		.post('/workshops/:id/attachments/:attachment/remove', mayInWorkshop('workshop.prepare'), async (c) => {
			await attachments.remove(c.get('workshop').id, c.req.param('attachment'));
			return c.body(null, 204);
		});
};
