import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { extract, type Extract } from 'tar-stream'
import * as v from 'valibot'
import { plainInstruction } from './configuration.ts'
import type { Finding, SecretFileRule, Severity } from './finding.ts'
import { contentLimit, secretFileCheck } from './secretFiles.ts'

/** A secret file found in a layer whose place among the others isn't known yet. */
interface Hit {
	readonly rule: SecretFileRule
	readonly severity: Severity
	readonly path: string
}

interface Layer {
	readonly hits: readonly Hit[]
	/** Paths that this layer deletes from those below it. */
	readonly deleted: readonly string[]
}

const manifestSchema = v.array(v.object({ Config: v.string(), Layers: v.nullish(v.array(v.string()), []) }))
const configurationSchema = v.object({
	history: v.nullish(
		v.array(v.object({ created_by: v.nullish(v.string(), ''), empty_layer: v.nullish(v.boolean(), false) })),
		[],
	),
})

type Entry = Extract extends AsyncIterable<infer E> ? E : never

/** Documents of an archive are small; bytes. */
const documentLimit = 4_000_000

/**
 * Looks for secret files in every layer of an image's archive (`GET /images/{name}/get`), as it streams by. Reads what
 * both image stores write: `docker save`'s own layout, and the OCI Image Layout with layers as they are or compressed.
 *
 * @param report How many bytes were read so far.
 */
export async function findSecretFiles(
	archive: Readable,
	report: (bytes: number) => void,
	signal: AbortSignal,
): Promise<readonly Finding[]> {
	const layers = new Map<string, Layer>()
	const documents = new Map<string, string>()
	const links = new Map<string, string>()
	let bytes = 0
	const outer = extract()
	const filled = pipeline(
		archive,
		async function* (chunks: AsyncIterable<Uint8Array>) {
			for await (const chunk of chunks) {
				bytes += chunk.length
				report(bytes)
				yield chunk
			}
		},
		outer,
		{ signal },
	)
	// Whoever waits for the entries is told what went wrong.
	filled.catch((error: unknown) => outer.destroy(error instanceof Error ? error : undefined))
	for await (const entry of outer) {
		const { name, type, linkname } = entry.header
		if (type === 'symlink' && linkname) links.set(name, new URL(linkname, `file:///${name}`).pathname.slice(1))
		await readEntry(entry, name, layers, documents)
	}
	await filled
	return inOrder(layers, documents, links)
}

async function readEntry(
	entry: Entry,
	name: string,
	layers: Map<string, Layer>,
	documents: Map<string, string>,
): Promise<void> {
	const [start, content] = await peek(entry)
	if (isTar(start)) layers.set(name, await readLayer(content))
	else if (start[0] === 0x1f && start[1] === 0x8b) layers.set(name, await readLayer(content, createGunzip()))
	else if (start.readUInt32LE(0) === 0xfd2fb528) layers.set(name, await readLayer(content, createZstdDecompress()))
	else documents.set(name, await textOf(content, documentLimit))
}

function isTar(start: Buffer): boolean {
	return start.subarray(257, 262).toString('latin1') === 'ustar'
}

/** The first 512 bytes, and all of it. */
async function peek(entry: Entry): Promise<readonly [Buffer, AsyncIterable<Uint8Array>]> {
	const chunks = (entry as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
	const read: Uint8Array[] = []
	let length = 0
	while (length < 512) {
		const { done, value } = await chunks.next()
		if (done) break
		read.push(value)
		length += value.length
	}
	const start = Buffer.alloc(512)
	Buffer.concat(read).copy(start)
	return [
		start,
		(async function* () {
			yield* read
			yield* { [Symbol.asyncIterator]: () => chunks }
		})(),
	]
}

async function readLayer(
	content: AsyncIterable<Uint8Array>,
	unpack?: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>,
): Promise<Layer> {
	const inner = extract()
	const source = Readable.from(content)
	const filled = unpack ? pipeline(source, unpack, inner) : pipeline(source, inner)
	filled.catch((error: unknown) => inner.destroy(error instanceof Error ? error : undefined))
	const layer = await filesOf(inner)
	await filled
	return layer
}

async function filesOf(files: Extract): Promise<Layer> {
	const hits: Hit[] = []
	const deleted: string[] = []
	for await (const file of files) {
		const path = file.header.name.replace(/^\.?\//, '')
		const removed = /^(.*\/)?\.wh\.([^/]+)$/.exec(path)
		// `.wh..wh..opq` hides all that a folder had.
		if (removed) deleted.push(removed[2] === '.wh..opq' ? (removed[1] ?? '') : (removed[1] ?? '') + removed[2])
		const check = file.header.type === 'file' ? secretFileCheck(path) : undefined
		const isSecret = check && (!check.holds || check.holds(await textOf(file, contentLimit)))
		if (isSecret) hits.push({ rule: check.rule, severity: check.severity, path })
		file.resume()
	}
	return { hits, deleted }
}

async function textOf(content: AsyncIterable<unknown>, limit: number): Promise<string> {
	const chunks: Uint8Array[] = []
	let length = 0
	for await (const chunk of content) {
		// The rest is read too: what comes behind it in the archive waits for it.
		if (!(chunk instanceof Uint8Array) || length >= limit) continue
		chunks.push(chunk.subarray(0, limit - length))
		length += chunk.length
	}
	return Buffer.concat(chunks).toString('utf8')
}

/** Joins what was found with the layers' order and the instructions that made them, which the archive tells last. */
function inOrder(
	layers: ReadonlyMap<string, Layer>,
	documents: ReadonlyMap<string, string>,
	links: ReadonlyMap<string, string>,
): readonly Finding[] {
	const manifest = v.parse(manifestSchema, JSON.parse(documents.get('manifest.json') ?? '[]'))
	const findings = manifest.flatMap(({ Config, Layers }) => {
		const { history } = v.parse(configurationSchema, JSON.parse(documents.get(Config) ?? '{}'))
		const made = (history ?? []).filter((step) => !step.empty_layer)
		const stack = (Layers ?? []).map((name) => layers.get(links.get(name) ?? name))
		return stack.flatMap((layer, index) =>
			(layer?.hits ?? []).map((hit): Finding => ({
				...hit,
				kind: 'secretFile',
				layer: index + 1,
				instruction: plainInstruction(made[index]?.created_by ?? ''),
				deletedLater: stack.slice(index + 1).some((later) => later?.deleted.some((gone) => isWithin(hit.path, gone))),
			})),
		)
	})
	// A layer may be in several images of one archive.
	return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]
}

function isWithin(path: string, folder: string): boolean {
	return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}
