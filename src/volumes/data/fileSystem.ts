import { posix } from 'node:path'
import * as vscode from 'vscode'
import { Disposable } from '../../engine/disposable.ts'
import type { Engine } from '../../engine/engine.ts'
import type { DataChange, DataPlace, VolumeData } from './volumeData.ts'
import { toFileSystemError } from './fileSystemError.ts'
import type { Facts } from './shell.ts'

/** Deletions that follow each other so closely are one of the person's: what was decided for the first holds; ms. */
const together = 2_000

export const scheme = 'docker-volume'

/** `docker-volume://<engine>/<volume>/<path>`. The engine stands in it so that no other's data is shown as this one's. */
export function dataUri(engine: Engine, volumeName: string, path: string): vscode.Uri {
	// The Explorer does not find what is in a folder whose address ends in a slash.
	const inVolume = path === '/' ? '' : path
	return vscode.Uri.from({ scheme, authority: authorityOf(engine), path: posix.join('/', volumeName, inVolume) })
}

function authorityOf(engine: Engine): string {
	return engine.endpoint.label
		.toLowerCase()
		.replaceAll(/[^a-z\d.]+/g, '-')
		.replaceAll(/^-|-$/g, '')
}

/**
 * Where an address of this scheme leads on an engine.
 *
 * @throws {vscode.FileSystemError} `Unavailable` where it is another engine's; `FileNotFound` where it names no volume.
 */
export function dataPlace(engine: Engine, uri: vscode.Uri): DataPlace {
	if (uri.authority !== authorityOf(engine)) {
		throw vscode.FileSystemError.Unavailable(
			vscode.l10n.t('This file is on another engine ({0}). Choose that one to read it.', uri.authority),
		)
	}
	const [, volumeName = '', rest = ''] = /^\/([^/]+)([^]*)$/.exec(uri.path) ?? []
	if (volumeName === '') throw vscode.FileSystemError.FileNotFound(uri)
	// Normalized from `/`, no `..` leads further up than that.
	const path = posix.normalize(`/${rest}`).replace(/(.)\/$/, '$1')
	return { volumeName, path: path.startsWith('//') ? path.slice(1) : path }
}

interface FileSystemParts {
	readonly data: VolumeData
	readonly connected: () => Promise<Engine>
	/** Called before a folder goes with all in it; tells whether there was something to decide. */
	readonly confirmLoss: (place: DataPlace) => Promise<boolean>
}

/** The data of volumes as files of VS Code. */
export class VolumeFileSystem extends Disposable implements vscode.FileSystemProvider {
	readonly #data: VolumeData
	readonly #connected: () => Promise<Engine>
	readonly #confirmLoss: FileSystemParts['confirmLoss']
	readonly #changes = this.register(new vscode.EventEmitter<vscode.FileChangeEvent[]>())
	readonly onDidChangeFile = this.#changes.event

	/** Until when a decision on a volume's folders holds; ms since 1970. */
	readonly #decided = new Map<string, number>()

	constructor(parts: FileSystemParts) {
		super()
		this.#data = parts.data
		this.#connected = parts.connected
		this.#confirmLoss = parts.confirmLoss
		this.register(parts.data.onDidChange((changes) => void this.#tell(changes)))
	}

	watch(): vscode.Disposable {
		// What is done through Longshore is told whether it is watched or not; what containers do nobody tells.
		return new vscode.Disposable(() => undefined)
	}

	stat(uri: vscode.Uri): Promise<vscode.FileStat> {
		return this.#ask(uri, (place) =>
			this.#data.use(place.volumeName, async (access) => {
				const facts = await access.stat(place.path)
				return {
					type: fileType(facts),
					size: facts.size,
					mtime: facts.modified,
					ctime: facts.changed,
					...(access.readOnly ? { permissions: vscode.FilePermission.Readonly } : {}),
				}
			}),
		)
	}

	readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
		return this.#ask(uri, async ({ volumeName, path }) => {
			const entries = await this.#data.list(volumeName, path)
			return entries.map((entry) => [entry.name, fileType(entry)])
		})
	}

	readFile(uri: vscode.Uri): Promise<Uint8Array> {
		return this.#ask(uri, ({ volumeName, path }) => this.#data.read(volumeName, path))
	}

	writeFile(uri: vscode.Uri, content: Uint8Array, options: { create: boolean; overwrite: boolean }): Promise<void> {
		return this.#ask(uri, (place) => this.#data.save(place, content, options))
	}

	createDirectory(uri: vscode.Uri): Promise<void> {
		return this.#ask(uri, (place) => this.#data.createFolder(place))
	}

	delete(uri: vscode.Uri, options: { recursive: boolean }): Promise<void> {
		return this.#ask(uri, async (place) => {
			const { volumeName } = place
			const holds = Date.now() < (this.#decided.get(volumeName) ?? 0)
			const decided = options.recursive && (holds || (await this.#confirmLoss(place)))
			await this.#data.remove(place, options)
			if (decided) this.#decided.set(volumeName, Date.now() + together)
		})
	}

	rename(from: vscode.Uri, to: vscode.Uri, options: { overwrite: boolean }): Promise<void> {
		return this.#askBoth(from, to, (source, target) => this.#data.rename(source, target, options))
	}

	copy(from: vscode.Uri, to: vscode.Uri, options: { overwrite: boolean }): Promise<void> {
		return this.#askBoth(from, to, (source, target) => this.#data.copy(source, target, options))
	}

	async #ask<T>(uri: vscode.Uri, ask: (place: DataPlace) => Promise<T>): Promise<T> {
		const place = dataPlace(await this.#connected(), uri)
		try {
			return await ask(place)
		} catch (error) {
			throw toFileSystemError(error, uri)
		}
	}

	#askBoth<T>(from: vscode.Uri, to: vscode.Uri, ask: (from: DataPlace, to: DataPlace) => Promise<T>): Promise<T> {
		// Whether the source is there is asked first, so that each error names the one it is about.
		return this.#ask(from, async (source) => {
			await this.#data.stat(source.volumeName, source.path)
			return this.#ask(to, (target) => ask(source, target))
		})
	}

	async #tell(changes: readonly DataChange[]): Promise<void> {
		const engine = await this.#connected()
		this.#changes.fire(
			changes.flatMap(({ volumeName, path, kind }) => {
				const change = { type: changeTypes[kind], uri: dataUri(engine, volumeName, path) }
				return path === '/' ? [change, ...changesBelow(dataUri(engine, volumeName, '/'))] : [change]
			}),
		)
	}
}

/**
 * What makes VS Code look again at all that it shows of a volume. An editor heeds only what is told of its own file, and
 * the Explorer only a file that is new to it: so one is named that nobody has.
 */
function changesBelow(root: vscode.Uri): readonly vscode.FileChangeEvent[] {
	const open = vscode.workspace.textDocuments.filter(
		({ uri }) => uri.scheme === scheme && uri.authority === root.authority && uri.path.startsWith(`${root.path}/`),
	)
	return [
		{ type: vscode.FileChangeType.Created, uri: vscode.Uri.joinPath(root, '.longshore-changed') },
		...open.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })),
	]
}

const changeTypes = {
	created: vscode.FileChangeType.Created,
	changed: vscode.FileChangeType.Changed,
	deleted: vscode.FileChangeType.Deleted,
} as const

function fileType(facts: Facts): vscode.FileType {
	const types = { file: vscode.FileType.File, folder: vscode.FileType.Directory, other: vscode.FileType.Unknown }
	return types[facts.kind] | (facts.isLink ? vscode.FileType.SymbolicLink : 0)
}
