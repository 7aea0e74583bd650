import { join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { type EngineError, toEngineError } from '../../engine/errors.ts'
import type { ContainerRecord } from '../../engine/records.ts'
import { endings, type Compression } from './backupFile.ts'
import { exportVolume } from './exportVolume.ts'
import type { Amount } from './factCollector.ts'
import { mayWrite, whileHeld, type Hold } from './holdContainers.ts'
import type { ArchiveProgress } from './progress.ts'
import { stamp } from './restorePoint.ts'

/** What became of one volume of several. */
export type BackUpResult = { readonly volume: string } & (
	| { readonly kind: 'done'; readonly path: string; readonly amount: Amount }
	| { readonly kind: 'failed'; readonly error: EngineError }
)

export interface BackUpRequest {
	readonly volumes: readonly string[]
	/** Those that may write to them. */
	readonly containers: readonly ContainerRecord[]
	readonly hold: Hold
	readonly folder: string
	readonly compression: Compression
}

/**
 * Exports volumes one after the other into one folder. One that fails does not keep the others from it.
 *
 * @returns For each what became of it.
 * @throws {EngineError} `cancelled`; what is done by then stays. What pausing or stopping throws.
 */
export async function backUpSeveral(
	engine: Engine,
	request: BackUpRequest,
	job: {
		readonly signal: AbortSignal
		readonly report: (progress: ArchiveProgress & { readonly volume: string; readonly index: number }) => void
	},
): Promise<readonly BackUpResult[]> {
	const { volumes, folder, compression, hold } = request
	const [ending] = endings[compression]
	const moment = stamp(new Date()).slice(0, 15)
	const results: BackUpResult[] = []
	// All of them for the whole time: what belongs together is of one moment.
	const writers = request.containers.filter((container) => volumes.some((name) => mayWrite(container, name)))
	return whileHeld(engine, writers, hold, async () => {
		for (const [index, volume] of volumes.entries()) {
			const path = join(folder, `${volume}-${moment}${ending}`)
			try {
				const amount = await exportVolume(
					{ engine, name: volume },
					{ path, compression },
					{
						signal: job.signal,
						report: (progress) => job.report({ ...progress, volume, index }),
					},
				)
				results.push({ kind: 'done', volume, path, amount })
			} catch (thrown) {
				const error = toEngineError(thrown)
				if (error.reason === 'cancelled') throw error
				results.push({ kind: 'failed', volume, error })
			}
		}
		return results
	})
}
