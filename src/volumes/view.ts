import { sortByName } from '../engine/naturalOrder.ts'
import * as vscode from 'vscode'
import { byName, mountsOf } from '../containers/container.ts'
import { Uses } from '../containers/uses.ts'
import type { InventoryChange } from '../engine/inventory.ts'
import type { ContainerRecord } from '../engine/records.ts'
import type { Parts } from '../ui/parts.ts'
import { Tree } from '../ui/tree.ts'
import { posix } from 'node:path'
import { protection } from './data/protection.ts'
import type { DataChange, DataPlace, VolumeData } from './data/volumeData.ts'
import { VolumesDragAndDrop } from './dragAndDrop.ts'
import { entryItem, entryTooltip } from './entryItems.ts'
import { mountItem, mountTooltip, volumeItem, volumeTooltip } from './items.ts'
import {
	dataNode,
	entryId,
	entryNode,
	folderNode,
	isFolder,
	volumeId,
	volumeNode,
	type EntryNode,
	type VolumeNode,
} from './node.ts'
import type { VolumeParts } from './parts.ts'
import { inOrder, volumesOf } from './volume.ts'

/** Volumes; in each, its data and the containers that mount it. */
export class VolumesView extends Tree<VolumeNode> {
	readonly #parts: Parts
	readonly #data: VolumeData
	readonly #uses = new Uses(volumesOf)
	#isProtected = protection()
	#shown: ReadonlySet<string> = new Set()
	#sizes: ReadonlyMap<string, number> = new Map()

	constructor(parts: Parts & Pick<VolumeParts, 'data' | 'storage'>) {
		super('longshore.volumes', parts.log, { dragAndDropController: new VolumesDragAndDrop(parts) })
		const { data } = parts
		this.#parts = parts
		this.#data = data
		this.register(parts.inventory.onDidChange((change) => this.#update(change)))
		this.register(data.onDidChange((changes) => this.#updateData(changes)))
		// The same keys do other things to files than to volumes.
		this.onSelection(([first]) =>
			vscode.commands.executeCommand('setContext', 'longshore.volumes.selection', first?.kind),
		)
		this.register(
			vscode.workspace.onDidChangeConfiguration((change) => {
				if (!change.affectsConfiguration('longshore.volumes.readOnly')) return
				this.#isProtected = protection()
				this.restructured()
			}),
		)
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

	/** Opens a folder of a volume's data. */
	async revealFolder({ volumeName, path }: DataPlace): Promise<void> {
		const folder = folderNode(volumeName, path)
		await this.reveal(this.known(folder.id) ?? folder)
	}

	/** Reads a folder of a volume's data again: what containers do to it nobody tells. */
	refreshData(node: EntryNode): void {
		this.changed([node.id])
	}

	/** The containers that mount a volume. */
	usersOf(volumeName: string): readonly ContainerRecord[] {
		return [...this.#uses.of(volumeName)].flatMap((id) => this.#parts.inventory.containers.get(id) ?? []).sort(byName)
	}

	protected override async roots(): Promise<readonly VolumeNode[]> {
		const { inventory } = this.#parts
		await inventory.loaded('volumes', 'containers')
		const volumes = inOrder(inventory.volumes.values())
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
		if (node.kind === 'volume') return undefined
		if (node.kind === 'mount' || node.path === '/') return volumeNode(node.volumeName)
		const folder = folderNode(node.volumeName, posix.dirname(node.path))
		return this.known(folder.id) ?? folder
	}

	protected override itemOf(node: VolumeNode): vscode.TreeItem {
		const { inventory } = this.#parts
		switch (node.kind) {
			case 'volume': {
				const volume = inventory.volumes.get(node.volumeName)
				return volume
					? volumeItem(volume, this.usersOf(node.volumeName), {
							size: this.#sizes.get(node.volumeName),
							isProtected: this.#isProtected(node.volumeName),
						})
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
				return entryTooltip(node)
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

	async #entries(node: EntryNode): Promise<readonly VolumeNode[]> {
		if (!isFolder(node)) return []
		const { volumeName, path } = node
		// Drawn again when that failed, and gone when it is done.
		if (this.#data.isWithheld(volumeName)) return []
		const entries = await this.#data.list(volumeName, path)
		return sortByName(
			entries.map((entry) => entryNode(volumeName, path, entry)),
			(entry) => entry.path,
			({ entry }) => entry?.kind !== 'folder',
		)
	}

	#updateData(changes: readonly DataChange[]): void {
		const folders = changes.map(({ volumeName, path }) => entryId(volumeName, posix.dirname(path)))
		this.forget(changes.flatMap(({ kind, volumeName, path }) => (kind === 'deleted' ? entryId(volumeName, path) : [])))
		this.changed(new Set(folders))
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
