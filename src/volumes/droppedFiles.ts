import * as vscode from 'vscode'
import { EngineError } from '../engine/errors.ts'
import { localSource, type UploadSource } from './data/uploadSource.ts'

/** Something that was chosen for a volume; what it is, is found out when it is brought. */
export interface Chosen {
	readonly name: string
	readonly source: (signal: AbortSignal) => Promise<UploadSource>
}

/** What an address leads to. */
export function chosenUri(uri: vscode.Uri): Chosen {
	const isLocal = uri.scheme === 'file'
	return {
		name: nameOf(uri),
		source: (signal) => (isLocal ? localSource(uri.fsPath, signal) : foreignSource(uri, signal)),
	}
}

function nameOf(uri: vscode.Uri): string {
	const path = uri.path.replace(/\/$/, '')
	return path.slice(path.lastIndexOf('/') + 1)
}

/**
 * Files of another file system of VS Code: each is read when its turn comes. What a link in a folder says nobody tells:
 * files that links lead to are files, folders are left out, for they may lead back.
 *
 * @throws {EngineError} `cancelled`; {@link vscode.FileSystemError}.
 */
async function foreignSource(uri: vscode.Uri, signal: AbortSignal): Promise<UploadSource> {
	if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.')
	const { fs } = vscode.workspace
	const name = nameOf(uri)
	const { type, size, mtime } = await fs.stat(uri)
	if ((type & vscode.FileType.Directory) !== 0) {
		const children: UploadSource[] = []
		for (const [child, childType] of await fs.readDirectory(uri)) {
			if (isBrought(childType)) children.push(await foreignSource(vscode.Uri.joinPath(uri, child), signal))
		}
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

function isBrought(type: vscode.FileType): boolean {
	return type === vscode.FileType.Directory || (type & vscode.FileType.File) !== 0
}

/** A file that was dropped from outside of VS Code, of which only its content is known. */
export function chosenContent(file: vscode.DataTransferFile): Chosen {
	return {
		name: file.name,
		source: async () => {
			const content = await file.data()
			return {
				kind: 'file',
				name: file.name,
				size: content.length,
				modified: Math.floor(Date.now() / 1000),
				isExecutable: false,
				read: () => once(async () => content),
			}
		},
	}
}

async function* once(read: () => Thenable<Uint8Array>): AsyncGenerator<Uint8Array> {
	yield await read()
}
