import { posix } from 'node:path'
import { EngineError, isNotFound } from '../../engine/errors.ts'
import { root } from './access.ts'
import type { Session } from './session.ts'
import { helperPath, quoted } from './shell.ts'
import { appended, ShellAccess, temporaryName } from './shellAccess.ts'
import { TransferMeter, type ReportTransfer } from './transfer.ts'
import { amountOf, type UploadSource } from './uploadSource.ts'
import type { DataPlace, VolumeData } from './volumeData.ts'

/** Text of a script is sent when it is as long as this. */
const scriptLength = 512 * 1024

interface UploadOptions {
	/** What has the same name may be replaced. */
	readonly overwrite: boolean
	readonly signal: AbortSignal
	readonly report: ReportTransfer
}

/**
 * Brings files and folders into a folder of a volume. Each stands there when all of it has arrived, or not at all; it
 * belongs to the owner of that folder. Of a file that a file replaces, owner and mode stay.
 *
 * @throws {EngineError} `conflict`, `noSpace`, `readOnly`, `cancelled`; what reading the sources throws.
 */
export async function upload(
	data: VolumeData,
	sources: readonly UploadSource[],
	folder: DataPlace,
	{ overwrite, signal, report }: UploadOptions,
): Promise<void> {
	const amounts = sources.map(amountOf)
	const sum = (key: 'files' | 'bytes') => amounts.reduce((total, amount) => total + amount[key], 0)
	const meter = new TransferMeter({ files: sum('files'), bytes: sum('bytes') }, report)
	await data.writeJob(
		folder.volumeName,
		async (session) => {
			for (const source of sources) {
				const path = posix.join(folder.path, source.name)
				const access = new ShellAccess(session)
				if (source.kind === 'file' && overwrite && (await isFile(access, path))) {
					await access.saveFrom(path, metered(source.read(), meter), { create: true, overwrite })
					meter.add({ files: 1 })
				} else {
					await new TreeUpload(session, helperPath(folder.path), meter).bring(source, overwrite)
				}
				data.changed({ volumeName: folder.volumeName, path, kind: 'created' })
			}
		},
		signal,
	)
}

async function isFile(access: ShellAccess, path: string): Promise<boolean> {
	try {
		return (await access.stat(path)).kind === 'file'
	} catch (error) {
		if (isNotFound(error)) return false
		throw error
	}
}

async function* metered(content: AsyncIterable<Uint8Array>, meter: TransferMeter): AsyncGenerator<Uint8Array> {
	for await (const piece of content) {
		yield piece
		meter.add({ bytes: piece.length })
	}
}

/** Brings a file, or a folder with all in it, under another name, then gives it its own. */
class TreeUpload {
	readonly #session: Session
	readonly #enter: string
	readonly #folder: string
	readonly #temporary = temporaryName()
	readonly #meter: TransferMeter
	#lines: string[] = []
	#length = 0
	#files = 0
	#bytes = 0

	/** @param folder Where it goes, as the helper sees it. */
	constructor(session: Session, folder: string, meter: TransferMeter) {
		this.#session = session
		this.#folder = folder
		this.#enter = `into ${quoted(`${folder}/`)}`
		this.#meter = meter
	}

	async bring(source: UploadSource, overwrite: boolean): Promise<void> {
		const { name } = source
		if (!overwrite) await this.#session.run(`${this.#enter}; absent ${quoted(name)}`)
		this.#session.keep(`${this.#folder}/${this.#temporary}`)
		try {
			await this.#write(source, `./${this.#temporary}`)
			await this.#send()
			await this.#check()
			const own = `chown -hR "$(stat -c %u:%g .)" ./${this.#temporary} || exit`
			const place = `place "$PWD/${this.#temporary}" . ${quoted(name)} ${Number(overwrite)} ${this.#temporary}.old`
			await this.#session.run([this.#enter, own, place].join('\n'))
		} catch (error) {
			await this.#session.run(`${this.#enter}; rm -rf ./${this.#temporary}`).catch(() => undefined)
			throw error
		}
		this.#session.keep('')
	}

	async #write(source: UploadSource, path: string): Promise<void> {
		switch (source.kind) {
			case 'folder':
				await this.#add(`mkdir ${quoted(path)} || exit`)
				for (const child of source.children) await this.#write(child, `${path}/${child.name}`)
				return
			case 'link':
				this.#files += 1
				this.#bytes += Buffer.byteLength(source.target)
				await this.#add(`ln -s ${quoted(source.target)} ${quoted(path)} || exit`)
				return this.#meter.add({ files: 1 })
			case 'file': {
				this.#files += 1
				await this.#add(`: >${quoted(path)} || exit`)
				for await (const piece of source.read()) {
					this.#bytes += piece.length
					await this.#add(...appended(path, piece))
					this.#meter.add({ bytes: piece.length })
				}
				if (source.isExecutable) await this.#add(`chmod 755 ${quoted(path)}`)
				await this.#add(`touch -d @${source.modified} ${quoted(path)}`)
				this.#meter.add({ files: 1 })
			}
		}
	}

	async #add(...lines: readonly string[]): Promise<void> {
		this.#lines.push(...lines)
		this.#length += lines.reduce((sum, line) => sum + line.length, 0)
		if (this.#length > scriptLength) await this.#send()
	}

	async #send(): Promise<void> {
		const script = [this.#enter, ...this.#lines].join('\n')
		this.#lines = []
		this.#length = 0
		await this.#session.run(script)
	}

	/** Not every command tells that it could not write. */
	async #check(): Promise<void> {
		const folder = this.#folder.slice(root.length)
		const arrived = await new ShellAccess(this.#session).count(`${folder}/${this.#temporary}`)
		if (arrived.files === this.#files && arrived.bytes === this.#bytes) return
		throw new EngineError('noSpace', 'Not everything arrived: No space left on device')
	}
}
