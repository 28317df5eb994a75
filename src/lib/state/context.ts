import { createContext } from 'svelte';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';

/** Set by the layout of `/w/:w`; every page and part below it may ask. */
export const [getWorkshop, setWorkshop] = createContext<WorkshopState>();
