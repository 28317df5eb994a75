/** Every page is drawn by the browser, except `/` and `/j`, which turn both on again and arrive as finished HTML. */
export const ssr = false;
export const prerender = false;
