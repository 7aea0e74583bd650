import { compareNames } from '../engine/naturalOrder.ts'
import type { ContainerRecord, Labels, MountRecord } from '../engine/records.ts'

/** Running, or able to go on at any moment: removing it needs force. */
export function isActive(container: ContainerRecord): boolean {
	return container.state === 'running' || container.state === 'paused' || container.state === 'restarting'
}

/** The compose project that made something, if one did. */
export function composeProject(labels: Labels): string | undefined {
	return labels['com.docker.compose.project']
}

/** The compose service that a container runs, if it is one of compose's. */
export function composeService(labels: Labels): string | undefined {
	return labels['com.docker.compose.service']
}

/** Where a container mounts a volume; more than one place is possible. */
export function mountsOf(container: ContainerRecord, volumeName: string): readonly MountRecord[] {
	return container.mounts.filter((mount) => mount.type === 'volume' && mount.name === volumeName)
}

/** By name, as people look for them. */
export function byName(one: { readonly name: string }, other: { readonly name: string }): number {
	return compareNames(one.name, other.name)
}

/** Containers as people see them: by compose project, each project by name; then those without one. */
export function byProject(containers: Iterable<ContainerRecord>): {
	readonly projects: ReadonlyMap<string, readonly ContainerRecord[]>
	readonly loose: readonly ContainerRecord[]
} {
	const projects = new Map<string, ContainerRecord[]>()
	const loose: ContainerRecord[] = []
	for (const container of [...containers].sort(byName)) {
		const project = composeProject(container.labels)
		if (project === undefined) loose.push(container)
		else if (projects.has(project)) projects.get(project)?.push(container)
		else projects.set(project, [container])
	}
	return { projects: new Map([...projects].sort(([one], [other]) => compareNames(one, other))), loose }
}

/** What can be done to a container's run. */
export type StateAction = 'start' | 'stop' | 'restart' | 'pause' | 'unpause'

/** Whether the engine would do it to a container in this state. */
export function allows({ state }: Pick<ContainerRecord, 'state'>, action: StateAction): boolean {
	switch (action) {
		case 'start':
			return state === 'created' || state === 'exited' || state === 'dead'
		case 'stop':
			return state === 'running' || state === 'restarting' || state === 'paused'
		case 'restart':
			return state === 'running' || state === 'restarting' || state === 'exited'
		case 'pause':
			return state === 'running'
		case 'unpause':
			return state === 'paused'
	}
}
