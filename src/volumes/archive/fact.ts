import { createHash } from 'node:crypto'
import type { EntryType, TarEntry } from './tarEntry.ts'

/** What is known of one file, folder or link of a volume: all that has to survive a copy. */
export interface Fact {
	/** Hard links count as the file that they are. */
	readonly type: Exclude<EntryType, 'hardLink'>
	/** 0 where it means nothing: for symbolic links. */
	readonly mode: number
	readonly uid: number
	readonly gid: number
	/** Whole seconds since 1970: engines cut off the rest. */
	readonly modified: number
	readonly size: number
	/** SHA-256 of a file's content as hexadecimal digits; empty for what has none. */
	readonly digest: string
	/** `major:minor` of a device; empty otherwise. */
	readonly device: string
	/** SHA-256 of extended attributes; empty where there are none. */
	readonly attributes: string
	/** First of all the names that a file has, where it has more than one; empty otherwise. Bytes as latin1. */
	readonly firstName: string
	/** What a symbolic link leads to; bytes as latin1. */
	readonly target: string
}

/** Facts as texts, by path within the volume; its root has the empty path. Bytes as latin1. */
export interface Facts extends Iterable<readonly [path: string, text: string]> {
	readonly size: number
	get(path: string): string | undefined
	has(path: string): boolean
	keys(): Iterable<string>
}

/** A fact as one text: a fraction of the memory, and equal where the facts are. */
export function encodeFact(fact: Fact): string {
	const { type, mode, uid, gid, modified, size, digest, device, attributes, firstName, target } = fact
	return [type, mode.toString(8), uid, gid, modified, size, digest, device, attributes, firstName, target].join('\0')
}

export function decodeFact(text: string): Fact {
	const [type = 'file', mode = '', uid, gid, modified, size, digest = '', device = '', ...rest] = text.split('\0')
	const [attributes = '', firstName = '', target = ''] = rest
	return {
		type: type as Fact['type'],
		mode: Number.parseInt(mode, 8),
		uid: Number(uid),
		gid: Number(gid),
		modified: Number(modified),
		size: Number(size),
		digest,
		device,
		attributes,
		firstName,
		target,
	}
}

/** The fact of an entry that is no hard link. */
export function factOf(entry: TarEntry, digest: string): Fact {
	const isLink = entry.type === 'symbolicLink'
	const isDevice = entry.type === 'characterDevice' || entry.type === 'blockDevice'
	return {
		type: entry.type === 'hardLink' ? 'file' : entry.type,
		mode: isLink ? 0 : entry.mode,
		uid: entry.uid,
		gid: entry.gid,
		modified: Math.floor(Number(entry.modified)),
		size: entry.size,
		digest,
		device: isDevice ? entry.device.join(':') : '',
		attributes: attributesDigest(entry.records),
		firstName: '',
		target: isLink ? entry.linkName : '',
	}
}

function attributesDigest(records: ReadonlyMap<string, string>): string {
	const attributes = [...records]
		.filter(([key]) => key.startsWith('SCHILY.xattr.'))
		.sort(([one], [other]) => (one < other ? -1 : 1))
	if (attributes.length === 0) return ''
	return createHash('sha256').update(JSON.stringify(attributes)).digest('hex')
}
