/**
 * Plain collections for rune classes: lookups that are made whole from something watched, and caches that nobody
 * watches. Neither needs a collection that is reactive in itself.
 */
export const setOf = <Value>(values: Iterable<Value> = []): Set<Value> => new Set(values);

export const mapOf = <Key, Value>(entries: Iterable<readonly [Key, Value]> = []): Map<Key, Value> => new Map(entries);
