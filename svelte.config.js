import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ pages: 'build', assets: 'build', fallback: 'app.html', precompress: true }),
		// A drawn page brings its styles along: it is seen after one request. The server allows them by their hashes.
		inlineStyleThreshold: 32_000,
		// The page itself does so once it is at rest (`lib/visit/at-rest.svelte.ts`).
		serviceWorker: { register: false }
	}
};
