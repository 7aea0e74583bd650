import type Dockerode from 'dockerode'
import { isNotFound, toEngineError } from '../../engine/errors.ts'
import type { ContainerRecord } from '../../engine/records.ts'
import { createIdleHelper, helperLabels, removeHelper } from '../../engine/helper.ts'
import { ArchiveError } from './archiveError.ts'

/** How a container is kept from writing. */
export type HeldBy = 'pause' | 'stop'

/** `pause` or `stop`, and the ids of the containers. */
const heldLabel = 'longshore.helper.held'

/**
 * Notes on the engine that containers are about to be held, so that they can go on when this process cannot see to it
 * any more. The note is a container that is never started.
 *
 * @returns The note, to be removed when they go on.
 */
export async function noteHeld(
	docker: Dockerode,
	containers: readonly Pick<ContainerRecord, 'id' | 'imageId'>[],
	how: HeldBy,
): Promise<Dockerode.Container> {
	// Any would do; this one is there, for a container has it.
	const image = containers[0]?.imageId ?? ''
	const held = [how, ...containers.map(({ id }) => id)].join(' ')
	return createIdleHelper(docker, image, { ...helperLabels(''), [heldLabel]: held })
}

/** How a helper, where its labels say that it is such a note, has which containers held. */
export function notedHeld(
	labels: Readonly<Record<string, string>>,
): { readonly how: HeldBy; readonly ids: readonly string[] } | undefined {
	const [how, ...ids] = labels[heldLabel]?.split(' ') ?? []
	return how === undefined ? undefined : { how: how === 'pause' ? how : 'stop', ids }
}

/**
 * Lets containers go on that are held still.
 *
 * @param heldAt What was started later stays as somebody left it; ms.
 * @returns Names of those that go on.
 * @throws {EngineError} when one can't; the others go on.
 */
export async function letGoOn(
	docker: Dockerode,
	ids: readonly string[],
	how: HeldBy,
	heldAt = Infinity,
): Promise<readonly string[]> {
	const names: string[] = []
	const failures: unknown[] = []
	// What was held last goes on first: what depends on others usually comes last.
	for (const id of ids.toReversed()) {
		try {
			names.push(...(await goOn(docker.getContainer(id), how, heldAt)))
		} catch (error) {
			failures.push(error)
		}
	}
	if (failures.length > 0) throw failures[0]
	return names
}

/**
 * The same for the containers of a note whose owner is gone, perhaps for long.
 *
 * @throws {EngineError} when one can't go on; the note stays for another try.
 */
export async function letNotedGoOn(docker: Dockerode, note: Dockerode.Container): Promise<readonly string[]> {
	const { Created, Config } = await note.inspect()
	const { how = 'stop', ids = [] } = notedHeld(Config.Labels) ?? {}
	const names = await letGoOn(docker, ids, how, Date.parse(Created))
	await removeHelper(note)
	return names
}

async function goOn(container: Dockerode.Container, how: HeldBy, heldAt: number): Promise<readonly string[]> {
	const found = await ifThere(container)
	if (!found || Date.parse(found.State.StartedAt) > heldAt) return []
	if (how === 'pause' ? !found.State.Paused : found.State.Running) return []
	const name = found.Name.replace(/^\//, '')
	try {
		await (how === 'pause' ? container.unpause() : container.start())
	} catch (thrown) {
		const error = toEngineError(thrown)
		// What is not found then is something that it needs, as a network.
		const reason = error.reason === 'notFound' ? 'unexpected' : error.reason
		throw new ArchiveError(reason, { kind: 'staysHeld', container: name }, error)
	}
	return [name]
}

async function ifThere(container: Dockerode.Container): Promise<Dockerode.ContainerInspectInfo | undefined> {
	try {
		return await container.inspect()
	} catch (error) {
		if (isNotFound(error)) return undefined
		throw error
	}
}
