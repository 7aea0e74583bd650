import { createReadStream } from 'node:fs'
import { lstat, readdir, readlink, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { EngineError } from '../../engine/errors.ts'
import { localError } from './localError.ts'

/** Something that shall go into a volume. */
export type UploadSource =
	| {
			readonly kind: 'file'
			readonly name: string
			/** Bytes. */
			readonly size: number
			/** Seconds since 1970. */
			readonly modified: number
			readonly isExecutable: boolean
			readonly read: () => AsyncIterable<Uint8Array>
	  }
	| { readonly kind: 'folder'; readonly name: string; readonly children: readonly UploadSource[] }
	| { readonly kind: 'link'; readonly name: string; readonly target: string }

/**
 * A file or folder of this machine, with all that is in it. Links in a folder stay links; what is neither file, folder
 * nor link is left out.
 *
 * @throws {Error} of `node:fs`; {@link EngineError} `notFound`, `cancelled`.
 */
export async function localSource(path: string, signal?: AbortSignal): Promise<UploadSource> {
	const found = await stat(path)
		.then((facts) => sourceAt(path, facts, signal))
		.catch((error: unknown) => {
			throw localError(error)
		})
	if (!found) throw new Error(`${path} is neither a file nor a folder.`)
	return found
}

async function sourceAt(
	path: string,
	facts: Awaited<ReturnType<typeof lstat>>,
	signal: AbortSignal | undefined,
): Promise<UploadSource | undefined> {
	if (signal?.aborted) throw new EngineError('cancelled', 'Cancelled.')
	const name = basename(path)
	if (facts.isSymbolicLink()) return { kind: 'link', name, target: await readlink(path) }
	if (facts.isDirectory()) {
		const children: UploadSource[] = []
		for (const child of (await readdir(path)).sort()) {
			const source = await sourceAt(join(path, child), await lstat(join(path, child)), signal)
			if (source) children.push(source)
		}
		return { kind: 'folder', name, children }
	}
	if (!facts.isFile()) return undefined
	return {
		kind: 'file',
		name,
		size: Number(facts.size),
		modified: Math.floor(Number(facts.mtimeMs) / 1000),
		isExecutable: (Number(facts.mode) & 0o111) !== 0,
		read: () => contentOf(path),
	}
}

async function* contentOf(path: string): AsyncGenerator<Uint8Array> {
	try {
		yield* createReadStream(path, { highWaterMark: 384 * 1024 })
	} catch (error) {
		throw localError(error)
	}
}

/** How much there is to bring. */
export function amountOf(source: UploadSource): { readonly files: number; readonly bytes: number } {
	switch (source.kind) {
		case 'file':
			return { files: 1, bytes: source.size }
		case 'link':
			return { files: 1, bytes: 0 }
		case 'folder':
			return source.children
				.map(amountOf)
				.reduce((sum, each) => ({ files: sum.files + each.files, bytes: sum.bytes + each.bytes }), {
					files: 0,
					bytes: 0,
				})
	}
}
