/** `GET /containers/{id}/changes`, one of its entries. */
export interface Change {
	readonly path: string
	readonly kind: 'modified' | 'added' | 'deleted'
}

/** Something that a container wrote outside of everything that is mounted into it. */
export interface WrittenEntry {
	readonly path: string
	readonly isFolder: boolean
	/** Bytes; nothing where it could not be found out in time. */
	readonly size: number | undefined
}

/** A folder or file of what a container wrote. */
export interface Written {
	/** Absolute, inside the container. */
	readonly path: string
	/** Below its parent: `lib/app` where nothing else stands on the way; absolute at the top. */
	readonly name: string
	/** Bytes of all files in it that are known. */
	readonly size: number
	/** Files in it; 1 for a file. */
	readonly files: number
	/** The size of some is not known: it is at least what it says. */
	readonly isIncomplete: boolean
	/** The largest first; nothing for a file. */
	readonly children: readonly Written[] | undefined
}

/** What goes with a container when it is removed; and what nobody will miss. */
export interface DataAtRisk {
	readonly data: Written
	/** Temporary files and caches. */
	readonly noise: Written
}

/**
 * Paths at which something was written that the container alone holds: not deleted, not in or at a mount, not what the
 * engine itself puts into every container.
 *
 * @param targets Where something is mounted.
 */
export function writtenPaths(changes: readonly Change[], targets: readonly string[]): readonly string[] {
	const outside = [...targets, ...own]
	return changes
		.filter(({ kind, path }) => kind !== 'deleted' && !outside.some((folder) => isWithin(path, folder)))
		.map(({ path }) => path)
}

const own = ['/dev', '/proc', '/sys', '/.dockerenv', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/etc/mtab']

function isWithin(path: string, folder: string): boolean {
	return path === folder || path.startsWith(folder === '/' ? folder : `${folder}/`)
}

const temporary = [
	'/tmp',
	'/run',
	'/var/run',
	'/var/tmp',
	'/var/cache',
	'/var/lock',
	'/var/lib/apt/lists',
	'/root/.npm',
]
const cacheFolder =
	/\/(?:\.cache|__pycache__|\.npm\/_cacache|\.yarn\/cache|\.gradle\/caches|\.nuget\/packages|pkg\/mod\/cache)(?:\/|$)/
const history = /\/\.(?:ash|bash|zsh|python|node_repl|psql)_history$/

/** Whether it is temporary or can be had again: nobody would miss it. */
export function isNoise(path: string): boolean {
	return temporary.some((folder) => isWithin(path, folder)) || cacheFolder.test(path) || history.test(path)
}

/** Groups what was written by folder; noise apart. */
export function dataAtRisk(entries: readonly WrittenEntry[]): DataAtRisk {
	const files = entries.filter(({ isFolder }) => !isFolder)
	return {
		data: grouped(files.filter(({ path }) => !isNoise(path))),
		noise: grouped(files.filter(({ path }) => isNoise(path))),
	}
}

interface Folder {
	readonly folders: Map<string, Folder>
	readonly files: Map<string, WrittenEntry>
}

function grouped(files: readonly WrittenEntry[]): Written {
	const root: Folder = { folders: new Map(), files: new Map() }
	for (const file of files) {
		const names = file.path.split('/').slice(1)
		let folder = root
		for (const name of names.slice(0, -1)) {
			let next = folder.folders.get(name)
			if (!next) folder.folders.set(name, (next = { folders: new Map(), files: new Map() }))
			folder = next
		}
		folder.files.set(names.at(-1) ?? '', file)
	}
	return summed(root, '', '/')
}

function summed(folder: Folder, path: string, name: string): Written {
	const [only] = folder.folders
	// A folder that holds nothing but one other is no step worth a click.
	if (path !== '' && only && folder.folders.size === 1 && folder.files.size === 0) {
		return summed(only[1], `${path}/${only[0]}`, `${name}/${only[0]}`)
	}
	const children: Written[] = [
		...[...folder.folders].map(([below, inner]) =>
			summed(inner, `${path}/${below}`, path === '' ? `/${below}` : below),
		),
		...[...folder.files].map(([below, { size }]) => ({
			path: `${path}/${below}`,
			name: path === '' ? `/${below}` : below,
			size: size ?? 0,
			files: 1,
			isIncomplete: size === undefined,
			children: undefined,
		})),
	]
	return {
		path: path || '/',
		name,
		size: children.reduce((sum, child) => sum + child.size, 0),
		files: children.reduce((sum, child) => sum + child.files, 0),
		isIncomplete: children.some((child) => child.isIncomplete),
		children: children.sort((one, other) => other.size - one.size || (one.name < other.name ? -1 : 1)),
	}
}
