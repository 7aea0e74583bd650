import { EngineError } from '../../engine/errors.ts'
import { ArchiveError } from './archiveError.ts'
import { backupParts } from './backup.ts'
import { toText, type TarPart } from './tarEntry.ts'
import { isEntry } from './tarReader.ts'
import { VolumeHelper, type VolumeAddress } from './volumeHelper.ts'

/**
 * Content of one file of a backup, kept in memory; the archive is read until it comes.
 *
 * @param path Bytes as latin1, seen from the root.
 * @throws {EngineError} `notFound`
 */
export async function readBackupContent(
	file: string,
	root: string,
	path: string,
	signal: AbortSignal,
): Promise<Buffer> {
	const found = await contentOf(backupParts(file, root, signal), path)
	if (Buffer.isBuffer(found)) return found
	// A hard link has the content of what it leads to, and that went by before.
	return readBackupContent(file, root, found.linkName, signal)
}

/**
 * Content of one file of a volume, kept in memory.
 *
 * @throws {EngineError} `notFound`
 */
export async function readVolumeContent(address: VolumeAddress, path: string, signal: AbortSignal): Promise<Buffer> {
	await using helper = await VolumeHelper.open(address, 'readOnly')
	const found = await contentOf(helper.readFile(path, signal), path.slice(path.lastIndexOf('/') + 1))
	if (Buffer.isBuffer(found)) return found
	throw new EngineError('unexpected', 'The engine sent a link instead of a file.')
}

async function contentOf(parts: AsyncIterable<TarPart>, path: string): Promise<Buffer | { readonly linkName: string }> {
	const pieces: Buffer[] = []
	let found = false
	for await (const part of parts) {
		if (!isEntry(part)) {
			if (found) pieces.push(part)
		} else if (found) break
		else if (part.name === path) {
			if (part.type === 'hardLink') return part
			found = true
		}
	}
	if (found) return Buffer.concat(pieces)
	throw new ArchiveError('notFound', { kind: 'gone', path: toText(path) })
}
