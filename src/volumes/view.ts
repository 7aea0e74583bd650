import * as vscode from 'vscode'
import { byName, mountsOf } from '../containers/container.ts'
import { Uses } from '../containers/uses.ts'
import type { InventoryChange } from '../engine/inventory.ts'
import type { ContainerRecord } from '../engine/records.ts'
import type { Parts } from '../ui/parts.ts'
import { Tree } from '../ui/tree.ts'
import type { VolumeData } from './data/volumeData.ts'
import { entryItem, mountItem, mountTooltip, volumeItem, volumeTooltip } from './items.ts'
import { dataNode, entryNode, volumeId, volumeNode, type EntryNode, type VolumeNode } from './node.ts'
import { inOrder, volumesOf } from './volume.ts'

/** Volumes; in each, its data and the containers that mount it. */
export class VolumesView extends Tree<VolumeNode> {
	readonly #parts: Parts
	readonly #data: VolumeData
	readonly #uses = new Uses(volumesOf)
	#shown: ReadonlySet<string> = new Set()
	#sizes: ReadonlyMap<string, number> = new Map()

	constructor(parts: Parts, data: VolumeData) {
		super('longshore.volumes', parts.log)
		this.#parts = parts
		this.#data = data
		this.register(parts.inventory.onDidChange((change) => this.#update(change)))
	}

	/** Shows how many bytes volumes hold, until they are asked for again. */
	showSizes(sizes: ReadonlyMap<string, number>): void {
		this.#sizes = sizes
		this.restructured()
	}

	/** Bytes in a volume, where they have been computed. */
	sizeOf(volumeName: string): number | undefined {
		return this.#sizes.get(volumeName)
	}

	/** Opens a volume's data, as it is now. */
	async revealData(volumeName: string): Promise<void> {
		const node = dataNode(volumeName)
		this.changed([node.id])
		await this.reveal(node)
	}

	/** The containers that mount a volume. */
	usersOf(volumeName: string): readonly ContainerRecord[] {
		return [...this.#uses.of(volumeName)].flatMap((id) => this.#parts.inventory.containers.get(id) ?? []).sort(byName)
	}

	protected override async roots(): Promise<readonly VolumeNode[]> {
		const { inventory } = this.#parts
		await inventory.loaded('volumes', 'containers')
		const volumes = [...inventory.volumes.values()].sort(inOrder)
		this.#shown = new Set(volumes.map((volume) => volume.name))
		return volumes.map((volume) => volumeNode(volume.name))
	}

	protected override async childrenOf(node: VolumeNode): Promise<readonly VolumeNode[]> {
		switch (node.kind) {
			case 'volume':
				return [dataNode(node.volumeName), ...this.#mounts(node.volumeName)]
			case 'entry':
				return this.#entries(node)
			case 'mount':
				return []
		}
	}

	protected override parentOf(node: VolumeNode): VolumeNode | undefined {
		// Files are revealed by no one; a folder's own parents need not be made up.
		return node.kind === 'volume' ? undefined : volumeNode(node.volumeName)
	}

	protected override itemOf(node: VolumeNode): vscode.TreeItem {
		const { inventory } = this.#parts
		switch (node.kind) {
			case 'volume': {
				const volume = inventory.volumes.get(node.volumeName)
				return volume
					? volumeItem(volume, this.usersOf(node.volumeName), this.#sizes.get(node.volumeName))
					: new vscode.TreeItem(node.volumeName)
			}
			case 'mount': {
				const container = inventory.containers.get(node.containerId)
				const mount = container?.mounts.find((each) => each.destination === node.destination)
				return container && mount ? mountItem(container, mount) : new vscode.TreeItem(node.containerId)
			}
			case 'entry':
				return entryItem(node)
		}
	}

	protected override tooltipOf(node: VolumeNode): vscode.MarkdownString | undefined {
		const { inventory } = this.#parts
		switch (node.kind) {
			case 'volume': {
				const volume = inventory.volumes.get(node.volumeName)
				return volume && volumeTooltip(volume, this.usersOf(node.volumeName), this.#sizes.get(node.volumeName))
			}
			case 'mount': {
				const container = inventory.containers.get(node.containerId)
				const mount = container?.mounts.find((each) => each.destination === node.destination)
				return container && mount && mountTooltip(container, mount)
			}
			case 'entry':
				return undefined
		}
	}

	#mounts(volumeName: string): readonly VolumeNode[] {
		return this.usersOf(volumeName).flatMap((container) =>
			mountsOf(container, volumeName).map(({ destination }) => ({
				kind: 'mount' as const,
				id: `mount/${volumeName}/${container.id}${destination}`,
				volumeName,
				containerId: container.id,
				destination,
			})),
		)
	}

	async #entries({ volumeName, path }: EntryNode): Promise<readonly VolumeNode[]> {
		const entries = await this.#data.list(volumeName, path)
		return entries
			.map((entry) => entryNode(volumeName, path, entry))
			.sort((one, other) => rank(one) - rank(other) || collator.compare(one.path, other.path))
	}

	#update(change: InventoryChange): void {
		const { volumes, containers } = this.#parts.inventory
		const all = change.reset.has('containers')
		if (all) this.#uses.reset(containers)
		const used = this.#uses.update(containers, change.containers)
		const cameOrWent = [...change.volumes].filter((name) => volumes.has(name) !== this.#shown.has(name))
		if (all || change.reset.has('volumes') || cameOrWent.length > 0) {
			this.forget(cameOrWent.filter((name) => !volumes.has(name)).map(volumeId))
			this.restructured()
		} else {
			this.changed([...change.volumes, ...used].map(volumeId))
		}
	}
}

const collator = new Intl.Collator(undefined, { numeric: true })

function rank(node: EntryNode): number {
	return node.entry?.kind === 'folder' ? 0 : 1
}
