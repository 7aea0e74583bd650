import * as vscode from 'vscode'
import { byName } from '../containers/container.ts'
import { Uses } from '../containers/uses.ts'
import type { InventoryChange } from '../engine/inventory.ts'
import type { ContainerRecord, ImageRecord } from '../engine/records.ts'
import type { Parts } from '../ui/parts.ts'
import { Tree } from '../ui/tree.ts'
import type { PushedTags, TagState } from './pushes/pushedTags.ts'
import { withTagState } from './pushes/tagStateText.ts'
import { byRepository, isDangling, referencesOf, repositoryOf, type NamedImage } from './image.ts'
import { danglingItem, imageItem, imageTooltip, repositoryItem } from './items.ts'
import { DetailsShelf } from './layers/details.ts'
import type { ImageFiles } from './layers/imageFiles.ts'
import { digestItem, fileItem, fileTooltip, layerItem, layerTooltip, userItem } from './layers/items.ts'
import type { ImageSize } from './layers/operations.ts'
import { filesIn, partsOf } from './layers/nodes.ts'
import { danglingGroup, danglingNode, repositoryId, repositoryNode, tagId, tagNode, type ImageNode } from './node.ts'

/** Images by repository, then by tag; those without a name apart. */
export class ImagesView extends Tree<ImageNode> {
	readonly #parts: Parts
	readonly #files: ImageFiles
	readonly #details: DetailsShelf
	readonly #pushedTags: PushedTags
	readonly #uses = new Uses((container) => [container.imageId])
	#sizes: ReadonlyMap<string, ImageSize> = new Map()
	#repositories: ReadonlyMap<string, readonly NamedImage[]> = new Map()
	/** Under which node each image stands, so that a change touches those alone. */
	#places: ReadonlyMap<string, ReadonlySet<string>> = new Map()

	constructor(parts: Parts, files: ImageFiles, pushedTags: PushedTags) {
		super('longshore.images', parts.log)
		this.#parts = parts
		this.#files = files
		this.#details = new DetailsShelf(() => parts.connection.connected())
		this.#pushedTags = pushedTags
		this.register(pushedTags.onDidChange((reference) => this.#drawTag(reference)))
		this.register(parts.inventory.onDidChange((change) => this.#update(change)))
	}

	/** The containers that were made from an image. */
	usersOf(imageId: string): readonly ContainerRecord[] {
		return [...this.#uses.of(imageId)].flatMap((id) => this.#parts.inventory.containers.get(id) ?? []).sort(byName)
	}

	/** Shows what images share and what is their own, until that is asked for again. */
	showSizes(sizes: ReadonlyMap<string, ImageSize>): void {
		this.#sizes = sizes
		this.restructured()
	}

	protected override async roots(): Promise<readonly ImageNode[]> {
		const { inventory } = this.#parts
		await inventory.loaded('images', 'containers')
		this.#arrange()
		const repositories = [...this.#repositories.keys()].map(repositoryNode)
		return this.#dangling().length > 0 ? [...repositories, danglingGroup] : repositories
	}

	protected override async childrenOf(node: ImageNode): Promise<readonly ImageNode[]> {
		switch (node.kind) {
			case 'repository': {
				const named = this.#repositories.get(node.repository) ?? []
				// The list of images doesn't say which platform they are for.
				await Promise.allSettled(named.map(({ image }) => this.#details.of(image.id)))
				return named.map(({ reference, image }) => tagNode(reference, image.id))
			}
			case 'danglingGroup':
				await Promise.allSettled(this.#dangling().map(({ id }) => this.#details.of(id)))
				return this.#dangling().map((image) => danglingNode(image.id))
			case 'tag':
			case 'dangling': {
				const image = this.#parts.inventory.images.get(node.imageId)
				return image ? partsOf(node, image, this.usersOf(image.id), await this.#details.of(image.id)) : []
			}
			case 'layer':
			case 'file':
				return filesIn(node, await this.#files.of(node.ofImage), await this.#details.of(node.ofImage))
			case 'user':
			case 'digest':
				return []
		}
	}

	protected override parentOf(node: ImageNode): ImageNode | undefined {
		switch (node.kind) {
			case 'tag':
				return repositoryNode(repositoryOf(node.reference))
			case 'dangling':
				return danglingGroup
			case 'repository':
			case 'danglingGroup':
				return undefined
			default:
				return node.parent
		}
	}

	protected override itemOf(node: ImageNode): vscode.TreeItem {
		switch (node.kind) {
			case 'repository':
				return repositoryItem(node.repository, this.#repositories.get(node.repository) ?? [])
			case 'danglingGroup':
				return danglingItem(this.#dangling())
			case 'tag':
			case 'dangling': {
				const image = this.#parts.inventory.images.get(node.imageId)
				const reference = node.kind === 'tag' ? node.reference : undefined
				if (!image) return new vscode.TreeItem(node.imageId)
				const item = imageItem(image, reference, this.usersOf(image.id), this.#knownOf(image.id))
				return withTagState(item, this.#stateOf(node))
			}
			case 'user': {
				const container = this.#parts.inventory.containers.get(node.containerId)
				return container ? userItem(container) : new vscode.TreeItem(node.containerId)
			}
			case 'digest':
				return digestItem(node.digest)
			case 'layer': {
				const entry = this.#details.known(node.ofImage)?.history[node.index]
				return entry ? layerItem(entry) : new vscode.TreeItem(String(node.index))
			}
			case 'file':
				return fileItem(node)
		}
	}

	protected override tooltipOf(node: ImageNode): vscode.MarkdownString | undefined {
		if (node.kind === 'file') return fileTooltip(node)
		if (node.kind === 'layer') {
			const entry = this.#details.known(node.ofImage)?.history[node.index]
			return entry && layerTooltip(entry)
		}
		if (!('imageId' in node)) return undefined
		const image = this.#parts.inventory.images.get(node.imageId)
		return image && imageTooltip(image, this.usersOf(image.id), this.#knownOf(image.id))
	}

	#knownOf(imageId: string) {
		return { platform: this.#details.known(imageId)?.platform, sizes: this.#sizes.get(imageId) }
	}

	#stateOf(node: ImageNode): TagState | undefined {
		if (node.kind !== 'tag') return undefined
		const image = this.#parts.inventory.images.get(node.imageId)
		return image && this.#pushedTags.stateOf(node.reference, image)
	}

	#drawTag(reference: string): void {
		const image = [...this.#parts.inventory.images.values()].find(({ tags }) => tags.includes(reference))
		if (image) this.changed([tagId(reference, image.id)])
	}

	#dangling(): readonly ImageRecord[] {
		return [...this.#parts.inventory.images.values()]
			.filter(isDangling)
			.sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
	}

	#arrange(): void {
		const { images } = this.#parts.inventory
		this.#repositories = byRepository(images.values())
		this.#places = new Map([...images.values()].map((image) => [image.id, placesOf(image)]))
	}

	#update(change: InventoryChange): void {
		const { images, containers } = this.#parts.inventory
		const all = change.reset.has('containers')
		if (all) this.#uses.reset(containers)
		const used = this.#uses.update(containers, change.containers)
		const roots = this.#rootIds()
		const touched = new Set<string>()
		if (change.images.size > 0 || change.reset.has('images')) {
			for (const id of change.images) for (const place of this.#places.get(id) ?? []) touched.add(place)
			for (const id of change.images) if (!images.has(id)) this.#forgetImage(id)
			this.#arrange()
			for (const id of change.images) for (const place of this.#places.get(id) ?? []) touched.add(place)
		}
		const now = this.#rootIds()
		if (all || change.reset.has('images') || now.size !== roots.size || [...now].some((id) => !roots.has(id))) {
			this.forget([...roots].filter((id) => !now.has(id)))
			this.restructured()
			return
		}
		for (const id of used) {
			const image = images.get(id)
			if (image && isDangling(image)) touched.add(danglingNode(id).id)
			else if (image) for (const reference of referencesOf(image)) touched.add(tagId(reference, id))
		}
		this.changed(touched)
	}

	#forgetImage(id: string): void {
		this.#details.forget(id)
		this.#files.release(id)
	}

	#rootIds(): ReadonlySet<string> {
		return new Set([...this.#places.values()].flatMap((places) => [...places]))
	}
}

function placesOf(image: ImageRecord): ReadonlySet<string> {
	if (isDangling(image)) return new Set([danglingGroup.id])
	return new Set(referencesOf(image).map((reference) => repositoryId(repositoryOf(reference))))
}
