/** What processes cost, read from `/proc` of Linux: CPU of all their threads, and memory. */
import { readdirSync, readFileSync } from 'node:fs';

const TICK_MS = 10;

/** CPU of all threads of a process so far, ms; 0 for one that has ended. */
export function cpuMs(pid: number): number {
	let nanoseconds = 0;
	try {
		for (const thread of readdirSync(`/proc/${pid}/task`)) {
			nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
		}
	} catch {
		// A thread may end while it is read.
		return nanoseconds / 1e6;
	}
	return nanoseconds / 1e6;
}

/** CPU of the first thread alone, which runs the code of a Node process, ms. */
export const mainCpuMs = (pid: number): number =>
	Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

/** CPU of a process, of its children, and of those children that have ended, ms. */
export function treeCpuMs(pid: number): number {
	const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(Number(name))[3] === String(pid));
	const stat = statOf(pid);
	const ended = (Number(stat[15] ?? 0) + Number(stat[16] ?? 0)) * TICK_MS;
	return [pid, ...children.map(Number)].reduce((sum, each) => sum + cpuMs(each), ended);
}

/** CPU of everything on this machine so far, ms. */
export function machineCpuMs(): number {
	const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] =
		readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/).map(Number) ?? [];
	return (user + nice + system + irq + softirq) * TICK_MS;
}

/** Resident memory now and the most it ever was, MB. */
export function memoryMb(pid: number): { readonly now: number; readonly peak: number } {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const mb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024;
	return { now: mb('VmRSS'), peak: mb('VmHWM') };
}

/** The fields of `/proc/PID/stat`, from 0; the name, which may hold spaces, as one. */
function statOf(pid: number): readonly string[] {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [before = '', after = ''] = [text.slice(0, text.indexOf('(')), text.slice(text.lastIndexOf(')') + 2)];
		return [before.trim(), '', ...after.split(' ')];
	} catch {
		// It has ended.
		return [];
	}
}
