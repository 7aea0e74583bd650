import * as v from 'valibot'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { jsonLines } from '../../engine/jsonLines.ts'
import { isHub } from '../../registries/account.ts'
import { authConfiguration } from '../../registries/authorization.ts'
import { BuildError, type BuildProgress, type BuildRequest } from './build.ts'
import { packContext } from './context.ts'
import { parseStep, type ClassicStep } from './dockerfile.ts'

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
 * Builds by the engine's first builder, which runs each instruction in a container; `POST /build`, `version=1`. What only
 * BuildKit understands it refuses by name. Containers are removed however it ends (`forcerm`).
 */
export async function buildClassic(
	{ docker }: Engine,
	request: BuildRequest,
	signal: AbortSignal,
	report: (progress: BuildProgress) => void,
): Promise<string> {
	let step: ClassicStep | undefined
	let sent = 0
	let id: string | undefined
	const tell = (output: string) => {
		const done = step ? (step.number - 1) / step.total : 0
		report({ sent, step, done, output, warnings: [] })
	}
	const registryconfig = await registryConfiguration(request)
	const { stream, dockerfileName } = await packContext(request, signal, (bytes) => {
		sent = bytes
		tell('')
	})
	const reply = await docker.buildImage(stream, {
		...optionsOf(request),
		registryconfig: registryconfig as never,
		dockerfile: dockerfileName,
		abortSignal: signal,
	})
	for await (const line of jsonLines(reply)) {
		const parsed = v.safeParse(lineSchema, line)
		if (!parsed.success) continue
		const { stream: output, status, id: layer, progressDetail, error, errorDetail, aux } = parsed.output
		const complaint = errorDetail?.message ?? error
		if (complaint) throw new BuildError(complaint, { step })
		id = aux?.ID ?? id
		step = (output && parseStep(output)) || step
		// Base images are pulled in the same reply; their bars say too much for a log.
		const pulled = status && !progressDetail?.current ? `${layer ? `${layer}: ` : ''}${status}\n` : ''
		tell(output ?? pulled)
	}
	if (id === undefined) throw new EngineError('unexpected', 'The engine ended the build without an image.')
	return id
}

function optionsOf({ tags, target, buildArguments, platform, pull, noCache }: BuildRequest) {
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
	}
}

/** `X-Registry-Config`; dockerode's types know of no identity tokens. */
export async function registryConfiguration({
	registries = [],
	signIn,
}: Pick<BuildRequest, 'registries' | 'signIn'>): Promise<Readonly<Record<string, object>>> {
	const entries: [string, object][] = []
	for (const registry of registries) {
		const credential = await signIn?.(registry)
		if (!credential) continue
		entries.push([isHub(credential) ? 'https://index.docker.io/v1/' : registry, authConfiguration(credential)])
	}
	return Object.fromEntries(entries)
}
