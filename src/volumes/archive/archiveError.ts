import { EngineError, toEngineError } from '../../engine/errors.ts'

/** Something is wrong with an archive itself. */
export function damaged(message: string, cause?: unknown): EngineError {
	return new EngineError('invalid', message, { cause })
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
	if (code === 'Z_BUF_ERROR') return damaged('The archive is cut off.', thrown)
	if (code?.startsWith('Z_') || code?.startsWith('ZSTD_')) {
		return damaged(`The archive is damaged: ${error.message}.`, thrown)
	}
	return error
}

function codeOf(thrown: unknown): string | undefined {
	return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined
}
