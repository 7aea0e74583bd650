import type { Count, Entry, Facts } from './shell.ts'

/** Where the helper has the volume. */
export const root = '/volume'

/** Where the helper has another volume, from which is copied. */
export const sourceRoot = '/source'

/** Serves where no image has a shell: it has nothing in it, and is made on the spot. */
export const emptyImage = 'longshore-helper:empty'

export interface SaveOptions {
	/** It may be made where it isn't there. */
	readonly create: boolean
	/** What is there may be replaced. */
	readonly overwrite: boolean
}

/** More than so much is not handed to the editor, which holds it several times over; bytes. */
export const largest = 256 * 1024 * 1024

/**
 * The data of one volume, by paths inside of it (`/` is its root). Everything throws {@link EngineError}; where it is a
 * matter of files, `DataError`.
 */
export interface Access {
	readonly readOnly: boolean
	list(path: string): Promise<readonly Entry[]>
	/** Facts of an entry; of what it leads to where it is a link that leads inside. */
	stat(path: string): Promise<Facts>
	/** Content of a file. A link is followed inside of the volume only. */
	read(path: string): Promise<Uint8Array>
	/** Replaces the content of a file at once, or not at all; owner and mode stay. */
	save(path: string, content: Uint8Array, options: SaveOptions): Promise<void>
	createFolder(path: string): Promise<void>
	remove(path: string, options: { readonly recursive: boolean }): Promise<void>
	rename(from: string, to: string, options: { readonly overwrite: boolean }): Promise<void>
	/** How much would go with an entry. */
	count(path: string): Promise<Count>
	/** Ends what serves it; resolves when nothing holds the volume any more. */
	close(): Promise<void>
	/** It can serve no more. */
	readonly ended: boolean
}
