import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, rename, rm, symlink, utimes } from 'node:fs/promises'
import { basename, dirname, join, posix } from 'node:path'
import { EngineError } from '../../engine/errors.ts'
import { localError } from './localError.ts'
import { fitsLocally, madeAnew } from './localName.ts'
import type { Entry, Facts } from './shell.ts'
import { ShellAccess } from './shellAccess.ts'
import { TransferMeter, type ReportTransfer } from './transfer.ts'
import type { DataPlace, VolumeData } from './volumeData.ts'

interface DownloadOptions {
	readonly signal: AbortSignal
	readonly report: ReportTransfer
}

/**
 * Fetches a file or folder of a volume to this machine, with modes, times and links. It stands there when all of it has
 * arrived, or not at all; what has the same name is replaced.
 *
 * @param target Where it shall be.
 * @returns Paths of what this machine cannot have: pipes, sockets, devices, and names that are not UTF-8, mean something
 * else here, or are the same as another's here.
 * @throws {EngineError} `cancelled`, `notFound`; what else writing throws.
 */
export async function download(
	data: VolumeData,
	source: DataPlace,
	target: string,
	{ signal, report }: DownloadOptions,
): Promise<readonly string[]> {
	const { files, bytes } = await data.count(source.volumeName, source.path)
	const staging = join(dirname(target), `.${basename(target).slice(0, 60)}.longshore-${randomBytes(4).toString('hex')}`)
	try {
		const leftOut = await data.readJob(
			source.volumeName,
			async (session) => {
				const fetch = new Fetch(new ShellAccess(session), signal, new TransferMeter({ files, bytes }, report))
				await fetch.entry(source.path, await fetch.access.stat(source.path), staging)
				await fetch.makeLinks()
				return fetch.leftOut
			},
			signal,
		)
		await replace(target, staging)
		return leftOut
	} catch (error) {
		throw localError(error)
	} finally {
		await rm(staging, { recursive: true, force: true })
	}
}

class Fetch {
	readonly access: ShellAccess
	readonly leftOut: string[] = []
	readonly #signal: AbortSignal
	readonly #meter: TransferMeter
	readonly #links: { readonly path: string; readonly local: string }[] = []

	constructor(access: ShellAccess, signal: AbortSignal, meter: TransferMeter) {
		this.access = access
		this.#signal = signal
		this.#meter = meter
	}

	async entry(path: string, facts: Facts, local: string): Promise<void> {
		if (this.#signal.aborted) throw new EngineError('cancelled', 'Cancelled.')
		if (facts.kind === 'other') this.leftOut.push(path)
		else if (facts.kind === 'folder') await this.#folder(path, facts, local)
		else await this.#file(path, facts, local)
	}

	/** Links come last, so that nothing is ever written through one. */
	async makeLinks(): Promise<void> {
		for (const { path, local } of this.#links) {
			const target = await this.access.linkTarget(path)
			if (await madeAnew(() => symlink(target, local))) this.#meter.add({ files: 1 })
			else this.leftOut.push(path)
		}
	}

	async #folder(path: string, facts: Facts, local: string): Promise<void> {
		await mkdir(local)
		for (const entry of await this.access.list(path)) await this.#child(posix.join(path, entry.name), entry, local)
		await this.#dress(facts, local)
	}

	async #child(path: string, entry: Entry, folder: string): Promise<void> {
		if (entry.undecodable !== undefined || !fitsLocally(entry.name, process.platform)) {
			this.leftOut.push(path)
			return
		}
		const local = join(folder, entry.name)
		if (entry.isLink) this.#links.push({ path, local })
		else if (!(await madeAnew(() => this.entry(path, entry, local)))) this.leftOut.push(path)
	}

	async #file(path: string, facts: Facts, local: string): Promise<void> {
		const file = await open(local, 'wx')
		try {
			for await (const piece of this.access.pieces(path)) {
				await file.writeFile(piece)
				this.#meter.add({ bytes: piece.length })
			}
		} finally {
			await file.close()
		}
		await this.#dress(facts, local)
		this.#meter.add({ files: 1 })
	}

	async #dress({ kind, mode, modified }: Facts, local: string): Promise<void> {
		// Whoever fetched it shall be able to read it, and to remove it.
		await chmod(local, (mode & 0o777) | (kind === 'folder' ? 0o700 : 0o600))
		await utimes(local, modified / 1000, modified / 1000)
	}
}

/** What is there goes only when the new one is in its place. */
async function replace(target: string, staging: string): Promise<void> {
	const old = `${staging}.old`
	const had = await rename(target, old).then(
		() => true,
		() => false,
	)
	try {
		await rename(staging, target)
	} catch (error) {
		if (had) await rename(old, target)
		throw error
	}
	await rm(old, { recursive: true, force: true })
}
