import * as v from 'valibot'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, toEngineError } from '../../engine/errors.ts'
import { jsonLines } from '../../engine/jsonLines.ts'
import { packContext, type BuildContext } from './context.ts'
import { parseStep, type Step } from './dockerfile.ts'

/** What `POST /build` is asked for. */
export interface BuildRequest extends BuildContext {
	/** Names of the image, as people write them. */
	readonly tags: readonly string[]
	/** A stage's name or number; undefined for the last. */
	readonly target: string | undefined
	readonly buildArguments: Readonly<Record<string, string>>
	/** `linux/arm64`; undefined for the engine's own. */
	readonly platform: string | undefined
	/** Looks for newer base images. */
	readonly pull: boolean
	readonly noCache: boolean
	/** Sign-ins by registry, for base images; `X-Registry-Config`. */
	readonly registries?: Readonly<Record<string, { readonly username: string; readonly password: string }>>
}

export interface BuildProgress {
	/** Bytes of the context that were sent. */
	readonly sent: number
	/** Undefined until the context is there. */
	readonly step: Step | undefined
	/** What the engine said, to be shown as it is; often a part of a line. */
	readonly output: string
}

/** A build that failed in the Dockerfile, not on the way to the engine. */
export class BuildError extends Error {
	override readonly name = 'BuildError'
	/** Where it stood. */
	readonly step: Step | undefined
	/** Line of the Dockerfile, from 0, where the engine names it. */
	readonly line: number | undefined

	constructor(message: string, step: Step | undefined, cause: unknown) {
		super(message, { cause })
		this.step = step
		const [, line] = /\bparse error (?:on )?line (\d+)\b/i.exec(message) ?? []
		this.line = line === undefined ? undefined : Number(line) - 1
	}
}

const lineSchema = v.object({
	stream: v.nullish(v.string()),
	status: v.nullish(v.string()),
	id: v.nullish(v.string()),
	progressDetail: v.nullish(v.object({ current: v.nullish(v.number()) })),
	error: v.nullish(v.string()),
	errorDetail: v.nullish(v.object({ message: v.nullish(v.string()) })),
	aux: v.nullish(v.object({ ID: v.nullish(v.string()) })),
})

/**
 * Builds an image with the engine's own builder; `POST /build`, `version=1`. BuildKit over this API needs a session, a
 * gRPC server of the client's, for contexts and secrets; the classic builder is there in every engine, also where
 * BuildKit is what the docker CLI prefers. What only BuildKit understands (`RUN --mount`, here-documents), the engine
 * refuses by name.
 *
 * Aborting closes the connection, which ends the build. Intermediate containers are removed however it ends (`forcerm`).
 *
 * @returns The image's id.
 * @throws {BuildError} when an instruction failed; {@link EngineError} when the engine did, or the file system.
 */
export async function buildImage(
	{ docker }: Engine,
	request: BuildRequest,
	signal: AbortSignal,
	report: (progress: BuildProgress) => void,
): Promise<string> {
	let step: Step | undefined
	let sent = 0
	let id: string | undefined
	try {
		const { stream, dockerfileName } = await packContext(request, signal, (bytes) => {
			sent = bytes
			report({ sent, step, output: '' })
		})
		const reply = await docker.buildImage(stream, {
			...optionsOf(request),
			dockerfile: dockerfileName,
			abortSignal: signal,
		})
		for await (const line of jsonLines(reply)) {
			const parsed = v.safeParse(lineSchema, line)
			if (!parsed.success) continue
			const { stream: output, status, id: layer, progressDetail, error, errorDetail, aux } = parsed.output
			const complaint = errorDetail?.message ?? error
			if (complaint) throw new BuildError(complaint, step, undefined)
			id = aux?.ID ?? id
			step = (output && parseStep(output)) || step
			// Base images are pulled in the same reply; their bars say too much for a log.
			const pulled = status && !progressDetail?.current ? `${layer ? `${layer}: ` : ''}${status}\n` : ''
			report({ sent, step, output: output ?? pulled })
		}
	} catch (thrown) {
		if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.', { cause: thrown })
		throw thrown instanceof BuildError ? thrown : asBuildError(toEngineError(thrown))
	}
	if (id === undefined) throw new EngineError('unexpected', 'The engine ended the build without an image.')
	return id
}

/** A Dockerfile that can't be read, and a stage that isn't there, are told before the first step, with a status. */
function asBuildError(error: EngineError): Error {
	return /dockerfile|target stage/i.test(error.message) ? new BuildError(error.message, undefined, error) : error
}

function optionsOf({ tags, target, buildArguments, platform, pull, noCache, registries }: BuildRequest) {
	return {
		version: '1' as const,
		rm: true,
		forcerm: true,
		// docker-modem repeats the parameter for each of them.
		t: tags as never,
		buildargs: { ...buildArguments },
		...(target === undefined ? {} : { target }),
		...(platform === undefined ? {} : { platform }),
		...(pull ? { pull: true } : {}),
		...(noCache ? { nocache: true } : {}),
		...(registries ? { registryconfig: { ...registries } } : {}),
	}
}
