import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// In development the server is a process of its own: imported into Vite it would open the data folder a second time.
const server = `http://127.0.0.1:${process.env.PORT ?? '3000'}`;

export default defineConfig({
	plugins: [sveltekit()],
	server: {
		proxy: {
			'/api': { target: server },
			'/sync': { target: server, ws: true },
			'/live': { target: server, ws: true }
		}
	}
});
