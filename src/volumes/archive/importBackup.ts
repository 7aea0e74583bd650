import type { Engine } from '../../engine/engine.ts'
import type { VolumeSpecification } from '../volume.ts'
import { ArchiveError, invalid } from './archiveError.ts'
import { backupParts, factsIn, type Backup } from './backup.ts'
import { outwardLinks } from './containment.ts'
import { emptyVolume } from './emptyVolume.ts'
import { newVolume } from './newVolume.ts'
import type { ArchiveJob } from './progress.ts'
import { withRollback } from './rollback.ts'
import { toText } from './tarEntry.ts'
import type { VolumeAddress } from './volumeHelper.ts'
import { writeVerified } from './writeVolume.ts'

/** Where an archive's content goes. */
export type ImportTarget =
	| { readonly kind: 'new'; readonly specification: VolumeSpecification }
	/** What the archive has is written over what is there; the rest stays. */
	| { readonly kind: 'merge'; readonly name: string; readonly image: string }
	/** What is there goes first. */
	| { readonly kind: 'replace'; readonly name: string; readonly image: string }

export interface ImportChoices {
	/** Folder of the archive that holds the volume's content; empty for all. */
	readonly root: string
	/** Symbolic links that lead out of the volume: a container that follows them sees its own files there. */
	readonly outwardLinks: 'refuse' | 'keep'
}

/**
 * Brings the content of an archive, which was read as a whole before, into a volume, and verifies what arrived.
 *
 * @throws {EngineError} `denied` when it would leave the volume, `invalid` when it is damaged. The target is as it was
 * then; a new one isn't there.
 */
export async function importBackup(
	engine: Engine,
	backup: Backup,
	target: ImportTarget,
	choices: ImportChoices,
	job: ArchiveJob,
): Promise<void> {
	refuseUnfit(backup, choices)
	let fraction = 0
	const moving: ArchiveJob = {
		signal: job.signal,
		report: (progress) => job.report(progress.phase === 'copying' ? { ...progress, fraction } : progress),
	}
	const write = async (volume: VolumeAddress, nothingElse: boolean) => {
		const parts = backupParts(backup.path, choices.root, job.signal, (now) => (fraction = now))
		await writeVerified(volume, parts, { nothingElse }, moving)
	}
	if (target.kind === 'new') {
		await newVolume(engine, target.specification, (volume) => write(volume, true))
		return
	}
	const volume = { engine, name: target.name }
	await withRollback(volume, target.image, job, async () => {
		if (target.kind === 'replace') await emptyVolume(volume, target.image, job.signal)
		await write(volume, target.kind === 'replace')
	})
}

/** Symbolic links of a backup that would lead out of the volume, if its content was what is in that folder. */
export function linksOutward(backup: Backup, root: string): readonly string[] {
	return outwardLinks(factsIn(backup, root))
}

function refuseUnfit(backup: Backup, choices: ImportChoices): void {
	if (backup.damages.length > 0) {
		const paths = backup.damages.slice(0, 3).map(({ path }) => toText(path) || '/')
		throw invalid({ kind: 'backupDamaged', count: backup.damages.length, paths: paths.join(', ') })
	}
	if (choices.outwardLinks === 'keep') return
	const links = linksOutward(backup, choices.root)
	if (links.length === 0) return
	const paths = links.slice(0, 3).map(toText)
	throw new ArchiveError('denied', { kind: 'outwardLinks', count: links.length, paths: paths.join(', ') })
}
