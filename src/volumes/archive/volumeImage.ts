import { Readable } from 'node:stream'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { jsonLines } from '../../engine/jsonLines.ts'
import type { VolumeSpecification } from '../volume.ts'
import { ArchiveError, toArchiveError } from './archiveError.ts'
import { placed } from './containment.ts'
import { differences } from './difference.ts'
import { FactCollector } from './factCollector.ts'
import { newVolume } from './newVolume.ts'
import { persistently } from './persistently.ts'
import { observed, type ArchiveJob } from './progress.ts'
import { toText, type TarPart } from './tarEntry.ts'
import { isEntry } from './tarReader.ts'
import { gathered, writeTar } from './tarWriter.ts'
import { VolumeHelper, type VolumeAddress } from './volumeHelper.ts'
import { writeVerified } from './writeVolume.ts'

/** Where an image has a volume's data, as Docker's own volumes-backup extension and vackup do it. */
const dataFolder = 'volume-data'

/**
 * Makes an image of a volume's data, on top of one with a shell: the extension that reads it too copies with `cp`. What
 * is in the image is verified.
 *
 * @param image.base With a shell.
 * @param image.repository, image.tag The new image's name.
 * @throws {EngineError} There is no new image then.
 */
export async function saveVolumeAsImage(
	source: VolumeAddress,
	image: { readonly base: string; readonly repository: string; readonly tag: string },
	job: ArchiveJob,
): Promise<void> {
	const { engine } = source
	const collector = new FactCollector()
	const id = await importParts(engine, image, source.name, combined(source, image.base, collector, job), job.signal)
	try {
		await using made = await VolumeHelper.openImage(engine, id, dataFolder)
		const arrived = new FactCollector()
		const report = (amount: { entries: number; bytes: number }) => job.report({ phase: 'verifying', ...amount })
		for await (const _ of observed(made.read(job.signal), arrived, report));
		const found = differences(collector.facts(), arrived.facts())
		if (found.length > 0) {
			const paths = found.slice(0, 3).map(({ path }) => toText(path) || '/')
			throw new ArchiveError('unexpected', { kind: 'imageDiffers', count: found.length, paths: paths.join(', ') })
		}
		await engine.docker.getImage(id).tag({ repo: image.repository, tag: image.tag })
	} catch (error) {
		const remove = async () => {
			await engine.docker.getImage(id).remove({ force: true })
		}
		// Why there is none says more than what came of it.
		await persistently(remove).catch(() => undefined)
		throw toEngineError(error)
	}
}

/**
 * Brings the data of such an image into a new volume, and verifies what arrived.
 *
 * @throws {EngineError} `invalid` when the image has no such data. There is no new volume then.
 */
export async function restoreVolumeFromImage(
	engine: Engine,
	image: string,
	specification: VolumeSpecification,
	job: ArchiveJob,
): Promise<void> {
	await using helper = await VolumeHelper.openImage(engine, image, dataFolder)
	try {
		await newVolume(engine, specification, (volume) =>
			writeVerified(volume, helper.read(job.signal), { nothingElse: true }, job),
		)
	} catch (thrown) {
		const error = toEngineError(thrown)
		if (error.reason !== 'notFound') throw error
		throw new ArchiveError('invalid', { kind: 'noVolumeData', folder: dataFolder }, thrown)
	}
}

async function* combined(
	source: VolumeAddress,
	base: string,
	collector: FactCollector,
	{ signal, report }: ArchiveJob,
): AsyncGenerator<TarPart, void, undefined> {
	{
		await using helper = await VolumeHelper.openImage(source.engine, base, '')
		yield* withoutData(helper.readAll(signal))
	}
	await using helper = await VolumeHelper.open(source, 'readOnly')
	yield* placed(
		observed(helper.read(signal), collector, (amount) => report({ phase: 'copying', ...amount })),
		dataFolder,
	)
}

/** The base may itself have been made of a volume. */
async function* withoutData(parts: AsyncIterable<TarPart>): AsyncGenerator<TarPart, void, undefined> {
	let isData = false
	for await (const part of parts) {
		if (isEntry(part)) isData = part.name.replace(/^\.?\//, '').split('/', 1)[0] === dataFolder
		if (!isData) yield part
	}
}

async function importParts(
	engine: Engine,
	{ base }: { readonly base: string },
	volumeName: string,
	parts: AsyncIterable<TarPart>,
	signal: AbortSignal,
): Promise<string> {
	const body = Readable.from(gathered(writeTar(parts)), { objectMode: false })
	let cause: unknown
	body.on('error', (error) => (cause ??= error))
	const changes = ['CMD ["/bin/sh"]', 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']
	const labels = [`LABEL longshore.volume=${volumeName}`, `LABEL longshore.base=${JSON.stringify(base)}`]
	try {
		const options = { changes: [...changes, ...labels].join('\n'), abortSignal: signal }
		const reply = await engine.docker.importImage(body, options)
		let id: string | undefined
		for await (const line of jsonLines(reply as Readable)) id = statusOf(line) ?? id
		if (id === undefined) throw new EngineError('unexpected', 'The engine made no image.')
		return id
	} catch (error) {
		throw signal.aborted ? new EngineError('cancelled', 'Cancelled.', { cause: error }) : toArchiveError(cause ?? error)
	} finally {
		body.destroy()
	}
}

/** @throws {EngineError} what a line says went wrong. */
function statusOf(line: unknown): string | undefined {
	if (typeof line !== 'object' || line === null) return undefined
	if ('error' in line) throw new EngineError('unexpected', String(line.error))
	return 'status' in line && typeof line.status === 'string' && /^sha256:[\da-f]{64}$/.test(line.status)
		? line.status
		: undefined
}
