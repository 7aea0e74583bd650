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
import { danglingGroup, danglingNode, repositoryId, repositoryNode, tagId, tagNode, type ImageNode } from './node.ts'

/** Images by repository, then by tag; those without a name apart. */
export class ImagesView extends Tree<ImageNode> {
	readonly #parts: Parts
	readonly #pushedTags: PushedTags
	readonly #uses = new Uses((container) => [container.imageId])
	#repositories: ReadonlyMap<string, readonly NamedImage[]> = new Map()
	/** Under which node each image stands, so that a change touches those alone. */
	#places: ReadonlyMap<string, ReadonlySet<string>> = new Map()

	constructor(parts: Parts, pushedTags: PushedTags) {
		super('longshore.images', parts.log)
		this.#parts = parts
		this.#pushedTags = pushedTags
		this.register(pushedTags.onDidChange((reference) => this.#drawTag(reference)))
		this.register(parts.inventory.onDidChange((change) => this.#update(change)))
	}

	/** The containers that were made from an image. */
	usersOf(imageId: string): readonly ContainerRecord[] {
		return [...this.#uses.of(imageId)].flatMap((id) => this.#parts.inventory.containers.get(id) ?? []).sort(byName)
	}

	protected override async roots(): Promise<readonly ImageNode[]> {
		const { inventory } = this.#parts
		await inventory.loaded('images', 'containers')
		this.#arrange()
		const repositories = [...this.#repositories.keys()].map(repositoryNode)
		return this.#dangling().length > 0 ? [...repositories, danglingGroup] : repositories
	}

	protected override childrenOf(node: ImageNode): readonly ImageNode[] {
		switch (node.kind) {
			case 'repository':
				return (this.#repositories.get(node.repository) ?? []).map(({ reference, image }) =>
					tagNode(reference, image.id),
				)
			case 'danglingGroup':
				return this.#dangling().map((image) => danglingNode(image.id))
			case 'tag':
			case 'dangling':
				return []
		}
	}

	protected override parentOf(node: ImageNode): ImageNode | undefined {
		switch (node.kind) {
			case 'tag':
				return repositoryNode(repositoryOf(node.reference))
			case 'dangling':
				return danglingGroup
			default:
				return undefined
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
				return withTagState(imageItem(image, reference, this.usersOf(image.id)), this.#stateOf(node))
			}
		}
	}

	protected override tooltipOf(node: ImageNode): vscode.MarkdownString | undefined {
		if (!('imageId' in node)) return undefined
		const image = this.#parts.inventory.images.get(node.imageId)
		return image && imageTooltip(image, this.usersOf(image.id))
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
			if (image) for (const reference of referencesOf(image)) touched.add(tagId(reference, id))
		}
		this.changed(touched)
	}

	#rootIds(): ReadonlySet<string> {
		return new Set([...this.#places.values()].flatMap((places) => [...places]))
	}
}

function placesOf(image: ImageRecord): ReadonlySet<string> {
	if (isDangling(image)) return new Set([danglingGroup.id])
	return new Set(referencesOf(image).map((reference) => repositoryId(repositoryOf(reference))))
}
