/** Runs `work` once after a while; what it returns takes it back. */
export type After = (ms: number, work: () => void) => () => void;
