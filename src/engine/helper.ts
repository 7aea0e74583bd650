import type Dockerode from 'dockerode'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Containers with this label are Longshore's own; nobody is shown them. Its value says what they serve. */
export const helperLabel = 'longshore.helper'

/** Whose a helper, or what it keeps, is, by {@link processName}. */
const ownerLabel = 'longshore.helper.owner'

/** Says that something on an engine is this process's, or another's of this machine. */
export function ownerLabels(pid = process.pid): Readonly<Record<string, string>> {
	return { [ownerLabel]: processName(pid) }
}

/** What others of this machine look for a process by: `<where processes are numbered>:<process id>`. */
export function processName(pid = process.pid): string {
	return `${numbering()}:${pid}`
}

/**
 * Where processes are numbered: on Linux, containers and WSL's distributions number their own, and may have the name of
 * the machine around them.
 */
function numbering(): string {
	try {
		return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
	} catch {
		return `${hostname()} ${process.platform}`
	}
}

/** What each helper container has. */
export function helperLabels(serves: string): Readonly<Record<string, string>> {
	return { [helperLabel]: serves, ...ownerLabels() }
}

/**
 * Makes a helper that is never started: a note, by its labels, or a way to the files of an image or of
 * what it mounts.
 *
 * @param image Is there.
 * @throws {EngineError}
 */
export function createIdleHelper(
	docker: Dockerode,
	image: string,
	labels: Readonly<Record<string, string>>,
	mounts: Dockerode.MountConfig = [],
): Promise<Dockerode.Container> {
	return docker.createContainer({
		Image: image,
		// Never run, but an engine wants one.
		Entrypoint: ['-'],
		Cmd: [],
		Labels: labels,
		NetworkDisabled: true,
		HostConfig: { NetworkMode: 'none', Mounts: mounts },
	})
}

/** A helper with this label only shows what is in a volume: where it ends, whoever looks again makes another. */
export const showsLabel = 'longshore.helper.shows'

/** A helper with this label is there for as long as a volume is written: one that is left over tells that it was cut off. */
export const writesLabel = 'longshore.helper.writes'

/** The volume that a helper, by its labels, was writing. */
export function writtenBy(labels: Readonly<Record<string, string>>): string | undefined {
	return writesLabel in labels ? labels[helperLabel] : undefined
}

/**
 * Removes a helper with the anonymous volumes that it has only because its image declares them. A volume that it was
 * given by name stays, also where that is an anonymous one of another container.
 *
 * @throws {EngineError}
 */
export async function removeHelper(helper: Dockerode.Container): Promise<void> {
	await helper.remove({ force: true, v: true })
}

/**
 * Whether the process that labelled something is no more; undefined where it cannot be seen from here.
 *
 * @param isAlive Whether a process of this machine is there.
 */
export function isOwnerGone(
	labels: Readonly<Record<string, string>>,
	isAlive: (pid: number) => boolean,
): boolean | undefined {
	return isProcessGone(labels[ownerLabel] ?? '', isAlive)
}

/** Whether a process is no more, by its {@link processName}; undefined where it cannot be seen from here. */
export function isProcessGone(name: string, isAlive = processExists): boolean | undefined {
	const [, where, pid] = /^(.*):(\d+)$/.exec(name) ?? []
	return where === numbering() ? !isAlive(Number(pid)) : undefined
}

/** Whether a process of this machine is there. */
export function processExists(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch (error) {
		// Somebody else's process is one, too.
		return error instanceof Error && 'code' in error && error.code === 'EPERM'
	}
}
