import type { ContainerRecord, Labels, MountRecord } from '../engine/records.ts'

/** Running, or able to go on at any moment: removing it needs force. */
export function isActive(container: ContainerRecord): boolean {
	return container.state === 'running' || container.state === 'paused' || container.state === 'restarting'
}

/** The compose project that made something, if one did. */
export function composeProject(labels: Labels): string | undefined {
	return labels['com.docker.compose.project']
}

/** Where a container mounts a volume; more than one place is possible. */
export function mountsOf(container: ContainerRecord, volumeName: string): readonly MountRecord[] {
	return container.mounts.filter((mount) => mount.type === 'volume' && mount.name === volumeName)
}

/** By name, as people look for them. */
export function byName(one: { readonly name: string }, other: { readonly name: string }): number {
	return one.name.localeCompare(other.name, undefined, { numeric: true })
}
