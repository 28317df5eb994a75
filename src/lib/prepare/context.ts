import { createContext } from 'svelte';
import type { Preparing } from '#lib/prepare/preparing.svelte.ts';

/** Set by the layout of preparation. */
export const [getPreparing, setPreparing] = createContext<Preparing>();
