import * as vscode from 'vscode'
import type { InventoryChange } from '../engine/inventory.ts'
import type { ContainerRecord } from '../engine/records.ts'
import { Failure } from '../ui/failure.ts'
import type { Parts } from '../ui/parts.ts'
import { carryContainers, containersMimeType } from '../ui/containerDrag.ts'
import { Tree } from '../ui/tree.ts'
import { byProject, composeProject } from './container.ts'
import type { ContainerDetails } from './details.ts'
import { containerItem, containerTooltip, projectItem } from './items.ts'
import { belowItem, endpointTooltip, mountTooltip, portTooltip } from './itemsBelow.ts'
import * as nodes from './node.ts'
import type { BelowNode, ContainersNode, WrittenNode } from './node.ts'
import { containerDetails } from './operations.ts'
import { isOpenToEveryone, portsOf } from './port.ts'
import type { DataAtRisk, Written } from './written.ts'

/** More entries of one folder than anybody reads; the largest are shown. */
const most = 500
/** Looking for data at risk, or into a tmpfs, ends after this; ms. */
const patience = 30_000

/** Containers by compose project; in each, its mounts, networks, ports, and what it holds outside of volumes. */
export class ContainersView extends Tree<ContainersNode> {
	readonly #parts: Parts
	/** By the record: a container that changed is asked about anew. */
	readonly #details = new WeakMap<ContainerRecord, Promise<ContainerDetails>>()
	/** No event tells what a container writes: what was found stands until somebody looks again. */
	readonly #atRisk = new Map<string, DataAtRisk>()
	/** Ids of the nodes that were shown below a container. */
	readonly #below = new Map<string, Set<string>>()
	#roots: ReadonlySet<string> = new Set()
	/** Compose projects of the containers that are shown. */
	#projects: ReadonlyMap<string, string | undefined> = new Map()

	constructor(parts: Parts) {
		super('longshore.containers', parts.log, { dragAndDropController: containerDrag })
		this.#parts = parts
		this.register(parts.inventory.onDidChange((change) => this.#update(change)))
	}

	/** Containers of a compose project. */
	ofProject(project: string): readonly ContainerRecord[] {
		return byProject(this.#parts.inventory.containers.values()).projects.get(project) ?? []
	}

	/**
	 * What inspecting a container says; asked for once for each state of the container.
	 *
	 * @throws {EngineError}
	 */
	detailsOf(container: ContainerRecord): Promise<ContainerDetails> {
		let details = this.#details.get(container)
		if (!details) {
			details = this.#parts.connection.connected().then((engine) => containerDetails(engine, container.id))
			this.#details.set(container, details)
			details.catch(() => this.#details.delete(container))
		}
		return details
	}

	/**
	 * What a container holds outside of volumes, as it was when somebody last looked.
	 *
	 * @throws {EngineError}
	 */
	async dataAtRiskOf(container: ContainerRecord): Promise<DataAtRisk> {
		const known = this.#atRisk.get(container.id)
		if (known) return known
		const engine = await this.#parts.connection.connected()
		const { findDataAtRisk } = await import('./operations/findDataAtRisk.ts')
		const found = await findDataAtRisk(engine, container, AbortSignal.timeout(patience))
		this.#atRisk.set(container.id, found)
		return found
	}

	/** Looks again for data at risk, and shows it. */
	async revealDataAtRisk(container: ContainerRecord): Promise<void> {
		this.#atRisk.delete(container.id)
		await this.dataAtRiskOf(container)
		const node = nodes.groupNode(container.id, 'risk')
		this.changed([node.id])
		await this.reveal(node)
	}

	protected override async roots(): Promise<readonly ContainersNode[]> {
		const { inventory } = this.#parts
		await inventory.loaded('containers', 'volumes')
		const roots = this.#arrange()
		this.#roots = new Set(roots.map(({ id }) => id))
		return roots
	}

	protected override async childrenOf(node: ContainersNode): Promise<readonly ContainersNode[]> {
		switch (node.kind) {
			case 'project':
				return this.ofProject(node.project).map(({ id }) => nodes.containerNode(id))
			case 'container':
				return this.#remember(node.containerId, this.#groups(node.containerId))
			default:
				return this.#remember(node.owner, await this.#childrenBelow(node))
		}
	}

	protected override parentOf(node: ContainersNode): ContainersNode | undefined {
		switch (node.kind) {
			case 'project':
				return undefined
			case 'container': {
				const container = this.#parts.inventory.containers.get(node.containerId)
				const project = container && composeProject(container.labels)
				return project === undefined ? undefined : nodes.projectNode(project)
			}
			default:
				// What stands deeper is revealed by no one.
				return nodes.containerNode(node.owner)
		}
	}

	protected override itemOf(node: ContainersNode): vscode.TreeItem {
		const { containers, volumes } = this.#parts.inventory
		switch (node.kind) {
			case 'project':
				return projectItem(node.project, this.ofProject(node.project))
			case 'container': {
				const container = containers.get(node.containerId)
				return container ? containerItem(container) : new vscode.TreeItem(node.containerId)
			}
			default:
				return belowItem(node, {
					volume: (name) => volumes.get(name),
					isRunning: containers.get(node.owner)?.state === 'running',
					networks: (containers.get(node.owner)?.endpoints ?? []).map(({ networkName }) => networkName).join(', '),
					isOpen: portsOf(containers.get(node.owner)?.ports ?? []).some(isOpenToEveryone),
					atRisk: this.#atRisk.get(node.owner),
				})
		}
	}

	protected override tooltipOf(node: ContainersNode): string | vscode.MarkdownString | undefined {
		switch (node.kind) {
			case 'container': {
				const container = this.#parts.inventory.containers.get(node.containerId)
				return container && containerTooltip(container)
			}
			case 'mount':
				return mountTooltip(node.mount)
			case 'endpoint':
				return endpointTooltip(node.endpoint)
			case 'port':
				return portTooltip(node.port)
			default:
				return undefined
		}
	}

	#arrange(): readonly ContainersNode[] {
		const { containers } = this.#parts.inventory
		const { projects, loose } = byProject(containers.values())
		this.#projects = new Map([...containers].map(([id, { labels }]) => [id, composeProject(labels)]))
		return [...[...projects.keys()].map(nodes.projectNode), ...loose.map(({ id }) => nodes.containerNode(id))]
	}

	#groups(containerId: string): readonly BelowNode[] {
		const container = this.#parts.inventory.containers.get(containerId)
		if (!container) return []
		const kinds = ['mounts', 'networks', ...(container.ports.length > 0 ? (['ports'] as const) : []), 'risk'] as const
		return kinds.map((kind) => nodes.groupNode(containerId, kind))
	}

	async #childrenBelow(node: BelowNode): Promise<readonly BelowNode[]> {
		const container = this.#parts.inventory.containers.get(node.owner)
		if (!container) return []
		switch (node.kind) {
			case 'mounts':
				return (await this.detailsOf(container)).mounts.map((mount) => nodes.mountNode(container.id, mount))
			case 'networks':
				return (await this.detailsOf(container)).endpoints.map((each) => nodes.endpointNode(container.id, each))
			case 'ports':
				return portsOf(container.ports).map((port) => nodes.portNode(container.id, port))
			case 'risk': {
				const { data, noise } = await this.dataAtRiskOf(container)
				const found = writtenChildren(container.id, 'written', data)
				return noise.files === 0 ? found : [...found, nodes.noiseNode(container.id, noise)]
			}
			case 'mount':
				return node.mount.type === 'tmpfs' ? this.#entries(container, node.mount.target) : []
			case 'entry':
				return node.entry.isFolder ? this.#entries(container, node.path) : []
			case 'written':
			case 'noise':
				return writtenChildren(container.id, node.kind, node.written)
			case 'endpoint':
			case 'port':
			case 'more':
				return []
		}
	}

	async #entries(container: ContainerRecord, path: string): Promise<readonly BelowNode[]> {
		const engine = await this.#parts.connection.connected()
		try {
			const { listFolder } = await import('./operations/listFolder.ts')
			const entries = await listFolder(engine, container.id, path, AbortSignal.timeout(patience))
			return entries.map((entry) => nodes.entryNode(container.id, path, entry))
		} catch (error) {
			throw new Failure(
				vscode.l10n.t(
					'“{0}” of {1} cannot be listed: a tmpfs is seen only by the container itself, which needs a shell and “stat” for it.',
					path,
					container.name,
				),
				[],
				error,
			)
		}
	}

	#remember(owner: string, below: readonly BelowNode[]): readonly BelowNode[] {
		const ids = this.#below.get(owner) ?? new Set()
		for (const { id } of below) ids.add(id)
		this.#below.set(owner, ids)
		return below
	}

	#update(change: InventoryChange): void {
		const { containers } = this.#parts.inventory
		if (change.reset.has('containers')) {
			this.#atRisk.clear()
			this.restructured()
			return
		}
		if (change.containers.size === 0) return
		const before = this.#projects
		const roots = new Set(this.#arrange().map(({ id }) => id))
		const touched = new Set<string>()
		for (const id of change.containers) {
			touched.add(nodes.containerNode(id).id)
			for (const project of [before.get(id), this.#projects.get(id)]) {
				if (project !== undefined) touched.add(nodes.projectNode(project).id)
			}
			if (containers.has(id)) continue
			this.#atRisk.delete(id)
			this.forget([...(this.#below.get(id) ?? []), nodes.containerNode(id).id])
			this.#below.delete(id)
		}
		if (roots.size !== this.#roots.size || [...roots].some((id) => !this.#roots.has(id))) {
			this.forget([...this.#roots].filter((id) => !roots.has(id)))
			this.restructured()
		} else {
			this.changed(touched)
		}
	}
}

function writtenChildren(owner: string, kind: 'written' | 'noise', written: Written): readonly BelowNode[] {
	const children = written.children ?? []
	const shown: readonly WrittenNode[] = children.slice(0, most).map((child) => nodes.writtenNode(owner, kind, child))
	return children.length > most ? [...shown, nodes.moreNode(owner, written.path, children.length - most)] : shown
}

/** Containers can be dragged onto a network. */
const containerDrag: vscode.TreeDragAndDropController<ContainersNode> = {
	dragMimeTypes: [containersMimeType],
	dropMimeTypes: [],
	handleDrag: (nodes, transfer) =>
		carryContainers(
			nodes.flatMap((node) => (node.kind === 'container' ? node.containerId : [])),
			transfer,
		),
}
