/** The arithmetic of the sync benchmark. Pure. */
import type { Times } from './jobs.ts';

export const mean = (values: readonly number[]): number =>
	values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The value below which so large a share lies; NaN for nothing. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
	return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function timesOf(values: readonly number[]): Times {
	const sorted = Float64Array.from(values).sort();
	return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), p99: quantile(sorted, 0.99) };
}
