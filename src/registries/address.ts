import { hubRegistry } from './account.ts'

/** Names under which people know Docker Hub. */
const hubNames: ReadonlySet<string> = new Set([
	hubRegistry,
	'index.docker.io',
	'registry-1.docker.io',
	'hub.docker.com',
	'registry.hub.docker.com',
])

/**
 * Reads the address of a registry as people paste it: with a scheme, with a path behind.
 *
 * @returns `host` or `host:port` as it stands in front of a reference; undefined if it is none.
 */
export function parseRegistry(text: string): string | undefined {
	const [, host = ''] = /^(?:https?:\/\/)?([^/\s]+)(?:\/\S*)?$/i.exec(text.trim()) ?? []
	const address = host.toLowerCase()
	if (hubNames.has(address)) return hubRegistry
	if (!/^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?|\[[a-f\d:]+\])(?::\d{1,5})?$/.test(address)) return undefined
	// Without a dot or a port, Docker would take it for a name on Docker Hub.
	return /[.:]/.test(address) || address === 'localhost' ? address : undefined
}

/** Where a registry's API is. Like the engine, plain HTTP only on this machine, where HTTPS isn't spoken. */
export function registryUrls(registry: string): readonly string[] {
	if (registry === hubRegistry) return ['https://registry-1.docker.io']
	const isHere = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(registry)
	return isHere ? [`https://${registry}`, `http://${registry}`] : [`https://${registry}`]
}
