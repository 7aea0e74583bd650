import type Dockerode from 'dockerode'
import { hostname } from 'node:os'

/** Containers with this label are Longshore's own; nobody is shown them. Its value says what they serve. */
export const helperLabel = 'longshore.helper'

/** Whose a helper, or what it keeps, is: `<host>:<process id>`. */
const ownerLabel = 'longshore.helper.owner'

/** Says that something on an engine is this process's. */
export function ownerLabels(): Readonly<Record<string, string>> {
	return { [ownerLabel]: `${hostname()}:${process.pid}` }
}

/** What each helper container has. */
export function helperLabels(serves: string): Readonly<Record<string, string>> {
	return { [helperLabel]: serves, ...ownerLabels() }
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
 * Whether the process that labelled something is no more; undefined where it ran on another machine.
 *
 * @param isAlive Whether a process of this machine is there.
 */
export function isOwnerGone(
	labels: Readonly<Record<string, string>>,
	isAlive: (pid: number) => boolean,
): boolean | undefined {
	const [, host, pid] = /^(.*):(\d+)$/.exec(labels[ownerLabel] ?? '') ?? []
	return host === hostname() ? !isAlive(Number(pid)) : undefined
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
