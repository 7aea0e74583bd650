import type { EndpointRecord, PortRecord } from '../../../src/engine/records.ts'
import type { Model, Peer, Segment } from '../../../src/networks/reachability.ts'

/** A network, a plain bridge if not said otherwise. */
export function network(name: string, more: Partial<Segment> = {}): Segment {
	return {
		id: `id-${name}`,
		name,
		driver: 'bridge',
		scope: 'local',
		internal: false,
		ingress: false,
		labels: {},
		options: {},
		pools: [{ subnet: '10.1.0.0/24', gateway: '10.1.0.1', ipRange: undefined, auxiliaryAddresses: {} }],
		...more,
	}
}

export function endpoint(networkName: string, more: Partial<EndpointRecord> = {}): EndpointRecord {
	return {
		networkName,
		networkId: `id-${networkName}`,
		ipv4Address: undefined,
		ipv4PrefixLength: undefined,
		ipv6Address: undefined,
		ipv6PrefixLength: undefined,
		ipv4Gateway: undefined,
		ipv6Gateway: undefined,
		macAddress: undefined,
		aliases: [],
		...more,
	}
}

/** A running container on these networks. */
export function container(
	name: string,
	networks: readonly (string | EndpointRecord)[],
	more: Partial<Peer> = {},
): Peer {
	const endpoints = networks.map((each) => (typeof each === 'string' ? endpoint(each) : each))
	return {
		id: `${name}-`.padEnd(64, '0'),
		name,
		state: 'running',
		labels: {},
		networkMode: endpoints[0]?.networkName ?? 'none',
		endpoints,
		ports: [],
		...more,
	}
}

export function port(containerPort: number, hostPort?: number, hostAddress?: string): PortRecord {
	return { containerPort, hostPort, hostAddress, protocol: 'tcp' }
}

const compose = (service: string) => ({
	'com.docker.compose.project': 'shop',
	'com.docker.compose.service': service,
})

/** A web API, a product catalogue and a database; only the catalogue reaches both others. */
export function shop(): Model {
	return {
		networks: [
			network('bridge', { options: { 'com.docker.network.bridge.default_bridge': 'true' } }),
			network('shop_front', { labels: { 'com.docker.compose.project': 'shop' } }),
			network('shop_back', { internal: true, labels: { 'com.docker.compose.project': 'shop' } }),
		],
		containers: [
			container('shop-api-1', [endpoint('shop_front', { ipv4Address: '10.1.0.2', aliases: ['api'] })], {
				labels: compose('api'),
				ports: [port(80, 8080, '0.0.0.0')],
			}),
			container(
				'shop-catalog-1',
				['shop_back', endpoint('shop_front', { ipv4Address: '10.1.0.3', aliases: ['catalog'] })],
				{
					labels: compose('catalog'),
				},
			),
			container('shop-db-1', [endpoint('shop_back', { ipv4Address: '10.2.0.2', aliases: ['db'] })], {
				labels: compose('db'),
			}),
		],
	}
}

/** One of a model's containers. */
export function named({ containers }: Model, name: string): Peer {
	const found = containers.find((peer) => peer.name === name)
	if (!found) throw new Error(`There is no container ${name}.`)
	return found
}
