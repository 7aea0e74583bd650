import * as vscode from 'vscode'
import { ReadOnlyFileSystem } from '../../ui/readOnlyFileSystem.ts'

const scheme = 'longshore-compared'

/** Pairs that are kept: those that may still be open. */
const kept = 20

/** Read-only files that hold both states of what was compared, as long as they may be open. */
export class ComparedFiles extends ReadOnlyFileSystem {
	readonly #files = new Map<string, Uint8Array>()
	#count = 0

	constructor() {
		super(scheme)
	}

	/** @param path Within the volume; both files get its name, so that the editor knows the language. */
	add(path: string, before: Uint8Array, after: Uint8Array): readonly [vscode.Uri, vscode.Uri] {
		this.#count += 1
		const uriOf = (side: string) => vscode.Uri.from({ scheme, path: `/${this.#count}/${side}/${path}` })
		const uris = [uriOf('before'), uriOf('after')] as const
		this.#files.set(uris[0].path, before)
		this.#files.set(uris[1].path, after)
		for (const old of [...this.#files.keys()].slice(0, -2 * kept)) this.#files.delete(old)
		return uris
	}

	override stat(uri: vscode.Uri): vscode.FileStat {
		const { byteLength } = this.readFile(uri)
		return {
			type: vscode.FileType.File,
			size: byteLength,
			ctime: 0,
			mtime: 0,
			permissions: vscode.FilePermission.Readonly,
		}
	}

	override readFile(uri: vscode.Uri): Uint8Array {
		const content = this.#files.get(uri.path)
		if (!content) throw vscode.FileSystemError.FileNotFound(uri)
		return content
	}

	override readDirectory(): [string, vscode.FileType][] {
		return []
	}
}
