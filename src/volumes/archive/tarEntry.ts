export type EntryType = 'file' | 'hardLink' | 'symbolicLink' | 'characterDevice' | 'blockDevice' | 'directory' | 'fifo'

/**
 * One entry of a tar archive. Its texts are bytes, each written as the character of that number (latin1): a name on
 * Linux is any bytes, and what is no valid UTF-8 has to survive too.
 */
export interface TarEntry {
	readonly name: string
	readonly type: EntryType
	/** Permissions with set-user-id, set-group-id and sticky bit. */
	readonly mode: number
	readonly uid: number
	readonly gid: number
	/** Bytes of content that follow. */
	readonly size: number
	/** Seconds since 1970, as PAX writes them: may have a fraction. */
	readonly modified: string
	/** What a link leads to; empty otherwise. */
	readonly linkName: string
	readonly userName: string
	readonly groupName: string
	/** Major and minor number of a device. */
	readonly device: readonly [number, number]
	/** What else a PAX header says, such as extended attributes. */
	readonly records: ReadonlyMap<string, string>
}

/** An entry, or a piece of the content of the entry before it. */
export type TarPart = TarEntry | Buffer

/** Bytes in a block of tar. */
export const blockSize = 512

/** The letter that stands for a type (POSIX.1-2001, ustar). */
export const letters: Readonly<Record<EntryType, string>> = {
	file: '0',
	hardLink: '1',
	symbolicLink: '2',
	characterDevice: '3',
	blockDevice: '4',
	directory: '5',
	fifo: '6',
}

/** A name for reading; what is no valid UTF-8 shows as replacement characters. */
export function toText(bytes: string): string {
	return Buffer.from(bytes, 'latin1').toString('utf8')
}
