import * as v from 'valibot'
import { decode } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { BuildError, type BuildProgress, type BuildRequest } from './build.ts'
import { buildByBuildKit } from './buildKit/build.ts'
import { buildClassic } from './classic.ts'

/**
 * Builds an image; `POST /build`. BuildKit does it where the engine has it, else the classic builder. Aborting closes the
 * connection, which ends the build; nothing of it stays.
 *
 * @returns The image's id.
 * @throws {BuildError} when an instruction failed; {@link EngineError} when the engine did, or the file system.
 */
export async function buildImage(
	engine: Engine,
	request: BuildRequest,
	signal: AbortSignal,
	report: (progress: BuildProgress) => void,
): Promise<string> {
	const build = engine.hasBuildKit ? buildByBuildKit : buildClassic
	try {
		return await build(engine, request, signal, report)
	} catch (thrown) {
		if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.', { cause: thrown })
		throw thrown instanceof BuildError ? thrown : asBuildError(toEngineError(thrown))
	}
}

const versionSchema = v.object({ Os: v.string(), Arch: v.string() })

/**
 * What an engine builds for when it is not told: `linux/amd64`; `GET /version`.
 *
 * @throws {EngineError}
 */
export async function ownPlatform(engine: Engine): Promise<string> {
	const { Os, Arch } = decode(versionSchema, await engine.docker.version())
	return `${Os}/${Arch}`
}

/** A Dockerfile that can't be read, and a stage that isn't there, are told before the first step, with a status. */
function asBuildError(error: EngineError): Error {
	return /dockerfile|target stage/i.test(error.message) ? new BuildError(error.message, {}, error) : error
}
