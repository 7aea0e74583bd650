import * as v from 'valibot'
import { decode } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import type { MountRecord } from '../../engine/records.ts'
import { familiarName, type Reference } from '../reference.ts'

/** What `POST /commit` is asked for. */
export interface CommitRequest {
	readonly containerId: string
	readonly reference: Reference
	readonly message: string
	readonly author: string
	/** Halts the container while its files are read, so that they fit each other. */
	readonly pause: boolean
	/** Dockerfile instructions that change the configuration, `CMD ["sh"]`. */
	readonly changes: readonly string[]
}

const replySchema = v.object({ Id: v.string() })

/**
 * Makes an image of what a container has written outside of its mounts; `POST /commit`.
 *
 * @returns The image's id.
 * @throws {EngineError}
 */
export async function commitContainer({ docker }: Engine, request: CommitRequest): Promise<string> {
	const { containerId, reference, message, author, pause, changes } = request
	const reply: unknown = await docker.getContainer(containerId).commit({
		repo: familiarName(reference),
		tag: reference.tag ?? 'latest',
		comment: message,
		author,
		pause,
		changes: changes.join('\n'),
	})
	return decode(replySchema, reply).Id
}

/** What of a container an image of it leaves out. */
export interface LeftOut {
	readonly volumes: readonly MountRecord[]
	readonly folders: readonly MountRecord[]
	readonly memory: readonly MountRecord[]
}

/** Mounts are never part of an image: neither volumes, nor folders of the host, nor what stands in memory. */
export function leftOut(mounts: readonly MountRecord[]): LeftOut {
	return {
		volumes: mounts.filter(({ type }) => type === 'volume' || type === 'cluster'),
		folders: mounts.filter(({ type }) => type === 'bind' || type === 'npipe' || type === 'image'),
		memory: mounts.filter(({ type }) => type === 'tmpfs'),
	}
}

/** Instructions that a commit may change; the API refuses others. */
const changeable = [
	'CMD',
	'ENTRYPOINT',
	'ENV',
	'EXPOSE',
	'LABEL',
	'ONBUILD',
	'USER',
	'VOLUME',
	'WORKDIR',
	'HEALTHCHECK',
]

/** Reads instructions separated by `;`; a `;` inside of one stays, as long as no instruction follows it. */
export function parseChanges(text: string): readonly string[] {
	const next = new RegExp(String.raw`;\s*(?=(?:${[...changeable, 'ADD', 'COPY', 'FROM', 'RUN'].join('|')})\s)`, 'i')
	return text
		.split(next)
		.map((change) => change.replace(/[;\s]+$/, '').trimStart())
		.filter(Boolean)
}

/** The first word that no change may begin with. */
export function wrongChange(text: string): string | undefined {
	for (const change of parseChanges(text)) {
		const [keyword = '', argument] = change.split(/\s+/, 2)
		if (!changeable.includes(keyword.toUpperCase()) || !argument) return keyword
	}
	return undefined
}
