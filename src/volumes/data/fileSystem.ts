import * as vscode from 'vscode'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import type { Entry } from './shell.ts'
import type { VolumeData } from './volumeData.ts'

export const scheme = 'docker-volume'

/** `docker-volume://<engine>/<volume>/<path>`. The engine stands in it so that no other's data is shown as this one's. */
export function dataUri(engine: Engine, volumeName: string, path: string): vscode.Uri {
	return vscode.Uri.from({ scheme, authority: authorityOf(engine), path: `/${volumeName}${path}` })
}

function authorityOf(engine: Engine): string {
	return engine.endpoint.label
		.toLowerCase()
		.replaceAll(/[^a-z\d.]+/g, '-')
		.replaceAll(/^-|-$/g, '')
}

/** The data of volumes as read-only files of VS Code. */
export class VolumeFileSystem implements vscode.FileSystemProvider {
	readonly #data: VolumeData
	readonly #connected: () => Promise<Engine>
	readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>()
	readonly onDidChangeFile = this.#changes.event

	constructor(parts: { readonly data: VolumeData; readonly connected: () => Promise<Engine> }) {
		this.#data = parts.data
		this.#connected = parts.connected
	}

	watch(): vscode.Disposable {
		// Nothing tells what containers write.
		return new vscode.Disposable(() => undefined)
	}

	async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
		const entry = await this.#ask(uri, (volume, path) => this.#data.stat(volume, path))
		if (!entry) throw vscode.FileSystemError.FileNotFound(uri)
		return {
			type: fileType(entry),
			size: entry.size,
			mtime: entry.modified,
			ctime: entry.changed,
			permissions: vscode.FilePermission.Readonly,
		}
	}

	async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
		const entries = await this.#ask(uri, (volume, path) => this.#data.list(volume, path))
		return entries.map((entry) => [entry.name, fileType(entry)])
	}

	readFile(uri: vscode.Uri): Promise<Uint8Array> {
		return this.#ask(uri, (volume, path) => this.#data.read(volume, path))
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

	async #ask<T>(uri: vscode.Uri, ask: (volumeName: string, path: string) => Promise<T>): Promise<T> {
		const engine = await this.#connected()
		if (uri.authority !== authorityOf(engine)) {
			throw vscode.FileSystemError.Unavailable(
				vscode.l10n.t('This file is on another engine ({0}). Choose that one to read it.', uri.authority),
			)
		}
		const [, volumeName = '', rest = ''] = /^\/([^/]+)(.*)$/.exec(uri.path) ?? []
		if (volumeName === '') throw vscode.FileSystemError.FileNotFound(uri)
		try {
			return await ask(volumeName, rest === '' ? '/' : rest)
		} catch (error) {
			throw toFileSystemError(error, uri)
		}
	}
}

function fileType(entry: Omit<Entry, 'name'>): vscode.FileType {
	const types = { file: vscode.FileType.File, folder: vscode.FileType.Directory, other: vscode.FileType.Unknown }
	return types[entry.kind] | (entry.isLink ? vscode.FileType.SymbolicLink : 0)
}

function toFileSystemError(thrown: unknown, uri: vscode.Uri): Error {
	const error = toEngineError(thrown)
	switch (error.reason) {
		case 'notFound':
			return vscode.FileSystemError.FileNotFound(uri)
		case 'invalid':
			return vscode.FileSystemError.FileIsADirectory(uri)
		case 'denied':
			return vscode.FileSystemError.NoPermissions(error.message)
		default:
			return vscode.FileSystemError.Unavailable(error.message)
	}
}
