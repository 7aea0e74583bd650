import { posix } from 'node:path'
import * as vscode from 'vscode'
import { Cancelled, Failure, showFailure } from '../ui/failure.ts'
import { withProgress } from '../ui/progress.ts'
import { dataFailure } from './data/dataMessage.ts'
import { dataPlace, dataUri, scheme } from './data/fileSystem.ts'
import type { DataPlace } from './data/volumeData.ts'
import { chosenContent, chosenUri } from './droppedFiles.ts'
import { isFolder, type VolumeNode } from './node.ts'
import type { VolumeParts } from './parts.ts'
import { isWithin, outermost } from './places.ts'

const uriList = 'text/uri-list'

type DropParts = Pick<VolumeParts, 'connection' | 'data' | 'inventory' | 'log' | 'storage'>

/**
 * Files and folders dragged into volumes, from the Explorer, the desktop and other volumes; and out of them. In one
 * volume an entry is moved, between two it is copied.
 */
export class VolumesDragAndDrop implements vscode.TreeDragAndDropController<VolumeNode> {
	readonly dragMimeTypes = [uriList]
	readonly dropMimeTypes = [uriList, 'files']
	readonly #parts: DropParts

	constructor(parts: DropParts) {
		this.#parts = parts
	}

	async handleDrag(nodes: readonly VolumeNode[], transfer: vscode.DataTransfer): Promise<void> {
		const engine = await this.#parts.connection.connected()
		const uris = nodes.flatMap((node) =>
			node.kind === 'entry' && node.entry?.undecodable === undefined
				? dataUri(engine, node.volumeName, node.path).toString()
				: [],
		)
		if (uris.length > 0) transfer.set(uriList, new vscode.DataTransferItem(uris.join('\r\n')))
	}

	async handleDrop(node: VolumeNode | undefined, transfer: vscode.DataTransfer): Promise<void> {
		if (!node) return
		try {
			const text = (await transfer.get(uriList)?.asString()) ?? ''
			const uris = text.split(/\r?\n/).flatMap((line) => (line === '' ? [] : vscode.Uri.parse(line, true)))
			const folder = folderOf(node)
			const own = uris.filter((uri) => uri.scheme === scheme)
			if (own.length > 0) await this.#moveOrCopy(own, folder)
			const foreign = uris.filter((uri) => uri.scheme !== scheme)
			const contents = uris.length > 0 ? [] : filesOf(transfer).map(chosenContent)
			const chosen = [...foreign.map(chosenUri), ...contents]
			if (chosen.length === 0) return
			const engine = await this.#parts.connection.connected()
			const { bringFiles } = await import('./commands/bringFiles.ts')
			await bringFiles({ ...this.#parts, engine }, chosen, folder)
		} catch (error) {
			// A view shows nothing of what its controller rejects with.
			await showFailure(dataFailure(error), this.#parts.log)
		}
	}

	async #moveOrCopy(uris: readonly vscode.Uri[], folder: DataPlace): Promise<void> {
		const { connection, data } = this.#parts
		const engine = await connection.connected()
		const places = uris.map((uri) => dataPlace(engine, uri))
		if (places.some(({ path }) => path === '/')) {
			throw new Failure(vscode.l10n.t('A volume as a whole cannot be moved into another.'))
		}
		// What goes where it is, or into itself, was dropped by a slip of the hand.
		const moving = outermost(places).filter(
			(place) =>
				!isWithin(folder, place) &&
				(place.volumeName !== folder.volumeName || posix.dirname(place.path) !== folder.path),
		)
		const names = moving.map(({ path }) => posix.basename(path))
		if (moving.length === 0) return
		await data.refuseWriting(folder.volumeName)
		await confirmDrop(moving, folder)
		const { confirmReplacing } = await import('./commands/bringFiles.ts')
		const overwrite = await confirmReplacing({ ...this.#parts, engine }, names, folder)
		const title = copies(moving, folder)
			? vscode.l10n.t('Copying to {0}', folder.volumeName)
			: vscode.l10n.t('Moving to {0}', folder.volumeName)
		await withProgress(title, async (signal, report) => {
			for (const [index, from] of moving.entries()) {
				const message = moving.length > 1 ? vscode.l10n.t('{0} of {1}', index + 1, moving.length) : ''
				report({ message, ...(moving.length > 1 ? { fraction: index / moving.length } : {}) })
				const to = { volumeName: folder.volumeName, path: posix.join(folder.path, posix.basename(from.path)) }
				if (from.volumeName === to.volumeName) await data.rename(from, to, { overwrite })
				else await data.copy(from, to, { overwrite, signal })
			}
		})
	}
}

/** Between volumes what is dragged stays where it was, too. */
function copies(places: readonly DataPlace[], folder: DataPlace): boolean {
	return places.some(({ volumeName }) => volumeName !== folder.volumeName)
}

/** A slip of the hand shall not move a database's files. */
async function confirmDrop(places: readonly DataPlace[], folder: DataPlace): Promise<void> {
	const [first] = places
	if (!first) return
	const isCopy = copies(places, folder)
	const what = places.length === 1 ? `“${posix.basename(first.path)}”` : vscode.l10n.t('{0} entries', places.length)
	const where = folder.path === '/' ? '' : folder.path
	const message = isCopy
		? vscode.l10n.t('Copy {0} to volume “{1}”?', what, folder.volumeName + where)
		: vscode.l10n.t('Move {0} to “{1}”?', what, folder.volumeName + where)
	const action = isCopy ? vscode.l10n.t('Copy') : vscode.l10n.t('Move')
	if ((await vscode.window.showInformationMessage(message, { modal: true }, action)) !== action) throw new Cancelled()
}

function folderOf(node: VolumeNode): DataPlace {
	const { volumeName } = node
	if (node.kind !== 'entry') return { volumeName, path: '/' }
	return { volumeName, path: isFolder(node) ? node.path : posix.dirname(node.path) }
}

function filesOf(transfer: vscode.DataTransfer): readonly vscode.DataTransferFile[] {
	return [...transfer].flatMap(([, item]) => item.asFile() ?? [])
}
