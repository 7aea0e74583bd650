import type Dockerode from 'dockerode'
import { isNotFound } from '../../engine/errors.ts'
import type { ContainerRecord } from '../../engine/records.ts'
import { createIdleHelper, helperLabels, removeHelper } from '../../engine/helper.ts'

/** How a container is kept from writing. */
export type HeldBy = 'pause' | 'stop'

/** `pause` or `stop`, and the ids of the containers. */
const heldLabel = 'longshore.helper.held'

/**
 * Notes on the engine that containers are about to be held, so that they can go on when this process cannot see to it
 * any more. The note is a container that is never started.
 *
 * @returns The note, for {@link letGoOn}.
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

/** Whether a helper, by its labels, is such a note. */
export function notesHeld(labels: Readonly<Record<string, string>>): boolean {
	return heldLabel in labels
}

/**
 * Lets the containers of a note go on that are held still, and removes it.
 *
 * @param isLeftOver Whoever held them is gone, perhaps for long: what was started since stays as somebody left it.
 * @returns Names of those that go on.
 * @throws {EngineError} when one can't; the others go on, and the note stays for another try.
 */
export async function letGoOn(
	docker: Dockerode,
	note: Dockerode.Container,
	isLeftOver: boolean,
): Promise<readonly string[]> {
	const { Created, Config } = await note.inspect()
	const [how, ...ids] = Config.Labels[heldLabel]?.split(' ') ?? []
	const names: string[] = []
	const failures: unknown[] = []
	// What was held last goes on first: what depends on others usually comes last.
	for (const id of ids.toReversed()) {
		try {
			const container = docker.getContainer(id)
			const { Name, State } = await container.inspect()
			if (isLeftOver && Date.parse(State.StartedAt) > Date.parse(Created)) continue
			if (how === 'pause' && State.Paused) await container.unpause()
			else if (how === 'stop' && !State.Running) await container.start()
			else continue
			names.push(Name.replace(/^\//, ''))
		} catch (error) {
			if (!isNotFound(error)) failures.push(error)
		}
	}
	if (failures.length > 0) throw failures[0]
	await removeHelper(note)
	return names
}
