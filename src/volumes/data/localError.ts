import { EngineError } from '../../engine/errors.ts'

/** What `node:fs` throws: where an engine is spoken to, a path that isn't there is a socket at which nothing answers. */
export function localError(error: unknown): unknown {
	if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) return error
	if ('syscall' in error && error.syscall === 'connect') return error
	return new EngineError('notFound', error.message, { cause: error })
}
