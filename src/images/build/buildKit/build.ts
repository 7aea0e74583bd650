import * as v from 'valibot'
import type { Engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { jsonLines } from '../../../engine/jsonLines.ts'
import { BuildError, type BuildProgress, type BuildRequest } from '../build.ts'
import { packContext } from '../context.ts'
import { openBuildSession } from './session.ts'
import { readTrace } from './trace.ts'
import { Transcript } from './transcript.ts'

const lineSchema = v.object({
	id: v.nullish(v.string()),
	/** base64 under `moby.buildkit.trace`. */
	aux: v.nullish(v.union([v.string(), v.object({ ID: v.nullish(v.string()) })])),
	error: v.nullish(v.string()),
	errorDetail: v.nullish(v.object({ message: v.nullish(v.string()) })),
})

/**
 * Builds by BuildKit; `POST /build`, `version=2`. The context goes in the request as it does for the classic builder; the
 * session serves sign-ins, secrets and the SSH agent.
 */
export async function buildByBuildKit(
	engine: Engine,
	request: BuildRequest,
	signal: AbortSignal,
	report: (progress: BuildProgress) => void,
): Promise<string> {
	const { signIn = async () => undefined, secrets = {}, sshAgent } = request
	using session = await openBuildSession(engine, { signIn, secrets, sshAgent }, signal)
	const transcript = new Transcript()
	let sent = 0
	let id: string | undefined
	const tell = (output: string) => {
		const { step, done, warnings } = transcript
		report({ sent, step, done, output, warnings })
	}
	const { stream, dockerfileName } = await packContext(request, signal, (bytes) => {
		sent = bytes
		tell('')
	})
	const reply = await engine.stream({
		method: 'POST',
		path: '/build',
		query: { ...queryOf(request), dockerfile: dockerfileName, session: session.id },
		content: stream,
		signal,
	})
	for await (const line of jsonLines(reply)) {
		const parsed = v.safeParse(lineSchema, line)
		if (!parsed.success) continue
		const { id: kind, aux, error, errorDetail } = parsed.output
		const complaint = errorDetail?.message ?? error
		if (complaint) throw new BuildError(told(complaint), transcript.failed)
		if (typeof aux === 'object') id = aux?.ID ?? id
		else if (aux !== undefined && kind === 'moby.buildkit.trace') tell(transcript.add(readTrace(aux)))
	}
	if (id === undefined) throw new EngineError('unexpected', 'The engine ended the build without an image.')
	return id
}

function queryOf({ tags, target, buildArguments, platform, pull, noCache }: BuildRequest) {
	return {
		version: '2',
		t: tags,
		buildargs: JSON.stringify(buildArguments),
		...(target === undefined ? {} : { target }),
		...(platform === undefined ? {} : { platform }),
		...(pull ? { pull: '1' } : {}),
		...(noCache ? { nocache: '1' } : {}),
	}
}

/** Without what says only through which parts of the builder an error has come. */
function told(complaint: string): string {
	return complaint.replace(
		/^(?:failed to solve(?: with frontend \S+)?: |failed to create LLB definition: |rpc error: code = \w+ desc = )+/,
		'',
	)
}
