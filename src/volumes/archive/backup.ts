import { invalid } from './archiveError.ts'
import { readPieces } from './backupFile.ts'
import { contained } from './containment.ts'
import { differences, type Difference } from './difference.ts'
import type { Facts } from './fact.ts'
import { FactMap } from './factMap.ts'
import { FactCollector, type Amount } from './factCollector.ts'
import { isManifest, ManifestReader, type Manifest } from './manifest.ts'
import { onlyFolders } from './onlyFolders.ts'
import { observed, type ArchiveJob } from './progress.ts'
import type { TarPart } from './tarEntry.ts'
import { isEntry, readTar } from './tarReader.ts'

/** An archive that was read from beginning to end, and was whole. */
export interface Backup {
	readonly path: string
	/** Seen from {@link root}. */
	readonly facts: Facts
	/** Only in Longshore's own. */
	readonly manifest: Manifest | undefined
	/** Where the manifest and the content do not agree. */
	readonly damages: readonly Difference[]
	readonly amount: Amount
	/** Folder of the archive that holds the volume's content: empty, or as other tools name it. */
	readonly root: string
	/**
	 * Folders that hold everything, but whose names say nothing, outermost first: each may be on the way to the mount, the
	 * mount's, or a part of the data.
	 */
	readonly onlyFolders: readonly string[]
}

/**
 * Names that other tools give to the mount: Docker's volumes-backup extension and vackup (`vackup-volume`,
 * `volume-data`, `mount-volume`), the engine's own folder (`_data`).
 */
const mountNames: ReadonlySet<string> = new Set([
	'vackup-volume',
	'volume-data',
	'mount-volume',
	'longshore-volume',
	'_data',
])

/**
 * Reads an archive from beginning to end: is it whole, does every entry stay in the volume, does it hold what its
 * manifest says? Nothing is written.
 *
 * @throws {EngineError} `invalid` when it is damaged or no archive, `denied` when an entry would leave the volume.
 */
export async function readBackup(path: string, { signal, report }: ArchiveJob): Promise<Backup> {
	const collector = new FactCollector()
	const manifestReader = new ManifestReader()
	let hasManifest = false
	let fraction = 0
	const parts = separated(contained(readTar(readPieces(path, signal, (now) => (fraction = now))), ''), (piece) => {
		hasManifest = true
		manifestReader.push(piece)
	})
	const reported = (amount: Amount) => report({ phase: 'checking', fraction, ...amount })
	for await (const _ of observed(parts, collector, reported));
	const all = collector.facts()
	const manifest = hasManifest ? manifestReader.manifest() : undefined
	if (all.size === 0) throw invalid({ kind: 'empty' })
	const folders = manifest ? [] : onlyFolders(all)
	const [first = ''] = folders
	const root = mountNames.has(first) ? first : ''
	const facts = seenFrom(all, root)
	return {
		path,
		facts,
		manifest,
		damages: manifest ? differences(manifest.facts, facts) : [],
		amount: collector.amount,
		root,
		onlyFolders: root === '' ? folders : [],
	}
}

/** The parts of an archive with paths within the volume, without its manifest. */
export function backupParts(
	path: string,
	root: string,
	signal: AbortSignal,
	reportFraction?: (fraction: number) => void,
): AsyncGenerator<TarPart, void, undefined> {
	return contained(withoutManifest(readTar(readPieces(path, signal, reportFraction))), root)
}

/** What a folder of a backup has, seen from there. */
export function factsIn(backup: Backup, root: string): Facts {
	return root === backup.root ? backup.facts : seenFrom(backup.facts, root)
}

/** Facts seen from a folder of theirs. */
function seenFrom(facts: Facts, root: string): Facts {
	if (root === '') return facts
	const seen = new FactMap()
	for (const [path, text] of facts) {
		if (path === root) seen.set('', text)
		else if (path.startsWith(`${root}/`)) seen.set(path.slice(root.length + 1), relinked(text, root))
	}
	return seen
}

function relinked(text: string, root: string): string {
	const fields = text.split('\0')
	const firstName = fields[9]
	if (firstName) fields[9] = firstName.slice(root.length + 1)
	return fields.join('\0')
}

async function* withoutManifest(parts: AsyncIterable<TarPart>): AsyncGenerator<TarPart, void, undefined> {
	yield* separated(parts, () => undefined)
}

async function* separated(
	parts: AsyncIterable<TarPart>,
	manifest: (piece: Buffer) => void,
): AsyncGenerator<TarPart, void, undefined> {
	let inManifest = false
	for await (const part of parts) {
		if (isEntry(part)) inManifest = isManifest(part)
		else if (inManifest) manifest(part)
		if (!inManifest) yield part
	}
}
