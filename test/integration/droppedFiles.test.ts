import assert from 'node:assert/strict'
import { posix } from 'node:path'
import * as vscode from 'vscode'

import { EngineError } from '../../src/engine/errors.ts'
import { ReadOnlyFileSystem } from '../../src/ui/readOnlyFileSystem.ts'
import type { UploadSource } from '../../src/volumes/data/uploadSource.ts'
import { chosenUri } from '../../src/volumes/droppedFiles.ts'

const { File, Directory, SymbolicLink, Unknown } = vscode.FileType
const scheme = 'longshore-test'

/** What is on another machine: a link in it leads back to where it is. */
const types: Readonly<Record<string, vscode.FileType>> = {
	'/top': Directory,
	'/top/back': Directory | SymbolicLink,
	'/top/nowhere': SymbolicLink,
	'/top/pipe': Unknown,
	'/top/file': File,
	'/top/link': File | SymbolicLink,
	'/top/deep': Directory,
	'/top/deep/file': File,
}

/** A file system that is only read; tells which folders were. */
class Machine extends ReadOnlyFileSystem {
	readonly read: string[] = []
	/** Called when a folder is read. */
	onRead: () => void = () => undefined

	stat(uri: vscode.Uri): vscode.FileStat {
		const type = types[this.#real(uri)]
		if (type === undefined) throw vscode.FileSystemError.FileNotFound(uri)
		return { type, ctime: 0, mtime: 5_000, size: 4 }
	}

	readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
		const folder = this.#real(uri)
		this.read.push(uri.path)
		this.onRead()
		return Object.entries(types).flatMap(([path, type]): [string, vscode.FileType][] =>
			posix.dirname(path) === folder && path !== '/' ? [[posix.basename(path), type]] : [],
		)
	}

	readFile(): Uint8Array {
		return Buffer.from('text')
	}

	#real({ path }: vscode.Uri): string {
		return path.replaceAll('/back', '')
	}
}

describe('Files that are chosen from another file system', () => {
	let machine: Machine
	beforeEach(() => (machine = new Machine(scheme)))
	afterEach(() => machine.dispose())

	const top = () => chosenUri(vscode.Uri.from({ scheme, path: '/top' }))

	it('come with all in their folders, but for links that may lead back', async () => {
		const source = await top().source(new AbortController().signal)
		assert.deepEqual(pathsOf(source).toSorted(), ['top', 'top/deep', 'top/deep/file', 'top/file', 'top/link'])
		assert.deepEqual(machine.read, ['/top', '/top/deep'])
	})

	it('are looked for no longer once that is cancelled', async () => {
		const abort = new AbortController()
		machine.onRead = () => abort.abort()
		await assert.rejects(
			top().source(abort.signal),
			(error) => error instanceof EngineError && error.reason === 'cancelled',
		)
		assert.deepEqual(machine.read, ['/top'])
	})
})

function pathsOf(source: UploadSource): readonly string[] {
	const below = source.kind === 'folder' ? source.children.flatMap(pathsOf) : []
	return [source.name, ...below.map((path) => posix.join(source.name, path))]
}
