import { ArchiveError, type WayOut } from './archiveError.ts'
import { decodeFact, type Facts } from './fact.ts'
import { toText, type TarEntry, type TarPart } from './tarEntry.ts'
import { isEntry } from './tarReader.ts'

/**
 * A name in an archive as a path within the volume: without a leading `./`, without slashes at the end; empty for the
 * root itself.
 *
 * @throws {EngineError} `denied` when it would leave the volume.
 */
export function pathWithin(name: string): string {
	if (name.startsWith('/')) throw leaves(name, 'absolute')
	const steps = name.split('/').filter((step) => step !== '' && step !== '.')
	if (steps.includes('..')) throw leaves(name, 'climbs')
	if (name.includes('\0')) throw leaves(name, 'zeroByte')
	return steps.join('/')
}

/**
 * Makes names of an archive paths within the volume, and refuses whatever would be written outside of it: absolute
 * names, `..`, hard links outward, and what would be written through a symbolic link that came before it.
 *
 * @param root Folder of the archive whose content is the volume's; empty for the archive's own root.
 * @throws {EngineError} `denied`, at the first such entry.
 */
export async function* contained(
	parts: AsyncIterable<TarPart>,
	root: string,
): AsyncGenerator<TarPart, void, undefined> {
	const links = new Set<string>()
	for await (const part of parts) yield isEntry(part) ? containedEntry(part, root, links) : part
}

function containedEntry(entry: TarEntry, root: string, links: Set<string>): TarEntry {
	const name = below(root, pathWithin(entry.name))
	if (name === undefined) throw leaves(entry.name, 'otherFolder')
	for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
		if (links.has(name.slice(0, at))) throw leaves(entry.name, 'throughLink')
	}
	if (name === '' && entry.type !== 'directory') throw leaves(entry.name, 'root')
	if (entry.type === 'symbolicLink') links.add(name)
	else links.delete(name)
	if (entry.type !== 'hardLink') return { ...entry, name }
	const linkName = below(root, pathWithin(entry.linkName))
	if (linkName === undefined || linkName === '') throw leaves(entry.name, 'hardLink')
	return { ...entry, name, linkName }
}

/** Puts a folder before every path; what {@link contained} takes away. */
export async function* placed(parts: AsyncIterable<TarPart>, folder: string): AsyncGenerator<TarPart, void, undefined> {
	for await (const part of parts) {
		if (!isEntry(part)) yield part
		else {
			const linkName = part.type === 'hardLink' ? `${folder}/${part.linkName}` : part.linkName
			yield { ...part, name: `${folder}/${part.name}`, linkName }
		}
	}
}

/** Symbolic links that lead out of the volume, wherever it is mounted. They are harmless where nothing follows them. */
export function outwardLinks(facts: Facts): readonly string[] {
	return [...facts].flatMap(([path, text]) => {
		const { type, target } = decodeFact(text)
		return type === 'symbolicLink' && leadsOut(path, target) ? [path] : []
	})
}

function leadsOut(path: string, target: string): boolean {
	if (target.startsWith('/')) return true
	let depth = path.split('/').length - 1
	for (const step of target.split('/')) {
		if (step === '..') depth -= 1
		else if (step !== '' && step !== '.') depth += 1
		if (depth < 0) return true
	}
	return false
}

/** A path seen from a folder: empty for the folder itself, nothing where it isn't in there. */
function below(folder: string, path: string): string | undefined {
	if (folder === '' || path === folder) return folder === '' ? path : ''
	return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined
}

function leaves(name: string, how: WayOut): ArchiveError {
	return new ArchiveError('denied', { kind: 'leavesVolume', path: toText(name), how })
}
