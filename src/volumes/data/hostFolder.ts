import { access, constants } from 'node:fs/promises'
import * as v from 'valibot'
import { isOnThisMachine } from '../../containers/engineHost.ts'
import { decode } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import type { VolumeRecord } from '../../engine/records.ts'

const infoSchema = v.object({ Name: v.string() })

/**
 * The folder in which the engine keeps a volume's data, where it is one of this machine and this process may read and
 * write it: that of a rootless engine, or where VS Code runs as root (`GET /info`). What options have mounted is there only while a container runs.
 *
 * @throws {EngineError}
 */
export async function hostFolder(
	engine: Engine,
	{ driver, options, mountpoint }: VolumeRecord,
): Promise<string | undefined> {
	if (driver !== 'local' || Object.keys(options).length > 0) return undefined
	try {
		await access(mountpoint, constants.R_OK | constants.W_OK | constants.X_OK)
	} catch {
		return undefined
	}
	const { Name } = decode(infoSchema, await engine.docker.info())
	return isOnThisMachine(engine.endpoint, Name) ? mountpoint : undefined
}
