import * as vscode from 'vscode'
import { Disposable } from '../engine/disposable.ts'

/** Files under a scheme of their own that never change, and that nobody can change. */
export abstract class ReadOnlyFileSystem extends Disposable implements vscode.FileSystemProvider {
	readonly #changes = this.register(new vscode.EventEmitter<vscode.FileChangeEvent[]>())
	readonly onDidChangeFile = this.#changes.event

	constructor(scheme: string) {
		super()
		this.register(
			vscode.workspace.registerFileSystemProvider(scheme, this, { isReadonly: true, isCaseSensitive: true }),
		)
	}

	abstract stat(uri: vscode.Uri): vscode.FileStat | Promise<vscode.FileStat>
	abstract readFile(uri: vscode.Uri): Uint8Array | Promise<Uint8Array>
	abstract readDirectory(uri: vscode.Uri): [string, vscode.FileType][] | Promise<[string, vscode.FileType][]>

	watch(): vscode.Disposable {
		return new vscode.Disposable(() => undefined)
	}

	createDirectory(uri: vscode.Uri): never {
		throw vscode.FileSystemError.NoPermissions(uri)
	}

	writeFile(uri: vscode.Uri): never {
		throw vscode.FileSystemError.NoPermissions(uri)
	}

	delete(uri: vscode.Uri): never {
		throw vscode.FileSystemError.NoPermissions(uri)
	}

	rename(uri: vscode.Uri): never {
		throw vscode.FileSystemError.NoPermissions(uri)
	}
}
