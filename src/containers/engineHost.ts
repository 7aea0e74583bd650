import { hostname } from 'node:os'
import type { Endpoint } from '../engine/endpoint.ts'

/**
 * Whether the engine's host certainly is this machine: a socket may lead out of a container, or into a virtual machine,
 * whose names are others.
 *
 * @param name Of the engine's host; `GET /info`.
 */
export function isOnThisMachine(endpoint: Endpoint, name: string): boolean {
	return endpoint.kind === 'socket' && name === hostname()
}

/** Whether the engine's host is this machine, as far as can be told. */
export function isLocal(endpoint: Endpoint): boolean {
	return endpoint.kind === 'socket' || (endpoint.kind === 'tcp' && isLoopback(endpoint.hostname))
}

function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** How the engine's host is reached from here: `localhost`, or its name. */
export function engineHost(endpoint: Endpoint): string {
	switch (endpoint.kind) {
		case 'socket':
			return 'localhost'
		case 'tcp':
			return isLoopback(endpoint.hostname) ? 'localhost' : endpoint.hostname
		case 'ssh':
			return endpoint.destination.replace(/^.*@/, '')
	}
}

/** A path of this machine as it is known here: Docker Desktop's engine sees it below a folder of its own machine. */
export function hostPath(source: string): string {
	return source
		.replace(/^\/host_mnt(?=\/)/, '')
		.replace(/^\/run\/desktop\/mnt\/host\/([a-z])(?=\/|$)/, (_, drive: string) => `${drive.toUpperCase()}:`)
}
