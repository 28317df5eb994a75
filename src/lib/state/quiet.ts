/** True in quiet time: no sounds, counters or motion on this device. The attribute is kept by `Ready.svelte`. */
export const isQuietNow = (): boolean => globalThis.document?.documentElement.hasAttribute('data-quiet') ?? false;
