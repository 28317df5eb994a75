import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: { adapter: adapter({ pages: 'build', assets: 'build', fallback: 'app.html', precompress: true }) }
};
