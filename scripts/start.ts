import { buildFrontEnd } from './front-end.ts';

await buildFrontEnd();
await import('../server/main.ts');
