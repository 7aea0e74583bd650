import type { Credential } from '../../registries/account.ts'
import type { BuildContext } from './context.ts'
import type { FailedPlace, Step } from './dockerfile.ts'

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
	/** Who pulls from a registry, by its name in a reference: `docker.io`. Undefined for nobody in particular. */
	readonly signIn?: (registry: string) => Promise<Credential | undefined>
	/** Registries that the Dockerfile names. BuildKit asks for sign-ins; the classic builder must be given them beforehand. */
	readonly registries?: readonly string[]
	/** Paths of files by the name that `RUN --mount=type=secret` gives them; BuildKit only. */
	readonly secrets?: Readonly<Record<string, string>>
	/** Address of an SSH agent that `RUN --mount=type=ssh` may use; BuildKit only. */
	readonly sshAgent?: string | undefined
}

export interface BuildProgress {
	/** Bytes of the context that were sent. */
	readonly sent: number
	/** Undefined until the context is there. */
	readonly step: Step | undefined
	/** Which part of the steps is done; 0 to 1. */
	readonly done: number
	/** What the engine said, to be shown as it is; often a part of a line. */
	readonly output: string
	/** All that the builder has found questionable by now; BuildKit only. */
	readonly warnings: readonly BuildWarning[]
}

/** What a builder finds questionable in the Dockerfile, though it builds it. */
export interface BuildWarning {
	/** `MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 2)` */
	readonly message: string
	/** Where the rule is explained; may be empty. */
	readonly url: string
	/** Lines of the Dockerfile, counted from 0; undefined where it names none. */
	readonly lines: { readonly first: number; readonly last: number } | undefined
}

/** A build that failed in the Dockerfile, not on the way to the engine. */
export class BuildError extends Error {
	override readonly name = 'BuildError'
	/** Where it stood. */
	readonly place: FailedPlace
	/** Line of the Dockerfile, from 0, where the engine names it. */
	readonly line: number | undefined

	constructor(message: string, place: FailedPlace, cause?: unknown) {
		super(message, { cause })
		this.place = place
		const [, line] = /\bparse error (?:on )?line (\d+)\b/i.exec(message) ?? []
		this.line = line === undefined ? undefined : Number(line) - 1
	}
}
