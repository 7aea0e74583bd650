import * as vscode from 'vscode'
import { localSource, type UploadSource } from './data/uploadSource.ts'

/** What an address leads to, as something that can go into a volume. */
export function sourceOf(uri: vscode.Uri): Promise<UploadSource> {
	return uri.scheme === 'file' ? localSource(uri.fsPath) : foreignSource(uri)
}

/** Files of another file system of VS Code: each is read when its turn comes. */
async function foreignSource(uri: vscode.Uri): Promise<UploadSource> {
	const { fs } = vscode.workspace
	const name = uri.path.slice(uri.path.lastIndexOf('/') + 1)
	const { type, size, mtime } = await fs.stat(uri)
	if ((type & vscode.FileType.Directory) !== 0) {
		const entries = await fs.readDirectory(uri)
		const children = await Promise.all(entries.map(([child]) => foreignSource(vscode.Uri.joinPath(uri, child))))
		return { kind: 'folder', name, children }
	}
	return {
		kind: 'file',
		name,
		size,
		modified: Math.floor(mtime / 1000),
		isExecutable: false,
		read: () => once(() => fs.readFile(uri)),
	}
}

/** Files that were dropped from outside of VS Code, of which only their content is known. */
export function contentSource(file: vscode.DataTransferFile): UploadSource | undefined {
	return {
		kind: 'file',
		name: file.name,
		// Told only with the content.
		size: 0,
		modified: Math.floor(Date.now() / 1000),
		isExecutable: false,
		read: () => once(() => file.data()),
	}
}

async function* once(read: () => Thenable<Uint8Array>): AsyncGenerator<Uint8Array> {
	yield await read()
}
