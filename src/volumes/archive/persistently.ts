import { backOff } from '../../engine/recovery.ts'
import { toEngineError } from '../../engine/errors.ts'

/** Attempts after which it is given up: about a quarter of an hour. */
const attempts = 40

/**
 * Undoes something. Where the engine is gone it goes on in the background until the engine is back, so that nothing
 * half-made stays behind.
 *
 * @returns Whether it is done already.
 * @throws {EngineError} why it can't be done, other than that the engine is gone.
 */
export async function persistently(undo: () => Promise<void>): Promise<boolean> {
	if (await attempted(undo)) return true
	eventually(undo)
	return false
}

/** Undoes something in the background, after all that waits for an engine already. */
export function eventually(undo: () => Promise<void>): void {
	// One after the other, in the order in which they came: a volume can go only after the helper that has it.
	waiting = waiting.then(() => goOn(undo))
}

let waiting: Promise<void> = Promise.resolve()

async function goOn(undo: () => Promise<void>): Promise<void> {
	for (let attempt = 0; attempt < attempts; attempt += 1) {
		const { promise, resolve } = Promise.withResolvers<void>()
		setTimeout(resolve, backOff(attempt)).unref()
		await promise
		if (await attempted(undo).catch(() => true)) return
	}
}

/** @returns False where the engine is gone. */
async function attempted(undo: () => Promise<void>): Promise<boolean> {
	try {
		await undo()
		return true
	} catch (error) {
		const { reason } = toEngineError(error)
		if (reason === 'unreachable' || reason === 'timeout') return false
		if (reason === 'notFound') return true
		throw error
	}
}
