/** A secret link as facilitators see it; never its token. */
import type { LinkView } from '#protocol/views.ts';
import type { LinkRecord, ListedLink } from '../store/links.ts';

export const linkView = ({ id, purpose, personId, createdAt, revokedAt }: LinkRecord): LinkView => ({
	id,
	purpose,
	personId,
	createdAt: createdAt.toISOString(),
	revokedAt: revokedAt?.toISOString() ?? null,
	devices: 0,
	firstOpenedAt: null,
	lastOpenedAt: null
});

/** With the devices on which it is open. */
export const listedLinkView = ({ devices, firstOpenedAt, lastOpenedAt, ...link }: ListedLink): LinkView => ({
	...linkView(link),
	devices,
	firstOpenedAt: firstOpenedAt?.toISOString() ?? null,
	lastOpenedAt: lastOpenedAt?.toISOString() ?? null
});
