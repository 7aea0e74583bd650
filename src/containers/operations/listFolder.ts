import type { Engine } from '../../engine/engine.ts'
import { runScript } from './execute.ts'

/** A file or folder in a running container. */
export interface FolderEntry {
	readonly name: string
	readonly isFolder: boolean
	/** Bytes; nothing where it isn't known. */
	readonly size: number | undefined
}

/**
 * Entries of a folder of a running container, as its processes see it: also where only they do, in a tmpfs. Folders
 * first. Needs a shell and `stat` in the container.
 *
 * @throws {EngineError} `unsupported` when the container has no shell.
 */
export async function listFolder(
	engine: Engine,
	containerId: string,
	path: string,
	signal: AbortSignal,
): Promise<readonly FolderEntry[]> {
	return parseListing(await runScript(engine, containerId, { text: listingScript(path), signal }))
}

/**
 * Content of a file of a running container, as its processes see it. Needs a shell and `cat` in the container.
 *
 * @throws {EngineError} `unsupported` when the container has no shell.
 */
export function readFile(engine: Engine, containerId: string, path: string, signal: AbortSignal): Promise<Buffer> {
	return runScript(engine, containerId, { text: `cat -- ${quoted(path)}`, signal })
}

/** A word that a POSIX shell takes as it is, whatever is in it. */
export function quoted(word: string): string {
	return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** `find` is missing in many small images; a shell's own patterns are not. Names end by NUL, facts follow in their order. */
function listingScript(path: string): string {
	return [
		`cd -- ${quoted(path)} || exit 1`,
		'set --',
		'for name in * .[!.]* ..?*; do',
		String.raw`	if [ -e "$name" ] || [ -L "$name" ]; then set -- "$@" "./$name"; printf '%s\0' "$name"; fi`,
		'done',
		String.raw`printf '\0'`,
		String.raw`[ $# -eq 0 ] || stat -c '%f %s' -- "$@" 2>/dev/null || :`,
	].join('\n')
}

const typeMask = 0o170000
const folderType = 0o040000

function parseListing(output: Buffer): readonly FolderEntry[] {
	const parts = output.toString('utf8').split('\0')
	const end = parts.indexOf('')
	const names = parts.slice(0, end)
	const facts = (parts[end + 1] ?? '').split('\n').filter(Boolean)
	// One that vanished meanwhile leaves the facts of all in doubt.
	const areKnown = facts.length === names.length
	return names
		.map((name, index) => {
			const [mode = '', size = ''] = (areKnown ? (facts[index] ?? '') : '').split(' ')
			const isFolder = (Number.parseInt(mode, 16) & typeMask) === folderType
			return { name, isFolder, size: areKnown && !isFolder ? Number(size) : undefined }
		})
		.sort((one, other) => Number(other.isFolder) - Number(one.isFolder) || (one.name < other.name ? -1 : 1))
}
