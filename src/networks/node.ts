/** What stands in the networks view. */
export type NetworkNode = { readonly id: string; readonly networkId: string } & (
	| { readonly kind: 'network' }
	| { readonly kind: 'endpoint'; readonly containerId: string }
)

export type EndpointNode = Extract<NetworkNode, { kind: 'endpoint' }>

export function networkNode(networkId: string): NetworkNode {
	return { kind: 'network', id: networkNodeId(networkId), networkId }
}

export function networkNodeId(networkId: string): string {
	return `network/${networkId}`
}

export function endpointNode(networkId: string, containerId: string): EndpointNode {
	return { kind: 'endpoint', id: `endpoint/${networkId}/${containerId}`, networkId, containerId }
}
