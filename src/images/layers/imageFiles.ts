import * as vscode from 'vscode'
import { Disposable } from '../../engine/disposable.ts'
import type { Engine } from '../../engine/engine.ts'
import { formatBytes } from '../../ui/format.ts'
import { newest, withProgress } from '../../ui/progress.ts'
import { shortId } from '../image.ts'
import type { OpenedImage } from './operations.ts'

/** So many images are kept on the disk at once: two to compare, and two more. */
const kept = 4

/** The files of images, read once for each; what was used last is kept, on the disk. */
export class ImageFiles extends Disposable {
	readonly #connected: () => Promise<Engine>
	readonly #folder: string
	#swept: Promise<void> | undefined
	/** Those used last stand last. */
	readonly #images = new Map<string, Promise<OpenedImage>>()

	constructor(parts: { readonly connected: () => Promise<Engine>; readonly folder: string }) {
		super()
		this.#connected = parts.connected
		this.#folder = parts.folder
		this.register({ dispose: () => [...this.#images.keys()].forEach((id) => this.release(id)) })
	}

	/**
	 * An image's files; reads its archive, with progress, unless that was done before.
	 *
	 * @throws {EngineError} `cancelled` by the person, too.
	 */
	async of(imageId: string): Promise<OpenedImage> {
		const opened = this.#images.get(imageId) ?? this.#open(imageId)
		this.#images.delete(imageId)
		this.#images.set(imageId, opened)
		try {
			const image = await opened
			for (const id of [...this.#images.keys()].slice(0, -kept)) this.release(id)
			return image
		} catch (error) {
			this.#images.delete(imageId)
			throw error
		}
	}

	/** Frees what an image takes on the disk. */
	release(imageId: string): void {
		const opened = this.#images.get(imageId)
		this.#images.delete(imageId)
		opened?.then(({ spool }) => spool.dispose()).catch(() => undefined)
	}

	async #open(imageId: string): Promise<OpenedImage> {
		const [engine, { openImage }, { sweepSpools }] = await Promise.all([
			this.#connected(),
			import('./operations.ts'),
			import('./spool.ts'),
		])
		await (this.#swept ??= sweepSpools(this.#folder))
		return withProgress(vscode.l10n.t('Reading the layers of {0}', shortId(imageId)), (signal, report) => {
			const show = newest((bytes: number, total: number) =>
				report({
					message: vscode.l10n.t('{0} of {1}', formatBytes(Math.min(bytes, total)), formatBytes(total)),
					fraction: total > 0 ? bytes / total : 0,
				}),
			)
			return openImage(engine, imageId, this.#folder, signal, show)
		})
	}
}
