import { EngineError, toEngineError, type Reason } from '../../engine/errors.ts'

/** What is wrong, with the words that a sentence about it needs. */
export type ArchiveProblem =
	| { readonly kind: 'cutOff' | 'notArchive' | 'empty' | 'sparse' | 'brokenManifest' | 'zstdMissing' }
	/** What can't be read, in technical words. */
	| { readonly kind: 'damaged'; readonly detail: string }
	/** The letter of an entry's type. */
	| { readonly kind: 'entryKind'; readonly letter: string }
	| { readonly kind: 'otherCompression'; readonly name: string }
	| { readonly kind: 'noFile' | 'linkToNothing' | 'gone'; readonly path: string }
	| { readonly kind: 'leavesVolume'; readonly path: string; readonly how: WayOut }
	| { readonly kind: 'differs'; readonly volume: string; readonly count: number; readonly paths: string }
	| { readonly kind: 'imageDiffers' | 'backupDamaged' | 'outwardLinks'; readonly count: number; readonly paths: string }
	| { readonly kind: 'noVolumeData'; readonly folder: string }
	| { readonly kind: 'usedBy'; readonly volume: string; readonly containers: string }
	| { readonly kind: 'autoRemove' | 'staysHeld'; readonly container: string }
	| { readonly kind: 'notEmptied'; readonly volume: string; readonly complaint: string }
	/** The volume that has what was in it before. */
	| { readonly kind: 'beingChanged'; readonly volume: string; readonly kept: string }
	/** Something failed (the cause), and what was in the volume could not be put back yet. */
	| { readonly kind: 'keptIn'; readonly volume: string; readonly kept: string }
	/** A volume is there by its new name; why the old one could not be removed is the cause. */
	| { readonly kind: 'oldStays'; readonly volume: string; readonly newName: string }

/** How an entry of an archive would leave the volume. */
export type WayOut = 'absolute' | 'climbs' | 'zeroByte' | 'otherFolder' | 'throughLink' | 'root' | 'hardLink'

/** Something went wrong that a person is told about in their language: by its problem, not by its message. */
export class ArchiveError extends EngineError {
	readonly problem: ArchiveProblem

	constructor(reason: Reason, problem: ArchiveProblem, cause?: unknown) {
		const { kind, ...words } = problem
		super(reason, [kind, ...Object.values(words).map(String)].join(': '), { cause })
		this.problem = problem
	}
}

/** Whether something failed, and what was in a volume before is put back into it later. */
export function isPutBackLater(error: unknown): boolean {
	if (error instanceof ArchiveError && error.problem.kind === 'keptIn') return true
	return error instanceof Error && isPutBackLater(error.cause)
}

/** Something is wrong with an archive itself. */
export function invalid(problem: ArchiveProblem, cause?: unknown): ArchiveError {
	return new ArchiveError('invalid', problem, cause)
}

/** Something in an archive can't be read. */
export function damaged(detail: string, cause?: unknown): ArchiveError {
	return invalid({ kind: 'damaged', detail }, cause)
}

/**
 * What went wrong while an archive or a volume's data was read or written: as {@link toEngineError}, and tells a
 * compressed stream that is cut off or broken (zlib's codes), and an engine's full disk, for which it has no status of
 * its own.
 */
export function toArchiveError(thrown: unknown): EngineError {
	const error = toEngineError(thrown)
	if (error.status === 500 && /no space left on device|disk quota exceeded/i.test(error.message)) {
		return new EngineError('noSpace', error.message, { cause: thrown, status: error.status })
	}
	const code = codeOf(thrown)
	if (code === 'Z_BUF_ERROR') return invalid({ kind: 'cutOff' }, thrown)
	if (code?.startsWith('Z_') || code?.startsWith('ZSTD_')) return damaged(error.message, thrown)
	return error
}

function codeOf(thrown: unknown): string | undefined {
	return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined
}
