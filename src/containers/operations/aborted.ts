import { EngineError } from '../../engine/errors.ts'

/** Why a signal was aborted: `timeout` where its time was over, which a person must be told; else `cancelled`. */
export function aborted(signal: AbortSignal, cause?: unknown): EngineError {
	const { reason } = signal
	return reason instanceof DOMException && reason.name === 'TimeoutError'
		? new EngineError('timeout', 'The engine took too long.', { cause })
		: new EngineError('cancelled', 'Cancelled.', { cause })
}
