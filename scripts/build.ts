import { buildFrontEnd } from './front-end.ts';

await buildFrontEnd();
