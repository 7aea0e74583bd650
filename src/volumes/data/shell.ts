/** A word that a POSIX shell takes as it is, whatever is in it. */
export function quoted(word: string): string {
	return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** Where the helper has the volume. */
export const root = '/volume'

/** A path inside of the volume (`/` is its own root) as the helper sees it. */
export function helperPath(path: string): string {
	return path === '/' ? root : root + path
}

/** Exit codes of the scripts below; others are those of the commands in them. */
export const exits = { notFound: 44, isFolder: 45, notFolder: 46, outside: 47 } as const

/**
 * Entries of a folder. Names first, ended by NUL; then an empty one; then their facts in the same order, a line each;
 * then the names of links to folders. Nothing in a name can disturb it.
 */
export function listScript(path: string): string {
	const folder = quoted(`${helperPath(path)}/.`)
	return [
		`[ -d ${folder} ] || exit ${exits.notFolder}`,
		`cd -- ${folder}`,
		'find . -mindepth 1 -maxdepth 1 -print0',
		String.raw`printf '\0'`,
		String.raw`find . -mindepth 1 -maxdepth 1 -exec stat -c '%f %s %Y %Z' {} +`,
		String.raw`printf '\0'`,
		'find -L . -mindepth 1 -maxdepth 1 -type d -print0',
	].join('\n')
}

/** Facts of one entry, of what it leads to where it is a link. */
export function statScript(path: string): string {
	const target = quoted(helperPath(path))
	return [
		`[ -e ${target} ] || [ -L ${target} ] || exit ${exits.notFound}`,
		String.raw`stat -c '%f %s %Y %Z' -- ${target}`,
		String.raw`stat -L -c '%f %s %Y %Z' -- ${target} 2>/dev/null || :`,
	].join('\n')
}

/** Content of a file. A link is followed inside of the volume only. */
export function readScript(path: string): string {
	const target = quoted(helperPath(path))
	return [
		`[ -e ${target} ] || exit ${exits.notFound}`,
		`[ ! -d ${target} ] || exit ${exits.isFolder}`,
		`case "$(readlink -f -- ${target})" in ${root}/*) ;; *) exit ${exits.outside};; esac`,
		`cat -- ${target}`,
	].join('\n')
}

export interface Entry {
	readonly name: string
	readonly kind: 'file' | 'folder' | 'other'
	readonly isLink: boolean
	/** Bytes. */
	readonly size: number
	/** Modification time, ms since 1970. */
	readonly modified: number
	/** Change of the entry itself, ms since 1970; the nearest that there is to a time of creation. */
	readonly changed: number
}

/** Reads what {@link listScript} wrote. Links to folders count as folders. */
export function parseList(output: Buffer): readonly Entry[] {
	const parts = output.toString('utf8').split('\0')
	const end = parts.indexOf('')
	const names = parts.slice(0, end).map(plain)
	const facts = (parts[end + 1] ?? '').split('\n')
	const folders = new Set(parts.slice(end + 2).map(plain))
	return names.flatMap((name, index) => {
		const found = parseFacts(facts[index] ?? '')
		return found ? [{ name, ...found, kind: folders.has(name) ? 'folder' : found.kind }] : []
	})
}

/** Reads what {@link statScript} wrote. */
export function parseStat(output: Buffer): Omit<Entry, 'name'> | undefined {
	const [own, target] = output.toString('utf8').split('\n').map(parseFacts)
	return own && { ...own, ...target, isLink: own.isLink }
}

function plain(name: string): string {
	return name.slice('./'.length)
}

const typeMask = 0o170000
const kinds: Readonly<Record<number, Entry['kind']>> = { 0o040000: 'folder', 0o100000: 'file' }
const link = 0o120000

function parseFacts(line: string): Omit<Entry, 'name'> | undefined {
	const [mode, size, modified, changed] = line.split(' ')
	if (mode === undefined || size === undefined) return undefined
	const type = Number.parseInt(mode, 16) & typeMask
	return {
		kind: type === link ? 'file' : (kinds[type] ?? 'other'),
		isLink: type === link,
		size: Number(size),
		modified: Number(modified) * 1000,
		changed: Number(changed) * 1000,
	}
}
