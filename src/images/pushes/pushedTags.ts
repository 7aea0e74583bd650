import * as v from 'valibot'
import { Disposable, Emitter } from '../../engine/disposable.ts'
import type { ImageRecord } from '../../engine/records.ts'
import type { State } from '../../registries/account.ts'
import { repositoryOf } from '../image.ts'

/** Whether a tag stands for the same image here and in its registry, as far as is known here. */
export type TagState = 'pushed' | 'changedSince' | 'never'

const stateKey = 'longshore.pushedTags'
const schema = v.fallback(v.record(v.string(), v.string()), {})
/** As many tags are remembered. */
const most = 500

/** What stood for the images of tags when they were pushed from here: a digest in the registry, or the engine's own. */
export class PushedTags extends Disposable {
	readonly #state: State
	readonly #changes = this.register(new Emitter<string>())
	/** The reference that was pushed, as people write it. */
	readonly onDidChange = this.#changes.event

	constructor(state: State) {
		super()
		this.#state = state
	}

	/** How a tag of an image stands to its registry. */
	stateOf(reference: string, image: Pick<ImageRecord, 'id' | 'digests'>): TagState {
		return tagState(reference, image, this.#all()[reference])
	}

	async remember(reference: string, digest: string): Promise<void> {
		const { [reference]: _, ...others } = this.#all()
		const kept = Object.entries(others).slice(1 - most)
		await this.#state.update(stateKey, Object.fromEntries([...kept, [reference, digest]]))
		this.#changes.fire(reference)
	}

	#all(): Readonly<Record<string, string>> {
		return v.parse(schema, this.#state.get(stateKey) ?? {})
	}
}

/**
 * How a tag of an image stands to its registry, by digest.
 *
 * @param pushed What stood for its image when the tag was pushed last from here, if it was: a digest in the registry, or
 *   the image's id, as where only a part of it went up.
 */
export function tagState(
	reference: string,
	{ id, digests }: Pick<ImageRecord, 'id' | 'digests'>,
	pushed: string | undefined,
): TagState {
	const repository = repositoryOf(reference)
	const own = digests.filter((digest) => digest.startsWith(`${repository}@`)).map((each) => each.split('@')[1])
	if (pushed !== undefined) return own.includes(pushed) || pushed === id ? 'pushed' : 'changedSince'
	// A graph driver gives an image a digest only when it was pushed or pulled; the containerd store always does.
	return own.some((digest) => digest !== id) ? 'pushed' : 'never'
}
