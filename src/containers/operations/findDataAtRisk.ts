import * as v from 'valibot'
import { decode } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import { toEngineError } from '../../engine/errors.ts'
import type { ContainerRecord } from '../../engine/records.ts'
import { containerDetails } from '../operations.ts'
import { dataAtRisk, writtenPaths, type Change, type DataAtRisk, type WrittenEntry } from '../written.ts'
import { aborted } from './aborted.ts'
import { runScript } from './execute.ts'
import { quoted } from './listFolder.ts'
import { statPath } from './statPath.ts'

const changesSchema = v.nullish(v.array(v.object({ Path: v.string(), Kind: v.number() })), [])

const kinds: Readonly<Record<number, Change['kind']>> = { 0: 'modified', 1: 'added', 2: 'deleted' }

/** Sizes that take longer to find out, one by one, are left out; ms. */
const patience = 8_000
/** So many sizes are asked for in one script, and so many at once where there is no shell. */
const batch = 500
const atOnce = 8

/**
 * What a container wrote outside of all that is mounted into it, by folder and with sizes; `GET /containers/{id}/changes`.
 *
 * @throws {EngineError}
 */
export async function findDataAtRisk(
	engine: Engine,
	container: ContainerRecord,
	signal: AbortSignal,
): Promise<DataAtRisk> {
	const path = `/containers/${container.id}/changes`
	const [reply, { mounts }] = await Promise.all([
		engine.request({ method: 'GET', path, signal }),
		containerDetails(engine, container.id),
	])
	const changes = (decode(changesSchema, reply) ?? []).map(({ Path, Kind }) => ({
		path: Path,
		kind: kinds[Kind] ?? 'modified',
	}))
	const paths = writtenPaths(
		changes,
		mounts.map(({ target }) => target),
	)
	try {
		return dataAtRisk(await measure(engine, container, paths, signal))
	} catch (error) {
		throw signal.aborted ? aborted(signal, error) : error
	}
}

async function measure(
	engine: Engine,
	container: ContainerRecord,
	paths: readonly string[],
	signal: AbortSignal,
): Promise<readonly WrittenEntry[]> {
	const parents = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))))
	const folders = paths.filter((path) => parents.has(path)).map((path) => ({ path, isFolder: true, size: undefined }))
	const leaves = paths.filter((path) => !parents.has(path))
	const scripted =
		container.state === 'running'
			? await byScript(engine, container.id, leaves, signal).catch(unlessNoShell)
			: undefined
	return [...folders, ...(scripted ?? (await oneByOne(engine, container.id, leaves, signal)))]
}

function unlessNoShell(error: unknown): undefined {
	if (toEngineError(error).reason !== 'unsupported') throw error
}

const typeMask = 0o170000
const folderType = 0o040000

/** A few milliseconds for thousands; only in a running container with a shell and `stat`. */
async function byScript(
	engine: Engine,
	containerId: string,
	paths: readonly string[],
	signal: AbortSignal,
): Promise<readonly WrittenEntry[]> {
	const batches = Array.from({ length: Math.ceil(paths.length / batch) }, (_, index) =>
		paths.slice(index * batch, (index + 1) * batch),
	)
	// A path that vanished meanwhile leaves its batch one line short: each batch ends with a line of its own.
	const text = batches
		.map((part) => `stat -c '%f %s' -- ${part.map(quoted).join(' ')} 2>/dev/null\necho .`)
		.concat(':')
		.join('\n')
	const output = (await runScript(engine, containerId, { text, signal })).toString('utf8').split('.\n')
	const entries: WrittenEntry[] = []
	const doubtful: string[] = []
	for (const [index, part] of batches.entries()) {
		const facts = (output[index] ?? '').split('\n').filter(Boolean)
		if (facts.length !== part.length) doubtful.push(...part)
		else entries.push(...part.map((path, at) => entryOf(path, facts[at] ?? '')))
	}
	return doubtful.length === 0 ? entries : [...entries, ...(await oneByOne(engine, containerId, doubtful, signal))]
}

function entryOf(path: string, facts: string): WrittenEntry {
	const [mode = '', size = ''] = facts.split(' ')
	return { path, isFolder: (Number.parseInt(mode, 16) & typeMask) === folderType, size: Number(size) }
}

/** A request for each; works without a shell, and for a container that does not run. */
async function oneByOne(
	engine: Engine,
	containerId: string,
	paths: readonly string[],
	signal: AbortSignal,
): Promise<readonly WrittenEntry[]> {
	const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)])
	const waiting = paths.values()
	const entries: WrittenEntry[] = []
	const work = async () => {
		for (const path of waiting) {
			const found = limit.aborted ? 'unknown' : await statOrUnknown(engine, containerId, path, limit)
			// Gone meanwhile: nothing of it is at risk.
			if (found === undefined) continue
			entries.push(
				found === 'unknown'
					? { path, isFolder: false, size: undefined }
					: { path, isFolder: found.isFolder, size: found.size },
			)
		}
	}
	await Promise.all(Array.from({ length: atOnce }, work))
	signal.throwIfAborted()
	return entries
}

async function statOrUnknown(engine: Engine, containerId: string, path: string, limit: AbortSignal) {
	try {
		return await statPath(engine, containerId, path, limit)
	} catch (error) {
		if (limit.aborted || toEngineError(error).reason === 'cancelled') return 'unknown' as const
		throw error
	}
}
