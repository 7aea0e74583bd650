import { Disposable, Emitter } from '../../engine/disposable.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { showsLabel } from '../../engine/helper.ts'
import { emptyImage, root, sourceRoot, type Access, type SaveOptions } from './access.ts'
import type { HelperMount } from './helper.ts'
import { OpenHelpers } from './openHelpers.ts'
import type { Session } from './session.ts'
import type { Count, Entry, Facts } from './shell.ts'
import type { ShellAccess } from './shellAccess.ts'

/** Where an entry is. */
export interface DataPlace {
	readonly volumeName: string
	/** Inside of the volume; `/` is its root. */
	readonly path: string
}

/** What was done to an entry through Longshore; what containers do nobody tells. */
export interface DataChange extends DataPlace {
	readonly kind: 'created' | 'changed' | 'deleted'
}

interface VolumeDataParts {
	readonly connected: () => Promise<Engine>
	/** Which image the helper is made from; may ask the person, and pull it. {@link emptyImage} where none has a shell. */
	readonly helperImage: (engine: Engine) => Promise<string>
	/** Whether the person wants a volume left as it is. */
	readonly isProtected?: (volumeName: string) => boolean
	/** Rejects where what is put into a volume would not stay there. */
	readonly refuseForgetful?: (volumeName: string) => Promise<void>
}

/** The data of volumes: opens a helper for a volume when it is looked at, ends it when nobody looks any more. */
export class VolumeData extends Disposable {
	readonly #parts: VolumeDataParts
	readonly #helpers = new OpenHelpers((engine, volumeName) => this.#access(engine, volumeName))
	/** Helpers of single jobs, by volume. */
	readonly #jobs = new Set<{ readonly volumeNames: readonly string[]; readonly end: () => Promise<void> }>()
	readonly #withheld = new Set<string>()
	readonly #changes = this.register(new Emitter<readonly DataChange[]>())
	readonly onDidChange = this.#changes.event

	constructor(parts: VolumeDataParts) {
		super()
		this.#parts = parts
		this.register({ dispose: () => void this.closeAll() })
	}

	/** Entries of a folder. */
	list(volumeName: string, path: string): Promise<readonly Entry[]> {
		return this.use(volumeName, (access) => access.list(path))
	}

	/** Facts of one entry; of what it leads to where it is a link that leads inside. */
	stat(volumeName: string, path: string): Promise<Facts> {
		return this.use(volumeName, (access) => access.stat(path))
	}

	/** Content of a file. */
	read(volumeName: string, path: string): Promise<Uint8Array> {
		return this.use(volumeName, (access) => access.read(path))
	}

	/** How much is in an entry. */
	count(volumeName: string, path: string): Promise<Count> {
		return this.use(volumeName, (access) => access.count(path))
	}

	async save(place: DataPlace, content: Uint8Array, options: SaveOptions): Promise<void> {
		const isThere = await this.#write(place, async (access) => {
			const before = options.create ? await access.stat(place.path).catch(() => undefined) : undefined
			await access.save(place.path, content, options)
			return before !== undefined || !options.create
		})
		this.changed({ ...place, kind: isThere ? 'changed' : 'created' })
	}

	async createFolder(place: DataPlace): Promise<void> {
		await this.#write(place, (access) => access.createFolder(place.path))
		this.changed({ ...place, kind: 'created' })
	}

	async remove(place: DataPlace, options: { readonly recursive: boolean }): Promise<void> {
		await this.#write(place, (access) => access.remove(place.path, options))
		this.changed({ ...place, kind: 'deleted' })
	}

	/** Moves an entry; between volumes it is copied, and removed only when the copy is in place. */
	async rename(from: DataPlace, to: DataPlace, options: { readonly overwrite: boolean }): Promise<void> {
		if (from.volumeName === to.volumeName) {
			await this.#write(from, (access) => access.rename(from.path, to.path, options))
			this.changed({ ...from, kind: 'deleted' }, { ...to, kind: 'created' })
		} else {
			this.#refuseProtected(from.volumeName)
			await this.copy(from, to, options)
			await this.remove(from, { recursive: true })
		}
	}

	/** Copies an entry with owners, modes and times, inside of a volume or to another; nothing passes through here. */
	async copy(
		from: DataPlace,
		to: DataPlace,
		{ overwrite, signal }: { readonly overwrite: boolean; readonly signal?: AbortSignal },
	): Promise<void> {
		await this.refuseWriting(to.volumeName)
		const isSame = from.volumeName === to.volumeName
		const source = { volumeName: from.volumeName, target: sourceRoot, readOnly: true }
		const mounts = [{ volumeName: to.volumeName, target: root, readOnly: false }, ...(isSame ? [] : [source])]
		await this.job(
			mounts,
			async (session) => {
				const { ShellAccess } = await shellCode()
				await new ShellAccess(session).copy(from.path, isSame ? root : sourceRoot, to.path, { overwrite })
			},
			signal,
		)
		this.changed({ ...to, kind: 'created' })
	}

	/** Tells those that show data what was done to it. */
	changed(...changes: readonly DataChange[]): void {
		this.#changes.fire(changes)
	}

	/** Whether the person wants a volume left as it is. */
	isProtected(volumeName: string): boolean {
		return this.#parts.isProtected?.(volumeName) ?? false
	}

	/** Throws where it is known before anything is tried that a volume is not to be written. */
	async refuseWriting(volumeName: string): Promise<void> {
		this.#refuseProtected(volumeName)
		await this.#parts.refuseForgetful?.(volumeName)
	}

	/**
	 * Lets a job use the shell that serves a volume's data; no other question is answered in between.
	 *
	 * @throws {EngineError} `unsupported` where no image has a shell.
	 */
	useShell<T>(volumeName: string, work: (access: ShellAccess) => Promise<T>): Promise<T> {
		return this.use(volumeName, async (access) => {
			const { ShellAccess } = await shellCode()
			if (access instanceof ShellAccess) return work(access)
			throw new EngineError('unsupported', 'No image on this engine has a shell.')
		})
	}

	/**
	 * Runs a job with a helper of its own, so that looking at data goes on meanwhile. It ends with the job.
	 *
	 * @throws {EngineError} `unsupported` where no image has a shell; `cancelled` when aborted.
	 */
	async job<T>(
		mounts: readonly HelperMount[],
		work: (session: Session) => Promise<T>,
		signal: AbortSignal = new AbortController().signal,
	): Promise<T> {
		const engine = await this.#parts.connected()
		const image = await this.#parts.helperImage(engine)
		if (image === emptyImage) throw new EngineError('unsupported', 'No image on this engine has a shell.')
		const { Session } = await shellCode()
		const volumeNames = mounts.map(({ volumeName }) => volumeName)
		this.#refuseWithheld(volumeNames)
		const opening = Session.open(engine, image, mounts)
		const end = () => opening.then((session) => session.close()).catch(() => undefined)
		const job = { volumeNames, end }
		const onAbort = () => void end()
		signal.addEventListener('abort', onAbort)
		this.#jobs.add(job)
		try {
			const session = await opening
			if (signal.aborted || this.disposed) throw new EngineError('cancelled', 'Cancelled.')
			return await work(session)
		} catch (error) {
			throw signal.aborted ? new EngineError('cancelled', 'Cancelled.', { cause: error }) : error
		} finally {
			signal.removeEventListener('abort', onAbort)
			this.#jobs.delete(job)
			await end()
		}
	}

	/** A job that reads a volume. */
	readJob<T>(volumeName: string, work: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T> {
		return this.job([{ volumeName, target: root, readOnly: true }], work, signal)
	}

	/** A job that writes to a volume; what it wrote, it tells by `changed`. */
	async writeJob<T>(volumeName: string, work: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T> {
		await this.refuseWriting(volumeName)
		const write = (session: Session) => {
			if (session.readOnly) throw new EngineError('readOnly', 'The volume can only be read.')
			return work(session)
		}
		return this.job([{ volumeName, target: root, readOnly: false }], write, signal)
	}

	/** Ends all that serves a volume; resolves when nothing of it holds the volume any more. */
	async close(volumeName: string): Promise<void> {
		const jobs = [...this.#jobs].filter(({ volumeNames }) => volumeNames.includes(volumeName))
		await Promise.all([...jobs.map(({ end }) => end()), this.#helpers.close(volumeName)])
	}

	/** Does something to a volume as a whole: what serves it ends before, and who looks at it is told to look again. */
	async asWhole<T>(volumeName: string, work: () => Promise<T>): Promise<T> {
		await this.close(volumeName)
		try {
			return await work()
		} finally {
			this.changed({ volumeName, path: '/', kind: 'changed' })
		}
	}

	/**
	 * Does something that nothing may have the volume for, such as removing it: what serves it ends before, and whoever
	 * asks meanwhile is refused with `inUse`.
	 *
	 * @throws {EngineError} `inUse` while another does so; whatever the work throws.
	 */
	async withheld<T>(volumeName: string, work: () => Promise<T>): Promise<T> {
		this.#refuseWithheld([volumeName])
		this.#withheld.add(volumeName)
		try {
			return await this.close(volumeName)
				.then(work)
				.finally(() => this.#withheld.delete(volumeName))
		} catch (error) {
			// It may be there still: then it can be looked at again.
			this.changed({ volumeName, path: '/', kind: 'changed' })
			throw error
		}
	}

	/** Whether something is being done to a volume that nothing may have it for. */
	isWithheld(volumeName: string): boolean {
		return this.#withheld.has(volumeName)
	}

	/** Ends what serves people who look, so that it is made anew when next needed; jobs go on. */
	renew(): Promise<void> {
		return this.#helpers.closeAll()
	}

	/** Ends everything. */
	async closeAll(): Promise<void> {
		await Promise.all([...[...this.#jobs].map(({ end }) => end()), this.renew()])
	}

	/** Lets a job use what serves a volume's data. */
	async use<T>(volumeName: string, work: (access: Access) => Promise<T>): Promise<T> {
		return this.#helpers.use(await this.#parts.connected(), volumeName, work)
	}

	async #write<T>({ volumeName }: DataPlace, work: (access: Access) => Promise<T>): Promise<T> {
		await this.refuseWriting(volumeName)
		return this.use(volumeName, (access) => {
			if (access.readOnly) throw new EngineError('readOnly', 'The volume can only be read.')
			return work(access)
		})
	}

	#refuseProtected(volumeName: string): void {
		if (this.isProtected(volumeName)) {
			throw new EngineError('readOnly', 'The setting “longshore.volumes.readOnly” protects this volume.')
		}
	}

	#refuseWithheld(volumeNames: readonly string[]): void {
		if (volumeNames.some((name) => this.#withheld.has(name))) {
			throw new EngineError('inUse', 'The volume is being renamed or removed.')
		}
	}

	async #access(engine: Engine, volumeName: string): Promise<Access> {
		this.#refuseWithheld([volumeName])
		const readOnly = this.isProtected(volumeName)
		const image = await this.#parts.helperImage(engine)
		const mount = { volumeName, target: root, readOnly }
		if (image === emptyImage) return (await import('./archiveAccess.ts')).ArchiveAccess.open(engine, mount)
		const { Session, ShellAccess } = await shellCode()
		return new ShellAccess(await Session.open(engine, image, [mount], { [showsLabel]: '' }))
	}
}

/** Read when data is first looked at: most windows show names only. */
async function shellCode() {
	const [{ Session }, { ShellAccess }] = await Promise.all([import('./session.ts'), import('./shellAccess.ts')])
	return { Session, ShellAccess }
}
