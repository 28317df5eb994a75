/**
 * The files of the embedded database. The engine believes that it syncs them, and by itself it does not: its calls end
 * in nothing. Here they reach the disk in the order Postgres relies on: the log before any page it describes, every page
 * before the control file that says it is there. Only the log of an ordinary commit is left to `Wal`, which syncs it
 * without holding up this thread.
 */
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file of the log, or its folder, that is not on disk as it is. */
export interface Unsynced {
	readonly path: string;
	readonly isFolder: boolean;
	/** The number of its last change. */
	readonly change: number;
}

/** The few parts of the engine's file system that are used here, as Emscripten's NODEFS has them. */
interface Node {
	readonly name: string;
	readonly parent: Node;
}
interface Stream {
	readonly node: Node;
	readonly nfd: number;
}
interface Attributes {
	readonly size?: number;
}
interface Files {
	readonly NODEFS: {
		readonly node_ops: {
			mknod(parent: Node, name: string, mode: number, dev: number): Node;
			rename(node: Node, folder: Node, name: string): void;
			unlink(parent: Node, name: string): void;
			setattr(node: Node, attributes: Attributes): void;
			getattr(node: Node): { readonly size: number };
		};
		readonly stream_ops: {
			write(stream: Stream, buffer: ArrayBufferView, offset: number, length: number, position: number): number;
			setattr(stream: Stream, attributes: Attributes): void;
			getattr(stream: Stream): { readonly size: number };
			fsync?: (stream: Stream) => number;
		};
		realPath(node: Node): string;
	};
}

const hasFiles = (module: object): module is Files => 'NODEFS' in module;

const logFolder = 'pg_wal';
const isLog = (node: Node) => node.name === logFolder || node.parent.name === logFolder;

export class EngineFiles extends NodeFS {
	readonly #onBroken: (cause: unknown) => void;
	readonly #unsynced = new Map<string, Unsynced>();
	/** Folders in which names came or went. */
	readonly #changedFolders = new Set<string>();
	#changes = 0;

	/** @param onBroken the disk refused a sync */
	constructor(folder: string, onBroken: (cause: unknown) => void) {
		super(folder);
		this.#onBroken = onBroken;
	}

	/** Grows with every write into the log. */
	get logChanges(): number {
		return this.#changes;
	}

	/** What of the log is to be synced, its folder last. */
	unsyncedLog(): readonly Unsynced[] {
		return [...this.#unsynced.values()].sort((one, other) => Number(one.isFolder) - Number(other.isFolder));
	}

	/** That change is on disk. */
	synced({ path, change }: Unsynced): void {
		if (this.#unsynced.get(path)?.change === change) this.#unsynced.delete(path);
	}

	override async init(...[engine, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
		const first = (module: object) => {
			if (!hasFiles(module))
				throw new Error('The embedded database keeps its files in another way than this release knows.');
			this.#watch(module);
		};
		return super.init(engine, { ...options, preRun: [first, ...(options.preRun ?? [])] });
	}

	#watch({ NODEFS }: Files): void {
		const { node_ops: nodes, stream_ops: streams, realPath } = NODEFS;
		const [mknod, rename, unlink, setNode] = [nodes.mknod, nodes.rename, nodes.unlink, nodes.setattr];
		const [write, setStream] = [streams.write, streams.setattr];

		nodes.mknod = (parent, name, mode, dev) => {
			const node = mknod(parent, name, mode, dev);
			this.#named(realPath(parent), isLog(node));
			return node;
		};
		nodes.rename = (node, folder, name) => {
			const before = realPath(node);
			rename(node, folder, name);
			const after = `${realPath(folder)}/${name}`;
			if (this.#unsynced.delete(before)) this.#changed(after, false);
			this.#named(dirname(before), dirname(before).endsWith(`/${logFolder}`));
			this.#named(dirname(after), dirname(after).endsWith(`/${logFolder}`));
		};
		nodes.unlink = (parent, name) => {
			const isOfLog = parent.name === logFolder;
			if (!isOfLog) this.#logFirst();
			unlink(parent, name);
			this.#unsynced.delete(`${realPath(parent)}/${name}`);
			this.#named(realPath(parent), isOfLog);
		};
		nodes.setattr = (node, attributes) => {
			if (attributes.size !== undefined && !isLog(node) && attributes.size < nodes.getattr(node).size) this.#logFirst();
			setNode(node, attributes);
		};
		streams.setattr = (stream, attributes) => {
			if (attributes.size !== undefined && !isLog(stream.node) && attributes.size < streams.getattr(stream).size)
				this.#logFirst();
			setStream(stream, attributes);
		};
		streams.write = (stream, buffer, offset, length, position) => {
			if (isLog(stream.node)) {
				const written = write(stream, buffer, offset, length, position);
				this.#changed(realPath(stream.node), false);
				return written;
			}
			// A page of zeros is how a table grows; it says nothing that the log would have to say before.
			if (this.#unsynced.size > 0 && !isZero(buffer, offset, length)) this.#logFirst();
			return write(stream, buffer, offset, length, position);
		};
		streams.fsync = (stream) => {
			if (!isLog(stream.node)) this.#sync(stream.nfd, dirname(realPath(stream.node)));
			return 0;
		};
	}

	#changed(path: string, isFolder: boolean): void {
		this.#unsynced.set(path, { path, isFolder, change: ++this.#changes });
	}

	#named(folder: string, isOfLog: boolean): void {
		if (isOfLog) this.#changed(folder, true);
		else this.#changedFolders.add(folder);
	}

	/** Before a page changes on disk: what the log says about it has to be there. */
	#logFirst(): void {
		for (const { path, isFolder } of this.unsyncedLog()) {
			this.#orBroken(() => (isFolder ? syncFolderNow(path) : syncFileNow(path)));
			this.#unsynced.delete(path);
		}
	}

	#sync(file: number, folder: string): void {
		this.#orBroken(() => fsyncSync(file));
		if (!this.#changedFolders.has(folder)) return;
		this.#orBroken(() => syncFolderNow(folder));
		this.#changedFolders.delete(folder);
	}

	/** A second try would succeed without having written what the first one lost: there is none. */
	#orBroken(sync: () => void): void {
		try {
			sync();
		} catch (cause) {
			this.#onBroken(cause);
			throw cause;
		}
	}
}

function syncFileNow(path: string): void {
	const file = openSync(path, 'r+');
	try {
		fdatasyncSync(file);
	} finally {
		closeSync(file);
	}
}

/** Windows has no such call: there the file's own sync has to do. */
function syncFolderNow(path: string): void {
	if (process.platform === 'win32') return;
	const folder = openSync(path, 'r');
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}

function isZero(buffer: ArrayBufferView, offset: number, length: number): boolean {
	const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
	// Few pages begin with a zero: their first bytes are their place in the log.
	return bytes.every((byte) => byte === 0);
}
