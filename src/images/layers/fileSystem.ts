import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { ReadOnlyFileSystem } from '../../ui/readOnlyFileSystem.ts'
import { compareFiles, listing } from './comparison.ts'
import type { ImageFiles } from './imageFiles.ts'
import { folderOf, normalized, type LayerEntry } from './layerIndex.ts'
import type { OpenedImage } from './operations.ts'

const imageScheme = 'docker-image'

/**
 * `docker-image://<id>/…`, where the id is that of an image with `-` for `:`. An id stands for one content, so it
 * doesn't matter which engine it is read from.
 */
function imageUri(imageId: string, path: string): vscode.Uri {
	return vscode.Uri.from({ scheme: imageScheme, authority: imageId.replace(':', '-'), path })
}

/** A file as one layer has it. */
export function layerUri(imageId: string, layer: number, path: string): vscode.Uri {
	return imageUri(imageId, `/layers/${layer}/${path}`)
}

/** A file as a container of the image sees it. */
export function fileUri(imageId: string, path: string): vscode.Uri {
	return imageUri(imageId, `/files/${path}`)
}

export function configUri(imageId: string): vscode.Uri {
	return imageUri(imageId, '/config.json')
}

/** Nothing, to be compared with what is only in another image. */
export function nothingUri(imageId: string, path: string): vscode.Uri {
	return imageUri(imageId, `/nothing/${path}`)
}

/** One side of the list of what differs between two images. */
export function differencesUri(imageId: string, before: string, after: string): vscode.Uri {
	return imageUri(imageId, `/differences/${before}..${after}`)
}

type Found =
	| { readonly kind: 'entry'; readonly entry: LayerEntry }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'folder'; readonly children: readonly [string, vscode.FileType][] }

/** The files of images as read-only files of VS Code. */
export class ImageFileSystem extends ReadOnlyFileSystem {
	readonly #files: ImageFiles

	constructor(files: ImageFiles) {
		super(imageScheme)
		this.#files = files
	}

	override async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
		const found = await this.#find(uri)
		const times = { ctime: 0, mtime: 0, permissions: vscode.FilePermission.Readonly }
		switch (found.kind) {
			case 'folder':
				return { ...times, type: vscode.FileType.Directory, size: 0 }
			case 'text':
				return { ...times, type: vscode.FileType.File, size: Buffer.byteLength(found.text) }
			case 'entry': {
				const { size, modified } = found.entry
				return { ...times, type: typeOf(found.entry), size, mtime: modified }
			}
		}
	}

	override async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
		const found = await this.#find(uri)
		if (found.kind !== 'folder') throw vscode.FileSystemError.FileNotADirectory(uri)
		return [...found.children]
	}

	override async readFile(uri: vscode.Uri): Promise<Uint8Array> {
		const found = await this.#find(uri)
		if (found.kind === 'folder') throw vscode.FileSystemError.FileIsADirectory(uri)
		if (found.kind === 'text') return Buffer.from(found.text)
		const { offset, size } = found.entry
		if (offset === undefined)
			throw vscode.FileSystemError.Unavailable(vscode.l10n.t('This is not a file with content.'))
		const { spool } = await this.#image(uri)
		return spool.read(offset, size)
	}

	async #image(uri: vscode.Uri, imageId = uri.authority.replace('-', ':')): Promise<OpenedImage> {
		try {
			return await this.#files.of(imageId)
		} catch (error) {
			const { reason, message } = toEngineError(error)
			throw reason === 'notFound'
				? vscode.FileSystemError.FileNotFound(uri)
				: vscode.FileSystemError.Unavailable(message)
		}
	}

	async #find(uri: vscode.Uri): Promise<Found> {
		const [, room = '', rest = ''] = /^\/([^/]*)\/?(.*)$/.exec(uri.path) ?? []
		if (room === 'nothing') return { kind: 'text', text: '' }
		const image = await this.#image(uri)
		switch (room) {
			case '':
				return {
					kind: 'folder',
					children: [
						['config.json', 1],
						['files', 2],
						['layers', 2],
					],
				}
			case 'config.json':
				return { kind: 'text', text: `${JSON.stringify(image.config, undefined, 2)}\n` }
			case 'files':
				return found(uri, image.files(), normalized(rest))
			case 'layers': {
				const [, number = '', path = ''] = /^(\d*)\/?(.*)$/.exec(rest) ?? []
				if (number === '') return { kind: 'folder', children: image.layers.map((_, index) => [String(index), 2]) }
				const entries = image.layers[Number(number)]?.entries() ?? []
				const present = [...entries].filter(({ kind }) => kind !== 'deleted')
				return found(uri, new Map(present.map((entry) => [entry.path, entry])), normalized(path))
			}
			case 'differences':
				return { kind: 'text', text: await this.#differences(uri, rest) }
			default:
				throw vscode.FileSystemError.FileNotFound(uri)
		}
	}

	async #differences(uri: vscode.Uri, ids: string): Promise<string> {
		const [before = '', after = ''] = ids.split('..')
		const [one, other] = await Promise.all([this.#image(uri, before), this.#image(uri, after)])
		const side = uri.authority.replace('-', ':') === before ? 'before' : 'after'
		return listing(compareFiles(one.files(), other.files()), side)
	}
}

/** A symbolic link is followed inside the image, as a container would. */
function found(uri: vscode.Uri, files: ReadonlyMap<string, LayerEntry>, path: string, followed = 0): Found {
	const entry = files.get(path)
	if (entry?.kind === 'link' && entry.target !== undefined && followed < 40) {
		const target = entry.target.startsWith('/') ? entry.target : `${folderOf(path)}/${entry.target}`
		return found(uri, files, resolve(target), followed + 1)
	}
	if (entry?.kind === 'file') return { kind: 'entry', entry }
	if (!entry && path !== '') throw vscode.FileSystemError.FileNotFound(uri)
	const children = [...files.values()].filter((each) => each.path !== path && folderOf(each.path) === path)
	return {
		kind: 'folder',
		children: children.map((each) => [each.path.slice(path === '' ? 0 : path.length + 1), typeOf(each)]),
	}
}

function resolve(path: string): string {
	const parts: string[] = []
	for (const part of path.split('/')) {
		if (part === '..') parts.pop()
		else if (part !== '' && part !== '.') parts.push(part)
	}
	return parts.join('/')
}

function typeOf({ kind }: LayerEntry): vscode.FileType {
	const types = {
		file: vscode.FileType.File,
		folder: vscode.FileType.Directory,
		link: vscode.FileType.SymbolicLink,
		other: vscode.FileType.Unknown,
		deleted: vscode.FileType.Unknown,
	}
	return types[kind]
}
