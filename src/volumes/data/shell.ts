import { posix } from 'node:path'
import { root } from './access.ts'

/** A word that a POSIX shell takes as it is, whatever is in it. */
export function quoted(word: string): string {
	return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** A path inside of the volume (`/` is its own root) as the helper sees it. */
export function helperPath(path: string, base: string = root): string {
	return path === '/' ? base : base + path
}

/** A path's folder and its name in it, as two words for the functions of the prelude. */
export function placeOf(path: string, base: string = root): string {
	const folder = helperPath(posix.dirname(path), base)
	return `${quoted(folder)} ${quoted(path === '/' ? '.' : posix.basename(path))}`
}

/** What the data of a volume are: one entry. */
export interface Entry {
	/** With U+FFFD for bytes that are not UTF-8. */
	readonly name: string
	/** The name's bytes, hexadecimal, where they are not UTF-8: no path can be written that leads to it. */
	readonly undecodable: string | undefined
	readonly kind: 'file' | 'folder' | 'other'
	readonly isLink: boolean
	/** Bytes. */
	readonly size: number
	/** Modification time, ms since 1970. */
	readonly modified: number
	/** Change of the entry itself, ms since 1970; the nearest that there is to a time of creation. */
	readonly changed: number
	/** Permission bits. */
	readonly mode: number
	readonly owner: number
	readonly group: number
}

export type Facts = Omit<Entry, 'name' | 'undecodable'>

const end = '//\n'
/** How the mode of a symbolic link begins. */
const linkStart = 'a1ff '

/** Whether a list of `list_folder` has links, of which `list_links` then tells more. */
export function hasLinks(list: Buffer): boolean {
	const text = list.toString('latin1')
	return text.startsWith(linkStart) || text.includes(`${end}${linkStart}`)
}

/** Reads what `list_folder` wrote, and `list_links`. Links to folders count as folders. */
export function parseList(list: Buffer, links: Buffer = Buffer.alloc(0)): readonly Entry[] {
	const own = list.toString('utf8')
	const bytes = own.includes('\uFFFD') ? records(list.toString('latin1')) : undefined
	const [targets, folders] = sections(links.toString('utf8'))
	const followed = new Map(records(targets).flatMap(entriesOf))
	const inside = new Set(records(folders).map((name) => name.slice('./'.length)))
	return records(own).flatMap((record, index) => {
		const found = entryOf(record)
		if (!found) return []
		const [name, facts] = found
		const raw = name.includes('\uFFFD') ? entryOf(bytes?.[index] ?? '')?.[0] : undefined
		const entry = { name, undecodable: raw === undefined ? undefined : undecodable(raw), ...facts }
		if (!facts.isLink) return entry
		if (inside.has(name)) return { ...entry, kind: 'folder' as const }
		const target = followed.get(name)
		return target?.kind === 'file' ? { ...entry, size: target.size, modified: target.modified } : entry
	})
}

/** Reads what `stat_entry` wrote: the entry's own facts, then its target's where it is a link that leads inside. */
export function parseStat(output: Buffer): Facts | undefined {
	const [own, target] = records(output.toString('utf8')).map((record) => entryOf(record)?.[1])
	return own && { ...own, ...target, isLink: own.isLink }
}

/** The two parts of what is told of links; an empty record is between them. */
function sections(text: string): readonly [string, string] {
	if (text.startsWith(end)) return ['', text.slice(end.length)]
	const at = text.indexOf(end + end) + end.length
	return [text.slice(0, at), text.slice(at + end.length)]
}

function records(text: string): readonly string[] {
	return text.split(end).slice(0, -1)
}

/** The bytes of a name, unless they are what its text says (U+FFFD itself is a character like others). */
function undecodable(latin1: string): string | undefined {
	const bytes = Buffer.from(latin1, 'latin1')
	return Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes) ? undefined : bytes.toString('hex')
}

const pattern = /^([\da-f]+) (\d+) (-?\d+) (-?\d+) (\d+) (\d+) [\d-]+ [\d:]+(?:\.(\d{3})\d*)? [-+]\d+ (?:\.\/)?([^]*)$/
const typeMask = 0o170000
const kinds: Readonly<Record<number, Entry['kind']>> = { 0o040000: 'folder', 0o100000: 'file', 0o120000: 'file' }
const link = 0o120000

function entriesOf(record: string): readonly (readonly [string, Facts])[] {
	const found = entryOf(record)
	return found ? [found] : []
}

function entryOf(record: string): [string, Facts] | undefined {
	const found = pattern.exec(record)
	if (!found) return undefined
	const [, mode = '', size, modified, changed, owner, group, milliseconds = '0', name = ''] = found
	const bits = Number.parseInt(mode, 16)
	const type = bits & typeMask
	return [
		name,
		{
			kind: kinds[type] ?? 'other',
			isLink: type === link,
			size: Number(size),
			modified: Number(modified) * 1000 + Number(milliseconds),
			changed: Number(changed) * 1000,
			mode: bits & 0o7777,
			owner: Number(owner),
			group: Number(group),
		},
	]
}

/** How much is in an entry, itself included. */
export interface Count {
	readonly folders: number
	readonly files: number
	/** Of the files. */
	readonly bytes: number
}

/** Reads what `count_entry` wrote. */
export function parseCount(output: Buffer): Count {
	const lines = output.toString('latin1').split('\n').slice(0, -1)
	const sizes = lines.filter((line) => line !== 'd')
	return {
		folders: lines.length - sizes.length,
		files: sizes.length,
		bytes: sizes.reduce((sum, size) => sum + Number(size), 0),
	}
}

/** What is wrong with a name for a new entry, if anything. */
export function entryNameProblem(name: string): 'empty' | 'reserved' | 'character' | 'long' | undefined {
	if (name === '') return 'empty'
	if (name === '.' || name === '..') return 'reserved'
	if (/[/\0]/.test(name)) return 'character'
	return Buffer.byteLength(name) > 255 ? 'long' : undefined
}
