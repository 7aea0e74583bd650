import * as vscode from 'vscode'
import { byName } from '../containers/container.ts'
import { Uses } from '../containers/uses.ts'
import type { InventoryChange } from '../engine/inventory.ts'
import type { ContainerRecord, NetworkRecord } from '../engine/records.ts'
import type { Parts } from '../ui/parts.ts'
import { Tree } from '../ui/tree.ts'
import { containerDrop } from './containerDrop.ts'
import { endpointItem, endpointTooltip, networkItem, networkTooltip } from './items.ts'
import { endpointOf, inOrder, keysOf, networkKeysOf } from './network.ts'
import { endpointNode, networkNode, networkNodeId, type EndpointNode, type NetworkNode } from './node.ts'
import { aliasesOf } from './operations.ts'

/** Networks; in each, the endpoints that join containers to it. */
export class NetworksView extends Tree<NetworkNode> {
	readonly #parts: Parts
	readonly #uses = new Uses(networkKeysOf)
	/** By the endpoint's node; asked for when a network is opened. */
	readonly #aliases = new Map<string, readonly string[]>()
	#shown: ReadonlySet<string> = new Set()

	constructor(parts: Parts) {
		super('longshore.networks', parts.log, { dragAndDropController: containerDrop })
		this.#parts = parts
		this.register(parts.inventory.onDidChange((change) => this.#update(change)))
	}

	/** The containers that a network has endpoints of. */
	usersOf(network: Pick<NetworkRecord, 'id' | 'name'>): readonly ContainerRecord[] {
		return keysOf(network)
			.flatMap((key) => [...this.#uses.of(key)])
			.flatMap((id) => this.#parts.inventory.containers.get(id) ?? [])
			.sort(byName)
	}

	protected override async roots(): Promise<readonly NetworkNode[]> {
		const { inventory } = this.#parts
		await inventory.loaded('networks', 'containers')
		const networks = inOrder(inventory.networks.values())
		this.#shown = new Set(networks.map(({ id }) => id))
		return networks.map(({ id }) => networkNode(id))
	}

	protected override async childrenOf(node: NetworkNode): Promise<readonly NetworkNode[]> {
		const network = this.#parts.inventory.networks.get(node.networkId)
		if (node.kind !== 'network' || !network) return []
		const nodes = this.usersOf(network).map((container) => endpointNode(network.id, container.id))
		await Promise.all(nodes.map((endpoint) => this.#findAliases(endpoint, network)))
		return nodes
	}

	protected override parentOf(node: NetworkNode): NetworkNode | undefined {
		return node.kind === 'endpoint' ? networkNode(node.networkId) : undefined
	}

	protected override itemOf(node: NetworkNode): vscode.TreeItem {
		const network = this.#parts.inventory.networks.get(node.networkId)
		if (!network) return new vscode.TreeItem(node.networkId)
		if (node.kind === 'network') return networkItem(network, this.usersOf(network))
		const found = this.#endpoint(node, network)
		return found ? endpointItem(...found) : new vscode.TreeItem(node.containerId)
	}

	protected override tooltipOf(node: NetworkNode): vscode.MarkdownString | undefined {
		const network = this.#parts.inventory.networks.get(node.networkId)
		if (!network) return undefined
		if (node.kind === 'network') return networkTooltip(network, this.usersOf(network))
		const found = this.#endpoint(node, network)
		return found && endpointTooltip(...found)
	}

	#endpoint(node: EndpointNode, network: NetworkRecord) {
		const container = this.#parts.inventory.containers.get(node.containerId)
		const endpoint = container && endpointOf(container, network)
		return container && endpoint && ([container, endpoint, this.#aliases.get(node.id) ?? []] as const)
	}

	async #findAliases(node: EndpointNode, network: NetworkRecord): Promise<void> {
		try {
			const engine = await this.#parts.connection.connected()
			this.#aliases.set(node.id, await aliasesOf(engine, node.containerId, network))
		} catch (error) {
			// Gone in the meantime, which an event will tell; its other facts stand.
			this.#parts.log.debug(String(error))
		}
	}

	#update(change: InventoryChange): void {
		const { networks, containers } = this.#parts.inventory
		const all = change.reset.has('containers')
		if (all) this.#uses.reset(containers)
		const used = this.#uses.update(containers, change.containers)
		const cameOrWent = [...change.networks].filter((id) => networks.has(id) !== this.#shown.has(id))
		if (all || change.reset.has('networks') || cameOrWent.length > 0) {
			this.forget(cameOrWent.filter((id) => !networks.has(id)).map(networkNodeId))
			this.restructured()
			return
		}
		const touched = [...networks.values()].filter(
			(network) => change.networks.has(network.id) || keysOf(network).some((key) => used.has(key)),
		)
		this.changed(touched.map(({ id }) => networkNodeId(id)))
	}
}
