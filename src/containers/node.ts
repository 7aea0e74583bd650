import type { ContainerEndpoint, ContainerMount } from './details.ts'
import type { FolderEntry } from './operations/listFolder.ts'
import { portText, type Port } from './port.ts'
import type { Written } from './written.ts'

/**
 * What stands in the containers view. Only a container itself has a `containerId`; what stands below it names it as its
 * `owner`, so that no command on containers takes a mount for its container.
 */
export type ContainersNode = { readonly id: string } & (
	| { readonly kind: 'project'; readonly project: string }
	| { readonly kind: 'container'; readonly containerId: string }
	| Below
)

type Below = { readonly owner: string } & (
	| { readonly kind: 'mounts' | 'networks' | 'ports' | 'risk' }
	| { readonly kind: 'mount'; readonly mount: ContainerMount }
	/** A file or folder in a tmpfs. */
	| { readonly kind: 'entry'; readonly path: string; readonly entry: FolderEntry }
	| { readonly kind: 'endpoint'; readonly endpoint: ContainerEndpoint }
	| { readonly kind: 'port'; readonly port: Port }
	/** A file or folder that the container wrote outside of all mounts; of the noise, the whole first. */
	| { readonly kind: 'written' | 'noise'; readonly written: Written }
	/** More than is shown. */
	| { readonly kind: 'more'; readonly count: number }
)

export type BelowNode = Extract<ContainersNode, { readonly owner: string }>
export type MountNode = Extract<ContainersNode, { kind: 'mount' }>
export type EndpointNode = Extract<ContainersNode, { kind: 'endpoint' }>
export type PortNode = Extract<ContainersNode, { kind: 'port' }>
export type WrittenNode = Extract<ContainersNode, { kind: 'written' | 'noise' }>

export function projectNode(project: string): ContainersNode {
	return { kind: 'project', id: `project/${project}`, project }
}

export function containerNode(containerId: string): ContainersNode {
	return { kind: 'container', id: `container/${containerId}`, containerId }
}

export function groupNode(owner: string, kind: 'mounts' | 'networks' | 'ports' | 'risk'): BelowNode {
	return { kind, id: `${kind}/${owner}`, owner }
}

export function mountNode(owner: string, mount: ContainerMount): MountNode {
	return { kind: 'mount', id: `mount/${owner}${mount.target}`, owner, mount }
}

export function entryNode(owner: string, folder: string, entry: FolderEntry): BelowNode {
	const path = `${folder === '/' ? '' : folder}/${entry.name}`
	return { kind: 'entry', id: `entry/${owner}${path}`, owner, path, entry }
}

export function endpointNode(owner: string, endpoint: ContainerEndpoint): EndpointNode {
	return { kind: 'endpoint', id: `endpoint/${owner}/${endpoint.networkName}`, owner, endpoint }
}

export function portNode(owner: string, port: Port): PortNode {
	return { kind: 'port', id: `port/${owner}/${portText(port)}`, owner, port }
}

export function writtenNode(owner: string, kind: WrittenNode['kind'], written: Written): WrittenNode {
	return { kind, id: `${kind}/${owner}${written.path}`, owner, written }
}

/** All that is noise, as one. */
export function noiseNode(owner: string, written: Written): WrittenNode {
	return { kind: 'noise', id: `noise/${owner}`, owner, written }
}

export function moreNode(owner: string, folder: string, count: number): BelowNode {
	return { kind: 'more', id: `more/${owner}${folder}`, owner, count }
}
